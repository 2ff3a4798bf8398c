// Responsibility in one statement: the oracle and the baseline of the benchmark.

// name: assigned
// Every duty of a matter on a day, judged against the known facts, with the concrete office of the place.
MATCH (m:Matter {code: $matter})<-[:FOR]-(d:Duty)-[:BORNE_BY]->(k:BodyKind)
WHERE d.since <= $on AND $on < d.until
OPTIONAL MATCH (d)-[:WHEN]->(a:Atom)
WITH m, d, k, collect(a) AS atoms
WITH d, k, CASE
    WHEN m.minors_only AND $facts.age IS NOT NULL AND toInteger($facts.age) >= 18 THEN 'no'
    WHEN any(a IN atoms WHERE $facts[a.fact] IS NOT NULL AND NOT $facts[a.fact] IN a.values) THEN 'no'
    WHEN any(a IN atoms WHERE $facts[a.fact] IS NULL) THEN 'unknown'
    ELSE 'yes' END AS verdict
OPTIONAL MATCH (:Area {code: $place})-[:PART_OF*0..4]->(:Area)<-[:SERVES]-(o:Body)-[:IS_A]->(k)
OPTIONAL MATCH (:Area {code: $place})-[:PART_OF*0..4]->(:Area)<-[:SERVES]-(s:ServicePoint {body: k.code})
OPTIONAL MATCH (d)-[c:CITES {n: 0}]->(p:Provision)
WITH DISTINCT d, k, verdict, coalesce(o, s) AS b, c, p
RETURN d.role AS role, k.code AS kind, verdict, b.id AS body, b.name AS name, p.clause AS clause, c.quote AS quote
ORDER BY role, kind, verdict, body, clause

// name: holders
// Names of the holders of posts, for an actor whose areas cover the post.
UNWIND $posts AS id
MATCH (h:Holder)<-[:HELD_BY]-(p:Post {id: id})-[:IN]->(:Area)-[:PART_OF*0..4]->(scope:Area)
WHERE scope.code IN $actor.areas
RETURN DISTINCT p.id AS post, h.name AS name
ORDER BY post
