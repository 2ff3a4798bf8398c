// What the numbers of a quarter count: items with all that happened to them. F1 facts and the pseudonym, never a name.

// name: touched
// Items of the actor's areas, or of one area in them, that are open or to which something has happened since a moment,
// each with its events; in the order of their codes.
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
WITH n WHERE n.id > $after
MATCH (home:Area {code: n.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
  AND ($area IS NULL OR EXISTS { (home)-[:PART_OF*0..4]->(:Area {code: $area}) })
WITH n ORDER BY n.id LIMIT $first
OPTIONAL MATCH (n)-[:ABOUT]->(m:Minor)
RETURN n.id AS id, m.pseudonym AS pseudonym,
       COLLECT {
         MATCH (n)-[:EVENT]->(v:Event)
         WITH v ORDER BY v.seq
         RETURN {action: v.action, by: v.by, at: v.at, occurred: v.occurred, changes: v.changes,
                 roles: coalesce(head(COLLECT { MATCH (a:Account {id: v.by}) RETURN a.roles }), [])}
       } AS events
ORDER BY id
