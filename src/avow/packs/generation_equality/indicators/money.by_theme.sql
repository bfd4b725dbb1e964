WITH live AS (
  SELECT * FROM commitments WHERE standing = 'live' AND origin <> 'public-source'
),
pledged AS (
  SELECT ledger.commitment, CAST(SUM(ledger.usd) AS DECIMAL(24, 2)) AS amount
  FROM ledger JOIN live ON live.reference = ledger.commitment
  WHERE ledger.stage = 'pledged' AND ledger.usd IS NOT NULL
  GROUP BY ledger.commitment
),
counted AS (
  SELECT commitment, MIN(theme) AS first_theme, MAX(theme) AS last_theme, COUNT(share) AS told,
    CAST(COALESCE(SUM(share), 0) AS DECIMAL(9, 6)) AS allotted
  FROM commitment_actions
  WHERE theme IS NOT NULL
  GROUP BY commitment
),
each AS (
  SELECT pledged.amount, counted.first_theme, counted.told, COALESCE(counted.allotted, 0) AS allotted,
    COALESCE(counted.told = 0 AND counted.first_theme = counted.last_theme, FALSE) AS undivided
  FROM pledged LEFT JOIN counted ON counted.commitment = pledged.commitment
),
parts AS (
  SELECT served.theme, pledged.amount * CAST(served.share AS DECIMAL(9, 6)) AS amount
  FROM pledged JOIN commitment_actions AS served ON served.commitment = pledged.commitment
  WHERE served.theme IS NOT NULL AND served.share IS NOT NULL
  UNION ALL
  SELECT first_theme AS theme, CAST(amount AS DECIMAL(34, 8)) AS amount FROM each WHERE undivided
  UNION ALL
  SELECT CASE WHEN allotted < 1 THEN 'unallotted' ELSE 'overallotted' END AS theme,
    amount * CAST(1 - allotted AS DECIMAL(9, 6)) AS amount
  FROM each
  WHERE NOT undivided AND allotted <> 1
)
SELECT theme, COALESCE(SUM(amount), 0) AS numerator, CAST(NULL AS BIGINT) AS denominator
FROM parts
GROUP BY GROUPING SETS ((), (theme))
