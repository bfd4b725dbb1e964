WITH live AS (
  SELECT * FROM commitments WHERE standing = 'live' AND origin <> 'public-source'
),
each AS (
  SELECT COALESCE(trajectory, 'cannot-tell') AS trajectory FROM live
)
SELECT trajectory, COUNT(*) AS numerator, (SELECT COUNT(*) FROM live) AS denominator
FROM each
GROUP BY GROUPING SETS ((), (trajectory))
