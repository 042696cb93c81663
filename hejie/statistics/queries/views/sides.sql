-- Each side of each month that was asked for, one row with all its counts.
SELECT
    district,
    month,
    procedure,
    dimension,
    key,
    sum(CASE WHEN what = 'opened' THEN count ELSE 0 END) AS opened,
    sum(CASE WHEN what = 'ended' THEN count ELSE 0 END) AS ended,
    sum(CASE WHEN what = 'reopened' THEN count ELSE 0 END) AS reopened,
    sum(CASE WHEN what = 'kept' THEN count ELSE 0 END) AS kept,
    sum(CASE WHEN what IN ('kept', 'broken') THEN count ELSE 0 END) AS met,
    sum(CASE WHEN what = 'dropped' THEN count ELSE 0 END) AS dropped
FROM months
CROSS JOIN asked
WHERE month BETWEEN first_month AND last_month
GROUP BY district, month, procedure, dimension, key
