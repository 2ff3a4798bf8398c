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

// name: filed_items
// What concerns the child of a case, under whatever root: its own items, and what stands under a root that is its own and
// names no child. Of a root with several children, only hers; of a child whose record was joined to hers, too.
MATCH (c:Item {id: $root})
MATCH (here:Area {code: c.area})
WHERE EXISTS { (here)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
CALL (c) {
  RETURN c.minor AS minor
  UNION
  MATCH (m:Minor {same_as: c.minor}) RETURN m.id AS minor
}
CALL (minor) {
  MATCH (n:Item {minor: minor}) RETURN n
  UNION
  MATCH (r:Item {minor: minor}) MATCH (n:Item {root: r.id}) WHERE n.minor IS NULL RETURN n
}
MATCH (home:Area {code: n.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
RETURN DISTINCT n.id AS id, n.root AS root

// name: under_root
// What stands under a root that the actor may see, the root itself included.
UNWIND $roots AS root
MATCH (n:Item {root: root})
MATCH (home:Area {code: n.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
RETURN n.id AS id, n.root AS root

// name: joined
// What the events of items record that tell of another item that was merged into them.
UNWIND $items AS id
MATCH (n:Item {id: id})
MATCH (home:Area {code: n.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MATCH (n)-[:EVENT]->(v:Event {action: 'joined'})
RETURN v.changes AS key

// name: events_of
// The events of items that the actor may see, the oldest first.
UNWIND $items AS id
MATCH (n:Item {id: id})
MATCH (home:Area {code: n.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MATCH (n)-[:EVENT]->(v:Event) WHERE $after IS NULL OR v.seq > $after
RETURN v.seq AS seq, v.item AS item, v.version AS version, v.action AS action, v.by AS by, v.at AS at,
       v.occurred AS occurred, v.changes AS changes,
       [(v)-[:HOLDS]->(s:Sealed) | {subject: s.subject, class: s.class, blob: s.blob}] AS sealed,
       coalesce(head(COLLECT { MATCH (a:Account {id: v.by}) RETURN a.roles }), []) AS roles,
       n.item AS kind, n.state AS state, n.root AS root, n.minor AS minor
ORDER BY seq LIMIT $first
