// Coverage in one statement: the oracle and the baseline of the benchmark.

// name: reached
// For every community below an area how many places serve it for one of the services, take every age asked and are
// not full.
MATCH (home:Community)-[:PART_OF*0..4]->(:Area {code: $area})
OPTIONAL MATCH (home)-[:PART_OF*0..4]->(:Area)<-[:SERVES]-(s:ServicePoint)
WHERE any(code IN s.services WHERE code IN $services)
  AND coalesce(s.age_from, 0) <= $age_from AND $age_under <= coalesce(s.age_under, 18)
  AND (s.capacity IS NULL OR s.load IS NULL OR s.load < s.capacity) AND size(s.hours) > 0
RETURN home.code AS area, count(DISTINCT s) AS k
ORDER BY area
