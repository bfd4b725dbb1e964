WITH live AS (
  SELECT * FROM commitments WHERE standing = 'live' AND origin <> 'public-source'
),
pledged AS (
  SELECT ledger.commitment, SUM(ledger.usd) AS amount
  FROM ledger JOIN live ON live.reference = ledger.commitment
  WHERE ledger.stage = 'pledged' AND ledger.usd IS NOT NULL
  GROUP BY ledger.commitment
),
served AS (
  SELECT commitment, theme, SUM(share) AS share, COUNT(share) AS told
  FROM commitment_actions
  WHERE theme IS NOT NULL
  GROUP BY commitment, theme
),
counted AS (
  SELECT commitment, COUNT(*) AS themes, SUM(told) AS told FROM served GROUP BY commitment
),
allotted AS (
  SELECT pledged.commitment, served.theme,
    pledged.amount * CAST(
      CASE WHEN counted.themes = 1 AND counted.told = 0 THEN 1 ELSE COALESCE(served.share, 0) END AS DECIMAL(9, 6)
    ) AS amount
  FROM pledged
  JOIN served ON served.commitment = pledged.commitment
  JOIN counted ON counted.commitment = pledged.commitment
),
rest AS (
  SELECT pledged.commitment, pledged.amount - COALESCE(SUM(allotted.amount), 0) AS amount
  FROM pledged LEFT JOIN allotted ON allotted.commitment = pledged.commitment
  GROUP BY pledged.commitment, pledged.amount
),
parts AS (
  SELECT commitment, theme, amount FROM allotted WHERE amount <> 0
  UNION ALL
  SELECT commitment, CASE WHEN amount > 0 THEN 'unallotted' ELSE 'overallotted' END AS theme, amount
  FROM rest WHERE amount <> 0
)
SELECT theme, COALESCE(SUM(amount), 0) AS numerator, CAST(NULL AS BIGINT) AS denominator,
  COUNT(DISTINCT commitment) AS covered,
  (SELECT COUNT(*) FROM live) AS eligible
FROM parts
GROUP BY GROUPING SETS ((), (theme))
