// The events of items.

// name: events
// The events of an item that the actor may see, the newest first.
MATCH (n:Item {id: $item})
MATCH (home:Area {code: n.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MATCH (n)-[:EVENT]->(v:Event) WHERE $before IS NULL OR v.seq < $before
RETURN v.seq AS seq, v.item AS item, v.version AS version, v.action AS action, v.by AS by, v.at AS at,
       v.occurred AS occurred, v.changes AS changes,
       [(v)-[:HOLDS]->(s:Sealed) | {subject: s.subject, class: s.class, blob: s.blob}] AS sealed,
       coalesce(head(COLLECT { MATCH (a:Account {id: v.by}) RETURN a.roles }), []) AS roles
ORDER BY seq DESC LIMIT $first

// name: events_under
// The events of all items under a report or case that the actor may see, the oldest first.
MATCH (r:Item {id: $root})
MATCH (home:Area {code: r.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MATCH (n:Item {root: $root})-[:EVENT]->(v:Event) WHERE $after IS NULL OR v.seq > $after
RETURN v.seq AS seq, v.item AS item, v.version AS version, v.action AS action, v.by AS by, v.at AS at,
       v.occurred AS occurred, v.changes AS changes,
       [(v)-[:HOLDS]->(s:Sealed) | {subject: s.subject, class: s.class, blob: s.blob}] AS sealed,
       coalesce(head(COLLECT { MATCH (a:Account {id: v.by}) RETURN a.roles }), []) AS roles,
       n.item AS kind, n.state AS state
ORDER BY seq LIMIT $first
