WITH live AS (
  SELECT * FROM commitments WHERE standing = 'live' AND origin <> 'public-source'
),
each AS (
  SELECT 'not-told' AS action FROM live WHERE COALESCE(ARRAY_LENGTH(actions), 0) < 1
  UNION ALL
  SELECT UNNEST(actions) AS action FROM live
)
SELECT CAST(NULL AS VARCHAR) AS action, COUNT(*) AS numerator, CAST(NULL AS BIGINT) AS denominator
FROM live
UNION ALL
SELECT action, COUNT(*) AS numerator, CAST(NULL AS BIGINT) AS denominator
FROM each
GROUP BY action
