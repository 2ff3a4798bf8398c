// What happened in casework, in the order of its numbers: of what the actor may know, by the rights of now.

// name: newest
// The number of the last event.
OPTIONAL MATCH (f:Feed {id: 'feed'})
RETURN coalesce(f.events, 0) AS events

// name: since
// Events between two numbers, of items in the actor's areas or sent to her body, and of those that have left her areas or
// her hands with this event; what was sent to her body until it ends; on what she is asked to act.
MATCH (v:Event) WHERE v.seq > $after AND v.seq <= $until
MATCH (n:Item {id: v.item}) WHERE $item IS NULL OR n.id = $item
OPTIONAL MATCH (a:Account {id: $actor.id})
WITH v, n, a.body = n.recipient AND (NOT n.ended OR v.at <= n.since) OR 'asked:' + $actor.id IN v.left OR EXISTS { (a)-[:ASKED]->(n) } AS received, n.holder = $actor.id AS held, $actor.id IN v.left AS given,
     EXISTS { (:Area {code: n.area})-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas } AS here,
     EXISTS { (old:Area)-[:PART_OF*0..4]->(scope:Area) WHERE old.code IN v.left AND scope.code IN $actor.areas } AS gone
WHERE received OR (CASE WHEN $mine THEN (held OR given) AND (here OR gone) ELSE here OR gone END)
RETURN v.seq AS seq, n.id AS item
ORDER BY seq LIMIT $first
