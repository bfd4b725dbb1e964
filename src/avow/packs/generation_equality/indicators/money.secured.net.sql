WITH live AS (
  SELECT * FROM commitments WHERE standing = 'live' AND origin <> 'public-source'
),
told AS (
  SELECT commitment, SUM(usd) AS amount
  FROM ledger
  WHERE stage = 'secured' AND usd IS NOT NULL AND NOT COALESCE(netted, FALSE)
  GROUP BY commitment
),
each AS (
  SELECT COALESCE(live.category, 'not-told') AS category, told.amount
  FROM live LEFT JOIN told ON told.commitment = live.reference
)
SELECT category, COALESCE(SUM(amount), 0) AS numerator, CAST(NULL AS BIGINT) AS denominator,
  COUNT(amount) AS covered,
  COUNT(*) AS eligible
FROM each
GROUP BY GROUPING SETS ((), (category))
