-- Each district: how many matters were open at the end of each month.
WITH changes AS (
    SELECT
        district,
        month,
        sum(
            CASE
                WHEN what IN ('opened', 'reopened') THEN count
                WHEN what = 'ended' THEN -count
                ELSE 0
            END
        ) AS change
    FROM months
    WHERE procedure = '' AND dimension = 'all'
    GROUP BY district, month
),

stocks AS (
    SELECT
        district,
        month,
        sum(change) OVER (PARTITION BY district ORDER BY month) AS open_at_end
    FROM changes
)

SELECT district, month, open_at_end
FROM stocks
CROSS JOIN asked
WHERE month BETWEEN first_month AND last_month
ORDER BY district, month
