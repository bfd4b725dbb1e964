WITH live AS (
  SELECT * FROM commitments WHERE standing = 'live' AND origin <> 'public-source'
),
measurable AS (
  SELECT DISTINCT commitment FROM targets
  WHERE baseline IS NOT NULL AND target IS NOT NULL AND unit IS NOT NULL
    AND baseline_on IS NOT NULL AND target_on IS NOT NULL
),
each AS (
  SELECT live.reference, COALESCE(live.category, 'not-told') AS category, measurable.commitment AS measured,
    COALESCE(served.theme, 'not-told') AS theme
  FROM live
  LEFT JOIN measurable ON measurable.commitment = live.reference
  LEFT JOIN commitment_actions AS served ON served.commitment = live.reference
)
SELECT theme, category,
  COUNT(DISTINCT measured) AS numerator,
  COUNT(DISTINCT reference) AS denominator
FROM each
GROUP BY GROUPING SETS ((), (theme), (category))
