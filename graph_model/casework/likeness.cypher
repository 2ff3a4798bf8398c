// What tells children of the actor's areas apart: sealed, opened by the program to compare those with a mark in common.

// name: described
// What was told of the child of an item before it was on file, oldest first.
MATCH (i:Item {id: $item})
MATCH (home:Area {code: i.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
RETURN COLLECT {
  MATCH (i)-[:EVENT]->(v:Event)-[:HOLDS]->(s:Sealed) WHERE s.class IN ['F2', 'F3']
  RETURN {item: v.item, version: v.version, subject: s.subject, class: s.class, blob: s.blob} ORDER BY v.seq
} AS sealed

// name: lock_alike
// Whoever registers a child waits for those who register one with a mark of it. What is locked is a name in a unique
// index: the node is gone with the statement, the lock is held to the end of the transaction.
UNWIND $names AS name
MERGE (f:Feed {id: name})
DELETE f
RETURN name AS key

// name: keys_in_areas
// The keys of the children of the actor's areas whose record is in use.
MATCH (scope:Area) WHERE scope.code IN $actor.areas
MATCH (home:Area)-[:PART_OF*0..4]->(scope)
MATCH (home)<-[:LIVES_IN]-(m:Minor)
WHERE m.same_as IS NULL
RETURN DISTINCT m.id AS key

// name: children
// Children by key who live in the actor's areas, those whose record was joined to another only if asked for, with what
// was told of each by reports and lists, also before it was registered.
UNWIND $keys AS id
MATCH (m:Minor {id: id})-[:LIVES_IN]->(home:Area)
WHERE (m.same_as IS NULL OR $joined) AND EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
RETURN m.id AS key, m.pseudonym AS pseudonym, home.code AS area, m.f2 AS f2, COLLECT {
  MATCH (m)<-[:ABOUT]-(n:Item)-[:EVENT]->(v:Event)-[:HOLDS]->(s:Sealed)
  WHERE n.item IN ['report', 'candidate'] AND s.class IN ['F2', 'F3'] AND s.subject IN [m.id, 'item:' + n.root]
  RETURN {item: v.item, version: v.version, subject: s.subject, class: s.class, blob: s.blob} ORDER BY v.seq
} AS sealed
ORDER BY key

// name: unmarked
// A page of the keys of children of the actor's areas, also of those whose record was joined to another.
MATCH (m:Minor)-[:LIVES_IN]->(home:Area)
WHERE m.id > $after AND EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
WITH DISTINCT m.id AS key ORDER BY key LIMIT $first
RETURN key
