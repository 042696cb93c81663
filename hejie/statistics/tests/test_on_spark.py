"""A Spark cluster, with two workers as processes of their own, reads the same texts and gives the
same rows."""

from __future__ import annotations

import pytest
from pyspark.sql import SparkSession

from hejie.statistics import on_spark, reports
from hejie.statistics.queries import QUERIES
from hejie.statistics.tests.worlds import FIRST, LAST

pytestmark = pytest.mark.slow
CLUSTER = {
    "spark.master": "local-cluster[2,1,1024]",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.shuffle.partitions": "4",
    "spark.ui.enabled": "false",
}


@pytest.fixture(scope="module")
def spark(folders):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        session = SparkSession.builder.config(map=CLUSTER | on_spark.SETTINGS).getOrCreate()
        on_spark.open_folders(session, map(str, folders), first=FIRST, last=LAST)
        yield session
        session.stop()


@pytest.mark.parametrize("name", QUERIES)
def test_spark_gives_the_rows_that_duckdb_gives(name, spark, folders):
    (answer,) = reports.ask(folders, [QUERIES[name]], first=FIRST, last=LAST, public=False)
    found = spark.sql(QUERIES[name].text)
    assert tuple(found.columns) == answer.columns
    assert [tuple(row) for row in found.collect()] == answer.rows
    assert answer.rows


def test_two_workers_stand_beside_the_driver(spark):
    spark.range(0, 8, numPartitions=8).count()
    infos = spark.sparkContext._jsc.sc().statusTracker().getExecutorInfos()
    assert len(infos) == 3
