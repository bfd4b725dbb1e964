WITH live AS (
  SELECT * FROM commitments WHERE standing = 'live' AND origin <> 'public-source'
),
each AS (
  SELECT live.reference, COALESCE(live.category, 'not-told') AS category,
    COALESCE(live.stage, 'not-reported') AS stage, live.trajectory, live.trajectory_declared,
    COALESCE(served.theme, 'not-told') AS theme
  FROM live LEFT JOIN commitment_actions AS served ON served.commitment = live.reference
)
SELECT theme, category,
  COUNT(DISTINCT reference) FILTER (WHERE trajectory IN ('on-track', 'ahead')) AS numerator,
  COUNT(DISTINCT reference) AS denominator,
  COUNT(DISTINCT reference) FILTER (WHERE stage <> 'not-reported') AS covered,
  COUNT(DISTINCT reference) AS eligible
FROM each
GROUP BY GROUPING SETS ((), (theme), (category))
