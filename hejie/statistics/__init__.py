"""Statistics of many districts: each gives its counts away as Parquet, and the same SQL asks
them on one machine (DuckDB) or on a cluster (Spark). Counts only, never a person or a matter."""
