// Emergency readings, for who checks the use of rights: no child, no area, no words.

// name: emergencies
// Who has opened a child of the actor's areas in an emergency, the latest first.
MATCH (n:Item) WHERE n.reads >= $since
MATCH (home:Area {code: n.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MATCH (n)-[:EVENT]->(first:Event {version: 1})
WITH n, first ORDER BY first.seq DESC LIMIT $first
RETURN n.id AS code, n.minor AS minor, n.item AS kind, n.state AS state, n.creator AS by, first.at AS opened, n.fields AS fields, n.clocks AS clocks,
       head(COLLECT { MATCH (n)-[:EVENT]->(e:Event) WHERE e.version > 1 RETURN e.at ORDER BY e.seq }) AS closed,
       head(COLLECT { MATCH (n)-[:EVENT]->(e:Event {action: 'review'}) RETURN {by: e.by, at: e.at} ORDER BY e.seq DESC }) AS review
