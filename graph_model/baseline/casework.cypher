// Casework in single statements: the baseline of the benchmark. What it writes is its own account's, and is taken away.

// name: reported
// A report with its event, without keys, locks, seals, conditions.
MATCH (home:Area {code: $area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MERGE (f:Feed {id: $actor.id})
SET f.events = coalesce(f.events, 0) + 1
CREATE (n:Item {id: $id, item: 'report', root: $id, state: 'new', version: 1, area: home.code, since: datetime(),
                ended: false, fields: '{}', clocks: '{}', creator: $actor.id, free: home.code, next: datetime('9999-01-01T00:00:00Z')})
CREATE (n)-[:EVENT]->(:Event {seq: -f.events, item: n.id, version: 1, action: 'register', by: $actor.id,
                              at: datetime(), occurred: datetime(), changes: '{}'})
RETURN n.id AS key

// name: filled
// Many open reports at once.
MATCH (home:Area {code: $area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
UNWIND range(1, $count) AS at
WITH home, at, $actor.id + '-open-' + toString($part * $count + at) AS id
CREATE (n:Item {id: id, item: 'report', root: id, state: 'new', version: 1, area: home.code, since: datetime(),
                ended: false, fields: '{}', clocks: '{}', creator: $actor.id, free: home.code, next: datetime() + duration({minutes: at})})
RETURN count(n) AS count

// name: listed
// The first open items of an area, as they lie in the index.
MATCH (home:Area {code: $area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MATCH (n:Item {area: home.code}) WHERE n.next >= datetime('2000-01-01T00:00:00Z')
RETURN n.id AS id, n.item AS kind, n.state AS state, n.fields AS open, n.next AS next
ORDER BY next LIMIT $first

// name: removed
// A part of what the account of a benchmark has written.
MATCH (home:Area {code: $area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MATCH (n:Item {area: home.code}) WHERE n.next >= datetime('2000-01-01T00:00:00Z') AND n.creator = $actor.id
WITH n LIMIT 1000
OPTIONAL MATCH (n)-[:EVENT]->(v:Event)
OPTIONAL MATCH (v)-[:HOLDS]->(s:Sealed)
WITH n, collect(v) AS events, collect(s) AS sealed
FOREACH (v IN events | DETACH DELETE v)
FOREACH (s IN sealed | DETACH DELETE s)
DETACH DELETE n
RETURN 'gone' AS key

// name: forgotten
// A part of the keys of its orders.
MATCH (c:Command) WHERE c.key STARTS WITH '["item", "' + $actor.id
WITH c LIMIT 1000
DETACH DELETE c
RETURN 'gone' AS key
