SELECT standing, COUNT(*) AS numerator, CAST(NULL AS BIGINT) AS denominator
FROM commitments
GROUP BY GROUPING SETS ((), (standing))
