-- Each key of a dimension, of all districts together and over all months.
WITH named AS (
    SELECT dimension, key, max(name) AS name
    FROM names
    GROUP BY dimension, key
)

SELECT
    sides.dimension,
    sides.key,
    coalesce(max(named.name), sides.key) AS name,
    count(DISTINCT sides.district) AS districts,
    sum(opened) AS opened,
    sum(ended) AS ended,
    sum(kept) AS kept,
    sum(met) AS met,
    CAST(round(100 * sum(kept) / nullif(sum(met), 0)) AS INTEGER) AS kept_percent,
    sum(dropped) AS dropped
FROM sides
LEFT JOIN named
    ON named.dimension = sides.dimension
    AND named.key = sides.key
WHERE sides.procedure = ''
GROUP BY sides.dimension, sides.key
