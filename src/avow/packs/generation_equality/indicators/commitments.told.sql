SELECT standing, COUNT(*) AS numerator, CAST(NULL AS BIGINT) AS denominator
FROM commitments
WHERE origin = 'public-source'
GROUP BY GROUPING SETS ((), (standing))
