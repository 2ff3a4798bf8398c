// Cases by the name of their child, which is sealed: the keys come from the index of likeness.

// name: cases_named
// Cases of children by key who live in the actor's areas, each where one of the relations that let her read the name
// holds; of a child whose record was joined to another, those of the other one too.
UNWIND $keys AS key
MATCH (k:Minor {id: key})
UNWIND CASE WHEN k.same_as IS NULL THEN [k.id] ELSE [k.id, k.same_as] END AS id
MATCH (m:Minor {id: id})-[:LIVES_IN]->(home:Area)
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MATCH (m)<-[:ABOUT]-(c:Case)
WHERE $by_area
   OR EXISTS { (:Account {id: $actor.id})-[t:ASSIGNED]->(c)
        WHERE coalesce(t.part, 'member') IN $parts AND t.since <= $on AND (t.until IS NULL OR $on < t.until) }
   OR ($by_deputy AND EXISTS { (:Account {id: $actor.id})-[d:DEPUTY_OF]->(:Account)-[t:ASSIGNED]->(c)
        WHERE d.since <= $on AND $on < d.until AND t.since <= $on AND (t.until IS NULL OR $on < t.until)
          AND coalesce(t.part, 'member') <> 'reporter' })
   OR ($by_emergency AND EXISTS { MATCH (g:Item {minor: m.id}) WHERE g.creator = $actor.id AND g.reads > datetime() })
RETURN DISTINCT c.id AS id, c.kind AS kind, c.opened AS opened, c.status AS status, c.difficulties AS difficulties,
       home.code AS area, m.pseudonym AS pseudonym, m.provenance AS provenance, m.id AS minor
ORDER BY id LIMIT $first
