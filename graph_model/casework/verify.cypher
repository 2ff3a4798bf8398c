// Items with all their events, to be compared.

// name: whole
// A page of items of the actor's areas, ended ones too, each with its events.
MATCH (n:Item) WHERE n.id > $after
MATCH (home:Area {code: n.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
WITH n ORDER BY n.id LIMIT $first
RETURN n.id AS id, n.item AS kind, n.root AS root, n.state AS state, n.version AS version, n.area AS area,
       n.since AS since, n.ended AS ended, n.minor AS minor, n.owner AS owner, n.creator AS creator, n.parent AS parent,
       n.fields AS open, n.clocks AS clocks,
       [(n)-[:EVENT]->(v:Event) | {seq: v.seq, item: v.item, version: v.version, action: v.action, by: v.by, at: v.at,
        occurred: v.occurred, changes: v.changes, sealed: [], roles: []}] AS events
ORDER BY id

// name: filed
// The keys of the evidence that casework has filed in the actor's areas.
UNWIND $actor.areas AS code
MATCH (scope:Area {code: code})
MATCH (home:Area)-[:PART_OF*0..4]->(scope)
WHERE scope.code IN $actor.areas
MATCH (r:Record)-[:IN]->(home) WHERE r.source = $source
RETURN DISTINCT r.key AS key
