WITH live AS (
  SELECT * FROM commitments WHERE standing = 'live' AND origin <> 'public-source'
),
told AS (
  SELECT live.reference, item.country FROM live CROSS JOIN UNNEST(live.countries) AS item(country)
),
each AS (
  SELECT live.reference, COALESCE(told.country, 'not-told') AS country
  FROM live LEFT JOIN told ON told.reference = live.reference
)
SELECT country, COUNT(DISTINCT reference) AS numerator, CAST(NULL AS BIGINT) AS denominator
FROM each
GROUP BY GROUPING SETS ((), (country))
