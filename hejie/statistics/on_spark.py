"""The same questions, asked on a Spark cluster: `pip install pyspark` there, then

spark = SparkSession.builder.config(map=SETTINGS).getOrCreate()
open_folders(spark, ["hdfs:///statistics"], first="2026-01", last="2026-12")
spark.sql(QUERIES["by_district"].text).show()
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import Any

from pyspark.sql import DataFrame, SparkSession

from hejie.statistics.queries import TABLES, views

SETTINGS: dict[str, Any] = {"spark.sql.sources.partitionColumnTypeInference.enabled": "false"}
"""Codes and months that are folders stay texts."""


def open_folders(spark: SparkSession, folders: Iterable[str], *, first: str, last: str) -> None:
    """Make the views that the questions ask. A district must lie in one folder only."""
    roots = list(folders)
    for table, columns in TABLES.items():
        shape = ", ".join(f"{name} {kind}" for name, kind in columns.items())
        shape = shape.replace("VARCHAR", "STRING")
        read = [spark.read.schema(shape).parquet(f"{root}/{table}") for root in roots]
        reduce(DataFrame.unionByName, read).createOrReplaceTempView(table)
    asked = spark.createDataFrame([(first, last)], "first_month STRING, last_month STRING")
    asked.createOrReplaceTempView("asked")
    for statement in views():
        spark.sql(statement)
