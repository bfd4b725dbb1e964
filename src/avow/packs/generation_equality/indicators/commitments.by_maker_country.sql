WITH live AS (
  SELECT * FROM commitments WHERE standing = 'live' AND origin <> 'public-source'
),
each AS (
  SELECT COALESCE(maker_country, 'not-told') AS maker_country, COALESCE(maker_region, 'not-told') AS maker_region FROM live
)
SELECT maker_country, maker_region, COUNT(*) AS numerator, CAST(NULL AS BIGINT) AS denominator
FROM each
GROUP BY GROUPING SETS ((), (maker_country), (maker_region))
