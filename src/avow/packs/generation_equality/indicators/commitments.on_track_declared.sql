WITH live AS (
  SELECT * FROM commitments WHERE standing = 'live' AND origin <> 'public-source'
),
each AS (
  SELECT live.themes, COALESCE(live.category, 'not-told') AS category, live.trajectory_declared
  FROM live
),
themed AS (
  SELECT trajectory_declared, 'not-told' AS theme FROM each WHERE COALESCE(ARRAY_LENGTH(themes), 0) < 1
  UNION ALL
  SELECT trajectory_declared, UNNEST(themes) AS theme FROM each
)
SELECT CAST(NULL AS VARCHAR) AS theme, category,
  COUNT(*) FILTER (WHERE trajectory_declared IN ('on-track', 'ahead')) AS numerator,
  COUNT(*) AS denominator,
  COUNT(*) FILTER (WHERE trajectory_declared IS NOT NULL) AS covered,
  COUNT(*) AS eligible
FROM each
GROUP BY GROUPING SETS ((), (category))
UNION ALL
SELECT theme, CAST(NULL AS VARCHAR) AS category,
  COUNT(*) FILTER (WHERE trajectory_declared IN ('on-track', 'ahead')) AS numerator,
  COUNT(*) AS denominator,
  COUNT(*) FILTER (WHERE trajectory_declared IS NOT NULL) AS covered,
  COUNT(*) AS eligible
FROM themed
GROUP BY theme
