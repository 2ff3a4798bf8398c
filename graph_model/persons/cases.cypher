// Cases in lists: what F1 tells of them.

// name: cases_in
// The cases of the children who live in the actor's areas, or one of them; F1 facts only.
UNWIND $actor.areas AS code
MATCH (scope:Area {code: code})
MATCH (home:Area)-[:PART_OF*0..4]->(scope)
MATCH (home)<-[:LIVES_IN]-(m:Minor)<-[:ABOUT]-(c:Case)
WHERE scope.code IN $actor.areas AND ($after IS NULL OR c.id > $after) AND ($code IS NULL OR c.id = $code)
  AND (c.id CONTAINS $search OR m.pseudonym CONTAINS $search)
RETURN DISTINCT c.id AS id, c.kind AS kind, c.opened AS opened, c.status AS status, c.difficulties AS difficulties,
       home.code AS area, m.pseudonym AS pseudonym, m.provenance AS provenance, m.id AS minor
ORDER BY id LIMIT $first

// name: count_cases
// How many cases `cases_in` has in all.
UNWIND $actor.areas AS code
MATCH (scope:Area {code: code})
MATCH (home:Area)-[:PART_OF*0..4]->(scope)
MATCH (home)<-[:LIVES_IN]-(m:Minor)<-[:ABOUT]-(c:Case)
WHERE scope.code IN $actor.areas AND (c.id CONTAINS $search OR m.pseudonym CONTAINS $search)
RETURN count(DISTINCT c) AS count

// name: children_in
// Children who live in the actor's areas, by part of the pseudonym or by number; not one whose record was joined to another.
UNWIND $actor.areas AS code
MATCH (scope:Area {code: code})
MATCH (home:Area)-[:PART_OF*0..4]->(scope)
WHERE scope.code IN $actor.areas
MATCH (home)<-[:LIVES_IN]-(m:Minor)
WHERE m.same_as IS NULL AND (m.pseudonym CONTAINS $search OR m.id = $search)
RETURN DISTINCT m.id AS id, m.pseudonym AS pseudonym
ORDER BY pseudonym, id LIMIT $first
