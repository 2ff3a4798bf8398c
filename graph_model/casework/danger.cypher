// Children in danger: what open items say, by rows. F1 facts only; the pseudonym of the child, never a name.
// A child stands once, by the gravest that is said of it; a report whose child is not known stands for itself.

// name: in_danger
// The children of the actor's areas, or of one area in them, the gravest first.
UNWIND $actor.areas AS code
MATCH (scope:Area {code: code})
MATCH (home:Area)-[:PART_OF*0..4]->(scope)
WHERE scope.code IN $actor.areas AND ($area IS NULL OR EXISTS { (home)-[:PART_OF*0..4]->(:Area {code: $area}) })
WITH DISTINCT home
MATCH (n:Item {area: home.code})
WHERE n.next >= $from AND n.next < $until
UNWIND $dangers AS d
WITH n, d
WHERE n.item = d.item AND n.state IN d.states AND (NOT d.late OR n.next <= $now)
  AND all(f IN d.fields WHERE any(w IN f.some WHERE n.fields CONTAINS w) AND none(w IN f.never WHERE n.fields CONTAINS w))
WITH n, d ORDER BY d.rank, n.next, n.id
WITH coalesce(n.minor, n.root) AS child, head(collect(n)) AS n, min(d.rank) AS rank, collect(DISTINCT d.code) AS reasons
WHERE rank > $rank OR (rank = $rank AND (n.next > $next OR (n.next = $next AND n.id > $after)))
WITH n, rank, reasons ORDER BY rank, n.next, n.id LIMIT $first
OPTIONAL MATCH (n)-[:ABOUT]->(m:Minor)
RETURN n.id AS id, n.item AS kind, n.root AS root, n.state AS state, n.version AS version, n.area AS area,
       n.since AS since, n.ended AS ended, n.minor AS minor, n.owner AS owner, n.creator AS creator, n.parent AS parent, n.fields AS open, n.clocks AS clocks,
       n.holder AS holder, n.next AS next, m.pseudonym AS pseudonym, false AS received, false AS asked, rank, reasons
ORDER BY rank, next, id LIMIT $first

// name: count_in_danger
// How many there are in all.
UNWIND $actor.areas AS code
MATCH (scope:Area {code: code})
MATCH (home:Area)-[:PART_OF*0..4]->(scope)
WHERE scope.code IN $actor.areas AND ($area IS NULL OR EXISTS { (home)-[:PART_OF*0..4]->(:Area {code: $area}) })
WITH DISTINCT home
MATCH (n:Item {area: home.code})
WHERE n.next >= $from AND n.next < $until
UNWIND $dangers AS d
WITH n, d
WHERE n.item = d.item AND n.state IN d.states AND (NOT d.late OR n.next <= $now)
  AND all(f IN d.fields WHERE any(w IN f.some WHERE n.fields CONTAINS w) AND none(w IN f.never WHERE n.fields CONTAINS w))
RETURN count(DISTINCT coalesce(n.minor, n.root)) AS count
