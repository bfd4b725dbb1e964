WITH live AS (
  SELECT * FROM commitments WHERE standing = 'live' AND origin <> 'public-source'
),
each AS (
  SELECT live.reference, live.category, live.stage, live.trajectory, live.trajectory_declared,
    COALESCE(served.theme, 'not-told') AS theme
  FROM live LEFT JOIN commitment_actions AS served ON served.commitment = live.reference
)
SELECT theme, COUNT(DISTINCT reference) AS numerator, CAST(NULL AS BIGINT) AS denominator
FROM each
GROUP BY GROUPING SETS ((), (theme))
