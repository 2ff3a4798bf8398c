// What tells children of the actor's areas apart: sealed, opened by the program to compare.

// name: described
// What was told of the child of an item before it was on file, oldest first.
MATCH (i:Item {id: $item})
MATCH (home:Area {code: i.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
RETURN COLLECT {
  MATCH (i)-[:EVENT]->(v:Event)-[:HOLDS]->(s:Sealed) WHERE s.class IN ['F2', 'F3']
  RETURN {item: v.item, version: v.version, subject: s.subject, class: s.class, blob: s.blob} ORDER BY v.seq
} AS sealed

// name: children
// Every child of the actor's areas whose record is in use, with what was told of it when it was registered.
UNWIND $actor.areas AS code
MATCH (scope:Area {code: code})
MATCH (home:Area)-[:PART_OF*0..4]->(scope)
WHERE scope.code IN $actor.areas
MATCH (home)<-[:LIVES_IN]-(m:Minor)
WHERE m.same_as IS NULL
RETURN DISTINCT m.id AS key, m.pseudonym AS pseudonym, home.code AS area, m.f2 AS f2, COLLECT {
  MATCH (m)<-[:ABOUT]-(n:Item)-[:EVENT]->(v:Event)-[:HOLDS]->(s:Sealed)
  WHERE n.item IN ['report', 'candidate'] AND s.class IN ['F2', 'F3'] AND s.subject = m.id
  RETURN {item: v.item, version: v.version, subject: s.subject, class: s.class, blob: s.blob} ORDER BY v.seq
} AS sealed
ORDER BY key
