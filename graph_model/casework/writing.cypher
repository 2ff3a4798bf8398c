// What an order writes; the roots are locked. Each statement tells what it has written.

// name: put_items
// Items after an order, in the actor's areas, each unchanged since it was judged; a case is a case of its child also to all who read cases.
UNWIND $items AS i
MATCH (home:Area {code: i.row.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MERGE (n:Item {id: i.id})
SET n._lock = $key
WITH n, i, n.area AS area, n.owner AS owner, [(n)<-[:ASKED]-(a:Account) | a.id] AS asked WHERE coalesce(n.version, 0) = i.before
SET n += i.row
WITH n, i, area, owner, asked
CALL (n, i, asked) {
  WITH n, i, asked WHERE asked <> i.asked
  MATCH (a:Account)-[e:ASKED]->(n)
  DELETE e
}
CALL (n, i) {
  UNWIND i.asked AS account
  MATCH (a:Account {id: account})
  WHERE NOT EXISTS { (a)-[:ASKED]->(n) }
  CREATE (a)-[:ASKED]->(n)
}
CALL (n, i) {
  WITH n, i WHERE i.row.minor IS NOT NULL
  MATCH (m:Minor {id: i.row.minor})
  MERGE (n)-[:ABOUT]->(m)
}
CALL (n, i) {
  WITH n, i WHERE i.case IS NOT NULL
  SET n:Case, n.status = i.case.status, n.kind = coalesce(n.kind, i.case.kind),
      n.opened = coalesce(n.opened, i.case.opened), n.difficulties = coalesce(n.difficulties, []),
      n.provenance = coalesce(n.provenance, i.case.provenance), n.source = coalesce(n.source, i.case.source)
}
RETURN n.id AS key,
       [left IN [CASE WHEN area <> n.area THEN area END, CASE WHEN owner <> coalesce(n.owner, '') THEN owner END] WHERE left IS NOT NULL]
       + [account IN asked WHERE NOT account IN i.asked | 'asked:' + account] AS left

// name: hold
// Everything open under a root is held by whoever is responsible for it; where nobody is, the index of what is free has it.
UNWIND $roots AS id
MATCH (r:Item {id: id})
MATCH (home:Area {code: r.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MATCH (n:Item {root: id}) WHERE NOT n.ended OR n = r
SET n.holder = r.owner, n.free = CASE WHEN r.owner IS NULL AND NOT n.ended THEN n.area END

// name: withdraw
// Evidence that an item of the actor's areas has filed is in doubt: it was recorded wrongly.
MATCH (r:Record)-[:IN]->(home:Area)
WHERE r.key STARTS WITH $item + '-' AND r.source = $source
  AND EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
SET r.result = $result
RETURN r.key AS key

// name: move
// The child of an item of the actor's areas, or sent to her body, lives in her areas from now on, wherever it has lived.
MATCH (i:Item {id: $item})-[:ABOUT]->(m:Minor {id: $minor})-[old:LIVES_IN]->(:Area)
MATCH (here:Area {code: i.area})
WHERE EXISTS { (here)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MATCH (home:Area {code: $area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
DELETE old
SET m.area = home.code
CREATE (m)-[:LIVES_IN]->(home)
RETURN m.id AS key

// name: dismiss
// Members whom a conference has admitted are on the team no longer; whatever else they are in the case stays.
UNWIND $accounts AS account
MATCH (c:Case {id: $case})-[:ABOUT]->(:Minor)-[:LIVES_IN]->(home:Area)
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MATCH (a:Account {id: account})-[t:ASSIGNED]->(c)
WHERE t.reason = $reason AND (t.until IS NULL OR t.until > $on)
SET t.until = $on, t.ended_by = $actor.id, t.ended_for = $reason
WITH collect(t.id) AS keys
MERGE (f:Feed {id: 'feed'})
SET f.access = coalesce(f.access, 0) + 1
WITH keys
UNWIND keys AS key
RETURN key

// name: merge
// The record of a child of the actor's areas is that of another one, or its own again.
MATCH (m:Minor {id: $minor})-[:LIVES_IN]->(home:Area)
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
SET m.same_as = $same_as
RETURN m.id AS key

// name: put_events
// Events in one sequence over all items, without gaps; taken last, for every order waits for it.
MERGE (f:Feed {id: 'feed'})
SET f.events = coalesce(f.events, 0) + size($events)
WITH f.events - size($events) AS base
UNWIND range(0, size($events) - 1) AS at
WITH base + at + 1 AS seq, $events[at] AS e
MATCH (n:Item {id: e.item})
MATCH (home:Area {code: n.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
CREATE (n)-[:EVENT]->(v:Event {seq: seq})
SET v += e.row, v.left = e.left
FOREACH (s IN e.sealed | CREATE (v)-[:HOLDS]->(:Sealed {subject: s.subject, class: s.class, blob: s.blob}))
RETURN count(v) AS written
