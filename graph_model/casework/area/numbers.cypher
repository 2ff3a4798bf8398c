// What the numbers of a quarter count: items with all that happened to them. F1 facts and the pseudonym, never a name.

// name: touched
// Items of the actor's areas, or of one area in them, that are open or to which something has happened since a moment;
// in the order of their codes.
CALL () {
  MATCH (v:Event) WHERE v.at >= $from
  WITH DISTINCT v.item AS id
  MATCH (n:Item {id: id})
  RETURN n
  UNION
  UNWIND $actor.areas AS code
  MATCH (scope:Area {code: code}) WHERE scope.code IN $actor.areas
  MATCH (home:Area)-[:PART_OF*0..4]->(scope)
  WITH DISTINCT home
  MATCH (n:Item {area: home.code}) WHERE n.next >= $earliest AND n.next < $latest
  RETURN n
}
MATCH (home:Area {code: n.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
  AND ($area IS NULL OR EXISTS { (home)-[:PART_OF*0..4]->(:Area {code: $area}) })
RETURN n.id AS key
ORDER BY key

// name: tracks
// Some items of the actor's areas, each with its events as lists: step, by whom, when it happened, what it changed.
// Moments are texts: thousands of them are read by the driver one by one otherwise.
UNWIND $ids AS id
MATCH (n:Item {id: id})
MATCH (home:Area {code: n.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
OPTIONAL MATCH (n)-[:ABOUT]->(m:Minor)
RETURN n.id AS id, m.pseudonym AS pseudonym,
       COLLECT {
         MATCH (n)-[:EVENT]->(v:Event)
         WITH v ORDER BY v.seq
         RETURN [v.action, v.by, toString(v.occurred), v.changes]
       } AS events
ORDER BY id

// name: doers
// The roles that accounts have now; the program has none.
UNWIND $ids AS id
MATCH (a:Account {id: id})
RETURN a.id AS account, a.roles AS roles

// name: reported
// The roles of accounts that have registered a report in the actor's areas, or in one area in them, since a moment.
MATCH (v:Event) WHERE v.at >= $from AND v.action = 'register'
MATCH (n:Item {id: v.item}) WHERE n.item = 'report'
MATCH (home:Area {code: n.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
  AND ($area IS NULL OR EXISTS { (home)-[:PART_OF*0..4]->(:Area {code: $area}) })
MATCH (a:Account {id: v.by})
UNWIND a.roles AS role
RETURN DISTINCT role AS key
ORDER BY key
