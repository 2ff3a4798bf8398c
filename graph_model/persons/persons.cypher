// Persons: what identifies or exposes a child is sealed; every read is scoped by the actor's areas.

// name: put_minors
// Children, each in the community where it lives, with household and school where known. Locked before its home is
// read: a child of another area is left as it is and yields no key.
UNWIND $records AS r
MATCH (home:Area {code: r.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MERGE (m:Minor {id: r.id})
ON CREATE SET m.area = r.area
SET m._lock = r.id
WITH r, home, m
WHERE EXISTS { (:Area {code: m.area})-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
SET m += r, m._lock = null
WITH DISTINCT r, home, m
CALL (home, m) {
  MATCH (m)-[old:LIVES_IN]->(x:Area) WHERE x <> home
  DELETE old
}
CALL (home, m) {
  WITH home, m WHERE NOT EXISTS { (m)-[:LIVES_IN]->(home) }
  CREATE (m)-[:LIVES_IN]->(home)
}
MERGE (h:Household {id: r.household})
MERGE (m)-[:IN_HOUSEHOLD]->(h)
WITH r, m
OPTIONAL MATCH (s:ServicePoint {id: r.school})
FOREACH (_ IN CASE WHEN s IS NULL THEN [] ELSE [1] END | MERGE (m)-[:ATTENDS]->(s))
RETURN r.id AS key

// name: put_guardians
// Guardians and kin of a child of the actor's areas; a guardian keeps its child.
UNWIND $records AS r
MATCH (m:Minor {id: r.minor})-[:LIVES_IN]->(home:Area)
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MERGE (g:Guardian {id: r.id})
ON CREATE SET g.minor = r.minor
SET g._lock = r.id
WITH r, m, g WHERE g.minor = r.minor
SET g += r, g._lock = null
MERGE (g)-[:GUARDIAN_OF]->(m)
RETURN r.id AS key

// name: put_cases
// Cases, each about one child of the actor's areas; a case keeps its child.
UNWIND $records AS r
MATCH (m:Minor {id: r.minor})-[:LIVES_IN]->(home:Area)
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MERGE (c:Case {id: r.id})
ON CREATE SET c.minor = r.minor
SET c._lock = r.id
WITH r, m, c WHERE c.minor = r.minor
SET c += r, c._lock = null
MERGE (c)-[:ABOUT]->(m)
RETURN r.id AS key

// name: taken
// Which numbers stand already, and whether the child lives in the actor's areas; nothing else of it.
UNWIND $keys AS key
MATCH (m:Minor {id: key})-[:LIVES_IN]->(home:Area)
RETURN m.id AS key, EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas } AS mine

// name: put_assignments
// Who is on a case's team, approved by whom, for what, from when to when.
UNWIND $records AS r
MATCH (c:Case {id: r.case})-[:ABOUT]->(:Minor)-[:LIVES_IN]->(home:Area)
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MATCH (a:Account {id: r.account})
MERGE (a)-[t:ASSIGNED {id: r.id}]->(c)
SET t.part = r.part, t.approver = r.approver, t.reason = r.reason, t.since = r.since, t.until = r.until
WITH collect(r.id) AS keys
MERGE (f:Feed {id: 'feed'})
SET f.access = coalesce(f.access, 0) + 1
WITH keys
UNWIND keys AS key
RETURN key

// name: dossier
// A case with its child, if the child lives in the actor's areas or the actor stands to it that day by an approval.
MATCH (c:Case {id: $case})-[:ABOUT]->(m:Minor)-[:LIVES_IN]->(home:Area)
WITH c, m, home,
     EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas } AS in_area,
     [(:Account {id: $actor.id})-[t:ASSIGNED]->(c) WHERE t.since <= $on AND (t.until IS NULL OR $on < t.until) | coalesce(t.part, 'member')] AS parts,
     EXISTS { (:Account {id: $actor.id})-[d:DEPUTY_OF]->(:Account)-[t:ASSIGNED]->(c)
       WHERE d.since <= $on AND $on < d.until AND t.since <= $on AND (t.until IS NULL OR $on < t.until)
         AND coalesce(t.part, 'member') <> 'reporter' } AS deputy
WHERE in_area OR size(parts) > 0 OR deputy
RETURN c.id AS id, c.kind AS kind, c.opened AS opened, c.status AS status, c.difficulties AS difficulties,
       m.id AS minor, m.pseudonym AS pseudonym, home.code AS area, m.provenance AS provenance, m.open AS open,
       m.f2 AS f2, m.f3 AS f3, m.f4 AS f4, m.f5 AS f5, m.f6 AS f6,
       [(m)<-[:GUARDIAN_OF]-(g:Guardian) | {id: g.id, f4: g.f4}] AS guardians,
       in_area, parts, deputy,
       in_area AND EXISTS { MATCH (g:Item {minor: m.id}) WHERE g.creator = $actor.id AND g.reads > datetime() } AS emergency

// name: cases_of_area
// The keys of the cases with their child below one of the actor's areas, in their order, without children whose record
// was joined to another. Every case is looked at, so this is asked once; what is told of them is read by key.
MATCH (asked:Area {code: $area})
MATCH (home:Area)-[:PART_OF*0..4]->(asked)
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MATCH (home)<-[:LIVES_IN]-(m:Minor)<-[:ABOUT]-(c:Case)
WHERE c.id > $after AND m.same_as IS NULL
WITH c.id AS key ORDER BY key LIMIT $first
RETURN collect(key) AS keys

// name: dossiers_of
// Cases by key with their child, if it still lives in the area and below one of the actor's; sealed facts stay closed
// here. They come as one record: hundreds of records would each be a turn of the event loop.
UNWIND $cases AS key
MATCH (c:Case {id: key})-[:ABOUT]->(m:Minor)-[:LIVES_IN]->(home:Area)
WHERE m.same_as IS NULL AND EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
  AND EXISTS { (home)-[:PART_OF*0..4]->(asked:Area) WHERE asked.code = $area }
WITH c, m, home,
     [(:Account {id: $actor.id})-[t:ASSIGNED]->(c) WHERE t.since <= $on AND (t.until IS NULL OR $on < t.until) | coalesce(t.part, 'member')] AS parts,
     EXISTS { (:Account {id: $actor.id})-[d:DEPUTY_OF]->(:Account)-[t:ASSIGNED]->(c)
       WHERE d.since <= $on AND $on < d.until AND t.since <= $on AND (t.until IS NULL OR $on < t.until)
         AND coalesce(t.part, 'member') <> 'reporter' } AS deputy
WITH {id: c.id, kind: c.kind, opened: toString(c.opened), status: c.status, difficulties: c.difficulties,
      minor: m.id, pseudonym: m.pseudonym, area: home.code, provenance: m.provenance, open: m.open,
      f2: m.f2, f3: m.f3, f4: m.f4, f5: m.f5, f6: m.f6,
      guardians: [(m)<-[:GUARDIAN_OF]-(g:Guardian) | {id: g.id, f4: g.f4}],
      in_area: true, parts: parts, deputy: deputy} AS row
ORDER BY row.id
RETURN collect(row) AS rows

// name: homes_of
// Where children of the actor's areas live; any other looks absent.
UNWIND $minors AS minor
MATCH (m:Minor {id: minor})-[:LIVES_IN]->(home:Area)
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
RETURN m.id AS key, home.code AS area
