-- Each district and month: what came and ended, legal limits kept among those that were met.
-- public: opened, ended by district
SELECT
    district,
    month,
    opened,
    ended,
    reopened,
    kept,
    met,
    CAST(round(100 * kept / nullif(met, 0)) AS INTEGER) AS kept_percent,
    dropped
FROM sides
WHERE procedure = '' AND dimension = 'all'
ORDER BY district, month
