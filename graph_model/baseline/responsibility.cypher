// Responsibility in one statement: the oracle and the baseline of the benchmark.

// name: assigned
// Every duty of a matter on a day, judged against the known facts, with the concrete office of the place.
OPTIONAL MATCH (:Area {code: $place})-[:PART_OF*0..4]->(up:Area)
OPTIONAL MATCH (up)<-[:SERVES]-(s:ServicePoint)
WITH collect(DISTINCT up.code) AS codes, collect(DISTINCT s) AS places
MATCH (m:Matter {code: $matter})<-[:FOR]-(d:Duty)-[:BORNE_BY]->(k:BodyKind)
WHERE d.since <= $on AND $on < d.until AND $place STARTS WITH d.territory
OPTIONAL MATCH (d)-[:WHEN]->(a:Atom)
WITH m, d, k, codes, places, collect(a) AS atoms
WITH d, k, codes, places, CASE
    WHEN m.minors_only AND $facts.age IS NOT NULL AND toInteger($facts.age) >= 18 THEN 'no'
    WHEN any(a IN atoms WHERE $facts[a.fact] IS NOT NULL AND NOT $facts[a.fact] IN a.values) THEN 'no'
    WHEN any(a IN atoms WHERE $facts[a.fact] IS NULL) THEN 'unknown'
    ELSE 'yes' END AS verdict
OPTIONAL MATCH (o:Body) WHERE o.area IN codes AND o.kind = k.code AND NOT k.level IN ['unit', 'person']
WITH d, k, verdict, places, collect(o) AS offices
WITH d, k, verdict, CASE
    WHEN k.level IN ['unit', 'person'] THEN []  // named by the case, never by the area
    WHEN offices = [] THEN [s IN places WHERE s.body = k.code]
    ELSE offices END AS here
OPTIONAL MATCH (d)-[c:CITES {n: 0}]->(p:Provision)
UNWIND CASE WHEN here = [] THEN [null] ELSE here END AS b
RETURN d.role AS role, k.code AS kind, verdict, b.id AS body, b.name AS name, p.clause AS clause, c.quote AS quote
ORDER BY role, kind, verdict, body, clause
