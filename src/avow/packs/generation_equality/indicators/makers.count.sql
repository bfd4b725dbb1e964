WITH live AS (
  SELECT * FROM commitments WHERE standing = 'live' AND origin <> 'public-source'
),
makers AS (
  SELECT made.organisation
  FROM commitment_makers AS made JOIN live ON live.reference = made.commitment
  WHERE made.role IN ('owner', 'co-maker')
)
SELECT COUNT(DISTINCT organisation) AS numerator, CAST(NULL AS BIGINT) AS denominator
FROM makers
