// Places for services in one statement: the oracle and the baseline of the benchmark.

// name: places_giving
// Every place that gives one of the services, serves the place asked about, takes the age and is not full.
MATCH (:Area {code: $place})-[up:PART_OF*0..4]->(near:Area)<-[:SERVES]-(s:ServicePoint)
WHERE ($age IS NULL OR (coalesce(s.age_from, 0) <= $age AND $age < coalesce(s.age_under, 99)))
  AND (s.capacity IS NULL OR s.load IS NULL OR s.load < s.capacity)
WITH s, min(size(up)) AS far
UNWIND [code IN s.services WHERE code IN $services] AS service
RETURN service, s.id AS point, s.name AS name, s.body AS kind, s.hours AS hours, s.contact AS contact, far
ORDER BY service, far, point
