-- Each district: days within which half of what ended had ended, if not more than is counted.
WITH steps AS (
    SELECT
        district,
        CASE WHEN what != 'took_more' THEN CAST(substring(what, 6) AS INTEGER) END AS days,
        sum(count) AS matters
    FROM months
    CROSS JOIN asked
    WHERE procedure = '' AND dimension = 'all' AND what LIKE 'took%'
    AND month BETWEEN first_month AND last_month
    GROUP BY district, what
),

passed AS (
    SELECT
        district,
        days,
        sum(matters) OVER (PARTITION BY district ORDER BY days NULLS LAST) AS passed,
        sum(matters) OVER (PARTITION BY district) AS ended
    FROM steps
)

SELECT
    district,
    max(ended) AS ended,
    min(CASE WHEN 2 * passed >= ended THEN days END) AS half_within_days
FROM passed
GROUP BY district
ORDER BY district
