-- Each town or street of each district over all months.
-- public: opened, ended by district
SELECT
    sides.district,
    sides.key AS place,
    coalesce(max(names.name), sides.key) AS name,
    sum(opened) AS opened,
    sum(ended) AS ended,
    sum(kept) AS kept,
    sum(met) AS met,
    CAST(round(100 * sum(kept) / nullif(sum(met), 0)) AS INTEGER) AS kept_percent,
    sum(dropped) AS dropped
FROM sides
LEFT JOIN names
    ON names.district = sides.district
    AND names.dimension = sides.dimension
    AND names.key = sides.key
WHERE sides.procedure = '' AND sides.dimension = 'place'
GROUP BY sides.district, sides.key
ORDER BY sides.district, sides.key
