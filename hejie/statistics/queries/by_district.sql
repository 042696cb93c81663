-- Each district over all months: as by month, with its rank by legal limits kept.
-- public: opened, ended
WITH whole AS (
    SELECT
        district,
        sum(opened) AS opened,
        sum(ended) AS ended,
        sum(reopened) AS reopened,
        sum(kept) AS kept,
        sum(met) AS met,
        sum(dropped) AS dropped
    FROM sides
    WHERE procedure = '' AND dimension = 'all'
    GROUP BY district
)

SELECT
    whole.district,
    coalesce(names.name, whole.district) AS name,
    opened,
    ended,
    reopened,
    kept,
    met,
    CAST(round(100 * kept / nullif(met, 0)) AS INTEGER) AS kept_percent,
    CASE
        WHEN met > 0 THEN rank() OVER (ORDER BY kept / nullif(met, 0) DESC NULLS LAST)
    END AS kept_rank,
    dropped
FROM whole
LEFT JOIN names
    ON names.district = whole.district
    AND names.dimension = 'district'
    AND names.key = whole.district
ORDER BY whole.district
