// Content of files at items, sealed and in parts; what a file is stands sealed in its event.

// name: put_part
// A part of a file of an item of the actor's areas; written before the event, for which every order waits.
MATCH (n:Item {id: $item})
MATCH (home:Area {code: n.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
CREATE (n)-[:CARRIES]->(p:FilePart)
SET p = $part
RETURN p.id AS key

// name: parts
// The parts of one file of an item that the actor may see.
MATCH (n:Item {id: $item})
MATCH (home:Area {code: n.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MATCH (n)-[:CARRIES]->(p:FilePart {version: $version, field: $field})
RETURN p.subject AS subject, p.class AS field_class, p.blob AS blob
ORDER BY p.number
