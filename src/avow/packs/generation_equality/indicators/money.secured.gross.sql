WITH live AS (
  SELECT * FROM commitments WHERE standing = 'live' AND origin <> 'public-source'
),
each AS (
  SELECT live.reference, COALESCE(live.category, 'not-told') AS category, ledger.usd
  FROM live LEFT JOIN ledger ON ledger.commitment = live.reference AND ledger.stage = 'secured'
)
SELECT category, COALESCE(SUM(usd), 0) AS numerator, CAST(NULL AS BIGINT) AS denominator,
  COUNT(DISTINCT reference) FILTER (WHERE usd IS NOT NULL) AS covered,
  COUNT(DISTINCT reference) AS eligible
FROM each
GROUP BY GROUPING SETS ((), (category))
