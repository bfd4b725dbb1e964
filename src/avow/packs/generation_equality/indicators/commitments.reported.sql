WITH live AS (
  SELECT * FROM commitments WHERE standing = 'live' AND origin <> 'public-source'
),
each AS (
  SELECT live.themes, COALESCE(live.category, 'not-told') AS category, COALESCE(live.stage, 'not-reported') AS stage
  FROM live
),
themed AS (
  SELECT stage, 'not-told' AS theme FROM each WHERE COALESCE(ARRAY_LENGTH(themes), 0) < 1
  UNION ALL
  SELECT stage, UNNEST(themes) AS theme FROM each
)
SELECT CAST(NULL AS VARCHAR) AS theme, category,
  COUNT(*) FILTER (WHERE stage <> 'not-reported') AS numerator,
  COUNT(*) AS denominator,
  COUNT(*) FILTER (WHERE stage <> 'not-reported') AS covered,
  COUNT(*) AS eligible
FROM each
GROUP BY GROUPING SETS ((), (category))
UNION ALL
SELECT theme, CAST(NULL AS VARCHAR) AS category,
  COUNT(*) FILTER (WHERE stage <> 'not-reported') AS numerator,
  COUNT(*) AS denominator,
  COUNT(*) FILTER (WHERE stage <> 'not-reported') AS covered,
  COUNT(*) AS eligible
FROM themed
GROUP BY theme
