-- Each cause of all districts together.
-- public: opened, ended
SELECT key AS cause, name, districts, opened, ended, kept, met, kept_percent, dropped
FROM together
WHERE dimension = 'cause'
ORDER BY key
