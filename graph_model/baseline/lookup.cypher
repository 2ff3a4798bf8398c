// Look-ups without any judgment: the floor beside which throughput is measured.

// name: duties_of
// Who has a duty in a matter, with the offices of the place.
MATCH (:Area {code: $place})-[:PART_OF*0..4]->(up:Area)
WITH collect(up.code) AS codes
MATCH (:Matter {code: $matter})<-[:FOR]-(d:Duty)-[:BORNE_BY]->(k:BodyKind)
OPTIONAL MATCH (o:Body) WHERE o.area IN codes AND o.kind = k.code
RETURN d.role AS role, k.code AS kind, o.id AS body, o.name AS name
ORDER BY role, kind, body

// name: points_of
// The points that give one of some services and serve the place.
MATCH (:Area {code: $place})-[:PART_OF*0..4]->(:Area)<-[:SERVES]-(s:ServicePoint)
WHERE any(service IN s.services WHERE service IN $services)
RETURN DISTINCT s.id AS point, s.name AS name, s.hours AS hours, s.contact AS contact
ORDER BY point
