-- Each procedure of all districts together.
-- public: opened, ended
SELECT key AS procedure, name, districts, opened, ended, kept, met, kept_percent, dropped
FROM together
WHERE dimension = 'room'
ORDER BY key
