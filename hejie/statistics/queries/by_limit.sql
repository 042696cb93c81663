-- Each limit of all districts together: how often it was kept among how many that were met.
WITH named AS (
    SELECT key, max(name) AS name
    FROM names
    WHERE dimension = 'clock'
    GROUP BY key
)

SELECT
    limits.procedure,
    limits.clock,
    coalesce(max(named.name), limits.clock) AS name,
    limits.effect,
    sum(kept) AS kept,
    sum(kept + broken) AS met,
    CAST(round(100 * sum(kept) / nullif(sum(kept + broken), 0)) AS INTEGER) AS kept_percent,
    sum(dropped) AS dropped
FROM limits
CROSS JOIN asked
LEFT JOIN named ON named.key = concat(limits.procedure, '/', limits.clock)
WHERE limits.month BETWEEN first_month AND last_month
GROUP BY limits.procedure, limits.clock, limits.effect
ORDER BY limits.procedure, limits.clock, limits.effect
