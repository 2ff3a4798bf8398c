// Sealed facts of children, guardians and entries, to be encrypted again with newer keys. Children are locked first.

// name: sealed_persons
// A page of children of the actor's areas with their guardians, locked.
MATCH (m:Minor) WHERE m.id > $after
MATCH (m)-[:LIVES_IN]->(home:Area)
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
WITH DISTINCT m ORDER BY m.id LIMIT $first
SET m._lock = m.id
WITH m
RETURN m.id AS id, m.f2 AS f2, m.f3 AS f3, m.f4 AS f4, m.f5 AS f5, m.f6 AS f6,
       [(m)<-[:GUARDIAN_OF]-(g:Guardian) | {id: g.id, f3: g.f3, f4: g.f4}] AS guardians
ORDER BY id

// name: put_sealed_minors
UNWIND $rows AS r
MATCH (m:Minor {id: r.id})-[:LIVES_IN]->(home:Area)
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
SET m += r.blobs
RETURN m.id AS key

// name: put_sealed_guardians
UNWIND $rows AS r
MATCH (g:Guardian {id: r.id})-[:GUARDIAN_OF]->(:Minor)-[:LIVES_IN]->(home:Area)
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
SET g += r.blobs
RETURN g.id AS key

// name: sealed_entries
// A page of entries of items of the actor's areas, with their sealed parts; an entry never changes.
MATCH (v:Event) WHERE v.seq > $after
MATCH (n:Item)-[:EVENT]->(v)
MATCH (home:Area {code: n.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
WITH v ORDER BY v.seq LIMIT $first
RETURN v.seq AS seq, v.item AS item, v.version AS version,
       [(v)-[:HOLDS]->(s:Sealed) | {subject: s.subject, class: s.class, blob: s.blob}] AS sealed
ORDER BY seq

// name: put_sealed_entries
UNWIND $rows AS r
MATCH (n:Item)-[:EVENT]->(v:Event {seq: r.seq})-[:HOLDS]->(s:Sealed {subject: r.subject, class: r.class})
MATCH (home:Area {code: n.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
SET s.blob = r.blob
RETURN v.item AS key

// name: sealed_files
// A page of parts of files at items of the actor's areas; a part never changes.
MATCH (p:FilePart) WHERE p.id > $after
MATCH (n:Item)-[:CARRIES]->(p)
MATCH (home:Area {code: n.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
WITH p ORDER BY p.id LIMIT $first
RETURN p.id AS id, p.subject AS subject, p.class AS field_class, p.blob AS blob
ORDER BY id

// name: put_sealed_files
UNWIND $rows AS r
MATCH (n:Item)-[:CARRIES]->(p:FilePart {id: r.id})
MATCH (home:Area {code: n.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
SET p.blob = r.blob
RETURN p.id AS key

// name: sealed_reasons
// A page of accounts with why they are on teams and stand in for others.
MATCH (a:Account) WHERE a.id > $after
WITH a ORDER BY a.id LIMIT $first
RETURN a.id AS id,
       [(a)-[t:ASSIGNED|DEPUTY_OF]->(about) WHERE t.reason IS NOT NULL
        | {id: t.id, subject: coalesce(about.minor, 'account:' + about.id), about: about.id, reason: t.reason, ended_for: t.ended_for}] AS reasons
ORDER BY id

// name: put_sealed_reasons
UNWIND $rows AS r
MATCH (a:Account {id: r.account})-[t:ASSIGNED|DEPUTY_OF {id: r.id}]->()
SET t += r.blobs
RETURN t.id AS key
