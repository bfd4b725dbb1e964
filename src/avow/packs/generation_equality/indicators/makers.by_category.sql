WITH live AS (
  SELECT * FROM commitments WHERE standing = 'live' AND origin <> 'public-source'
),
makers AS (
  SELECT made.organisation
  FROM commitment_makers AS made JOIN live ON live.reference = made.commitment
  WHERE made.role IN ('owner', 'co-maker')
),
each AS (
  SELECT makers.organisation, COALESCE(known.category, 'not-told') AS category,
    COALESCE(known.reporting_group, 'not-told') AS reporting_group
  FROM makers LEFT JOIN organisations AS known ON known.reference = makers.organisation
)
SELECT category, reporting_group, COUNT(DISTINCT organisation) AS numerator, CAST(NULL AS BIGINT) AS denominator
FROM each
GROUP BY GROUPING SETS ((), (category), (reporting_group))
