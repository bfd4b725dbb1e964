WITH live AS (
  SELECT * FROM commitments WHERE standing = 'live' AND origin <> 'public-source'
),
told AS (
  SELECT live.reference, item.type FROM live CROSS JOIN UNNEST(live.types) AS item(type)
),
each AS (
  SELECT live.reference, COALESCE(told.type, 'not-told') AS type
  FROM live LEFT JOIN told ON told.reference = live.reference
)
SELECT type, COUNT(DISTINCT reference) AS numerator, CAST(NULL AS BIGINT) AS denominator
FROM each
GROUP BY GROUPING SETS ((), (type))
