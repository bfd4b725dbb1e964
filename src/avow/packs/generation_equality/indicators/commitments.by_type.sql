WITH live AS (
  SELECT * FROM commitments WHERE standing = 'live' AND origin <> 'public-source'
),
each AS (
  SELECT 'not-told' AS type FROM live WHERE COALESCE(ARRAY_LENGTH(types), 0) < 1
  UNION ALL
  SELECT UNNEST(types) AS type FROM live
)
SELECT CAST(NULL AS VARCHAR) AS type, COUNT(*) AS numerator, CAST(NULL AS BIGINT) AS denominator
FROM live
UNION ALL
SELECT type, COUNT(*) AS numerator, CAST(NULL AS BIGINT) AS denominator
FROM each
GROUP BY type
