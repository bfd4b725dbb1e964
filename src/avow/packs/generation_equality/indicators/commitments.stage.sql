WITH live AS (
  SELECT * FROM commitments WHERE standing = 'live' AND origin <> 'public-source'
),
each AS (
  SELECT COALESCE(stage, 'not-reported') AS stage FROM live
)
SELECT stage, COUNT(*) AS numerator, (SELECT COUNT(*) FROM live) AS denominator
FROM each
GROUP BY GROUPING SETS ((), (stage))
