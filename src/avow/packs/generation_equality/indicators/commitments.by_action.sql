WITH live AS (
  SELECT * FROM commitments WHERE standing = 'live' AND origin <> 'public-source'
),
named AS (
  SELECT commitment, action FROM commitment_actions WHERE action IS NOT NULL
),
each AS (
  SELECT live.reference, COALESCE(named.action, 'not-told') AS action
  FROM live LEFT JOIN named ON named.commitment = live.reference
)
SELECT action, COUNT(DISTINCT reference) AS numerator, CAST(NULL AS BIGINT) AS denominator
FROM each
GROUP BY GROUPING SETS ((), (action))
