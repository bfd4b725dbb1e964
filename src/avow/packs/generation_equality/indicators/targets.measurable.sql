WITH live AS (
  SELECT * FROM commitments WHERE standing = 'live' AND origin <> 'public-source'
),
measurable AS (
  SELECT DISTINCT commitment FROM targets
  WHERE baseline IS NOT NULL AND target IS NOT NULL AND unit IS NOT NULL
    AND baseline_on IS NOT NULL AND target_on IS NOT NULL
),
each AS (
  SELECT live.themes, COALESCE(live.category, 'not-told') AS category, measurable.commitment AS measured
  FROM live
  LEFT JOIN measurable ON measurable.commitment = live.reference
),
themed AS (
  SELECT measured, 'not-told' AS theme FROM each WHERE COALESCE(ARRAY_LENGTH(themes), 0) < 1
  UNION ALL
  SELECT measured, UNNEST(themes) AS theme FROM each
)
SELECT CAST(NULL AS VARCHAR) AS theme, category,
  COUNT(measured) AS numerator,
  COUNT(*) AS denominator
FROM each
GROUP BY GROUPING SETS ((), (category))
UNION ALL
SELECT theme, CAST(NULL AS VARCHAR) AS category,
  COUNT(measured) AS numerator,
  COUNT(*) AS denominator
FROM themed
GROUP BY theme
