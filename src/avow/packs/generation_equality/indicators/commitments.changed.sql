WITH live AS (
  SELECT * FROM commitments WHERE standing = 'live' AND origin <> 'public-source'
)
SELECT change, COUNT(*) AS numerator, (SELECT COUNT(*) FROM live) AS denominator
FROM live
WHERE change IS NOT NULL
GROUP BY GROUPING SETS ((), (change))
