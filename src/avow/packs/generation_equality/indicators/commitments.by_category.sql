WITH live AS (
  SELECT * FROM commitments WHERE standing = 'live' AND origin <> 'public-source'
),
each AS (
  SELECT COALESCE(category, 'not-told') AS category, COALESCE(reporting_group, 'not-told') AS reporting_group FROM live
)
SELECT category, reporting_group, COUNT(*) AS numerator, CAST(NULL AS BIGINT) AS denominator
FROM each
GROUP BY GROUPING SETS ((), (category), (reporting_group))
