WITH live AS (
  SELECT * FROM commitments WHERE standing = 'live' AND origin <> 'public-source'
),
each AS (
  SELECT 'not-told' AS country FROM live WHERE COALESCE(ARRAY_LENGTH(countries), 0) < 1
  UNION ALL
  SELECT UNNEST(countries) AS country FROM live
)
SELECT CAST(NULL AS VARCHAR) AS country, COUNT(*) AS numerator, CAST(NULL AS BIGINT) AS denominator
FROM live
UNION ALL
SELECT country, COUNT(*) AS numerator, CAST(NULL AS BIGINT) AS denominator
FROM each
GROUP BY country
