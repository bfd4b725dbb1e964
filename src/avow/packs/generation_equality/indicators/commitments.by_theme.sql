WITH live AS (
  SELECT * FROM commitments WHERE standing = 'live' AND origin <> 'public-source'
),
each AS (
  SELECT 'not-told' AS theme FROM live WHERE COALESCE(ARRAY_LENGTH(themes), 0) < 1
  UNION ALL
  SELECT UNNEST(themes) AS theme FROM live
)
SELECT CAST(NULL AS VARCHAR) AS theme, COUNT(*) AS numerator, CAST(NULL AS BIGINT) AS denominator
FROM live
UNION ALL
SELECT theme, COUNT(*) AS numerator, CAST(NULL AS BIGINT) AS denominator
FROM each
GROUP BY theme
