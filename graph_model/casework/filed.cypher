// What rows of a file have brought about before.

// name: there
// Which of these items there are, in the actor's areas.
UNWIND $codes AS code
MATCH (n:Item {id: code})
MATCH (home:Area {code: n.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
RETURN n.id AS key
