WITH confirmed AS (
  SELECT standing FROM commitments WHERE origin <> 'public-source'
)
SELECT standing, COUNT(*) AS numerator, (SELECT COUNT(*) FROM confirmed) AS denominator
FROM confirmed
GROUP BY GROUPING SETS ((), (standing))
