// Writing the network: keyed batches; a row whose area or kind is not there yields no key and is reported.

// name: put_areas
// Areas, parents before children.
UNWIND $records AS r
OPTIONAL MATCH (p:Area {code: r.parent})
WITH r, p WHERE r.parent IS NULL OR p IS NOT NULL
MERGE (a:Area {code: r.code})
SET a += r
SET a:$(r.label)
WITH r, a, p
OPTIONAL MATCH (a)-[old:PART_OF]->(q:Area) WHERE p IS NULL OR q <> p
DELETE old
WITH DISTINCT r, a, p
FOREACH (_ IN CASE WHEN p IS NULL THEN [] ELSE [1] END | MERGE (a)-[:PART_OF]->(p))
RETURN r.code AS key

// name: put_bodies
// Concrete offices, each for one area and of one kind.
UNWIND $records AS r
MATCH (a:Area {code: r.area})
MATCH (k:BodyKind {code: r.kind})
MERGE (b:Body {id: r.id})
SET b += r
WITH r, a, k, b
OPTIONAL MATCH (b)-[old:SERVES|IS_A]->(x) WHERE x <> a AND x <> k
DELETE old
WITH DISTINCT r, a, k, b
MERGE (b)-[:SERVES]->(a)
MERGE (b)-[:IS_A]->(k)
RETURN r.id AS key

// name: put_points
// Places of the network; one that names an area which is not there, or none at all, is not written.
UNWIND $records AS r
MATCH (a:Area {code: r.area})
OPTIONAL MATCH (t:Area) WHERE t.code IN r.serves
WITH r, a, collect(DISTINCT t) AS served
WHERE size(served) > 0 AND all(code IN r.serves WHERE any(t IN served WHERE t.code = code))
MERGE (s:ServicePoint {id: r.id})
SET s += r
WITH r, a, s, served
OPTIONAL MATCH (s)-[old:IN|SERVES]->(:Area)
DELETE old
WITH DISTINCT r, a, s, served
MERGE (s)-[:IN]->(a)
FOREACH (t IN served | MERGE (s)-[:SERVES]->(t))
RETURN r.id AS key

// name: put_populations
// How many minors live in an area.
UNWIND $records AS r
MATCH (a:Area {code: r.area})
MERGE (p:Population {area: r.area})
SET p += r
MERGE (p)-[:OF]->(a)
RETURN r.area AS key

// name: put_lists
// Which list is complete where, and from when on.
UNWIND $records AS r
MATCH (a:Area {code: r.area})
MERGE (l:CompleteList {id: r.kind + '@' + r.area})
SET l += r
MERGE (l)-[:OF]->(a)
RETURN l.id AS key

// name: put_local_documents
// Versions of an area's own documents.
UNWIND $records AS r
MATCH (a:Area {code: r.area})
MERGE (d:LocalDocument {id: r.code + '@' + r.area + '/' + toString(r.since)})
SET d += r
MERGE (d)-[:OF]->(a)
RETURN d.id AS key

// name: put_local_clauses
// Their clauses, each of a version that is there.
UNWIND $records AS r
MATCH (d:LocalDocument {id: r.document})
MERGE (c:LocalClause {id: r.document + '/' + r.number})
SET c += r
MERGE (c)-[:OF]->(d)
RETURN c.id AS key

// name: put_standards
// What benefits pay in an area, by the service, the first day and who gets it.
UNWIND $records AS r
MATCH (a:Area {code: r.area})
MERGE (s:BenefitStandard {id: r.service + '@' + r.area + '/' + toString(r.since) + '/' + r.group})
SET s += r
MERGE (s)-[:OF]->(a)
RETURN s.id AS key

// name: put_terms
// Terms and vacations of schools in an area, by their first day.
UNWIND $records AS r
MATCH (a:Area {code: r.area})
MERGE (p:SchoolPeriod {id: r.area + '/' + toString(r.since)})
SET p += r
MERGE (p)-[:OF]->(a)
RETURN p.id AS key

// name: put_outlines
// Outlines of areas, for drawing; the network is read without them.
UNWIND $records AS r
MATCH (a:Area {code: r.area})
MERGE (o:Outline {area: r.area})
SET o += r
MERGE (o)-[:OUTLINES]->(a)
RETURN r.area AS key

// name: put_holders
// The people in posts.
UNWIND $records AS r
MERGE (h:Holder {id: r.id})
SET h += r
RETURN r.id AS key

// name: put_posts
// Posts and who holds them; no holder is a vacancy, an unknown holder is refused.
UNWIND $records AS r
MATCH (a:Area {code: r.area})
OPTIONAL MATCH (h:Holder {id: r.holder})
WITH r, a, h WHERE r.holder IS NULL OR h IS NOT NULL
MERGE (p:Post {id: r.id})
SET p += r
WITH r, a, h, p
OPTIONAL MATCH (p)-[old:IN|HELD_BY]->()
DELETE old
WITH DISTINCT r, a, h, p
MERGE (p)-[:IN]->(a)
FOREACH (_ IN CASE WHEN h IS NULL THEN [] ELSE [1] END | MERGE (p)-[:HELD_BY]->(h))
RETURN r.id AS key

// name: put_segments
// House numbers of roads that belong to an area.
UNWIND $records AS r
MATCH (a:Area {code: r.area})
MERGE (s:Segment {id: r.id})
SET s += r
WITH r, a, s
OPTIONAL MATCH (s)-[old:IN]->(b:Area) WHERE b <> a
DELETE old
WITH DISTINCT r, a, s
MERGE (s)-[:IN]->(a)
RETURN r.id AS key

// name: segments_among
UNWIND $keys AS key
MATCH (s:Segment {id: key})
RETURN s.id AS id, s.road AS road, s.area AS area, s.source AS source, s.parity AS parity, s.low AS low, s.high AS high,
       coalesce(s.withdrawn, false) AS withdrawn

// name: segments_in
UNWIND $areas AS code
MATCH (s:Segment)-[:IN]->(:Area {code: code})
RETURN s.id AS id, s.road AS road, s.area AS area, s.source AS source, s.parity AS parity, s.low AS low, s.high AS high,
       coalesce(s.withdrawn, false) AS withdrawn
ORDER BY id
LIMIT $most

// name: numbered
// Which of these areas roads with their house numbers lead to.
UNWIND $areas AS code
MATCH (a:Area {code: code})
WHERE EXISTS { (s:Segment)-[:IN]->(a) WHERE NOT coalesce(s.withdrawn, false) }
RETURN a.code AS key

// name: holders_among
// The people in posts of the actor's areas.
UNWIND $keys AS key
MATCH (h:Holder {id: key})<-[:HELD_BY]-(:Post)-[:IN]->(home:Area)
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
RETURN DISTINCT h.id AS id, h.name AS name, h.provenance AS provenance

// name: put_accounts
// Accounts that a program makes, each with its own key as subject.
UNWIND $records AS r
MERGE (c:Account {subject: r.id})
SET c._lock = r.id
SET c.id = r.id, c.roles = r.roles, c.role = null, c.areas = r.areas, c._lock = null
WITH collect(r.id) AS keys
MERGE (f:Feed {id: 'feed'})
SET f.access = coalesce(f.access, 0) + 1
WITH keys
UNWIND keys AS key
RETURN key

// name: put_mark
// What demo data stands here: begun before its first record, whole after its last.
MERGE (v:NetworkVersion {id: 'network'})
SET v.demo = $mark
RETURN v.demo AS key

// name: mark
MATCH (v:NetworkVersion {id: 'network'})
WHERE v.demo IS NOT NULL
RETURN v.demo AS key
