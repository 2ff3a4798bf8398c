// Worklists: open items by their next moment. F1 facts only; the pseudonym of the child, never a name.
// Only open items have `next`, which is far away where no clock runs: the indexes hold nothing that has ended.

// name: mine
// What the actor is responsible for, what was sent to the body that her account belongs to, and on what she is asked to
// act. What was sent waits for her in the states in which such an item waits for its recipient.
CALL () {
  MATCH (n:Item {holder: $actor.id})
  WHERE n.next >= $from AND n.next < $until
  MATCH (home:Area {code: n.area})
  WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
  RETURN n, false AS received, false AS asked
  UNION
  MATCH (a:Account {id: $actor.id}) WHERE a.body IS NOT NULL
  MATCH (n:Item {recipient: a.body})
  WHERE n.next >= $from AND n.next < $until AND (n.holder IS NULL OR n.holder <> $actor.id)
  RETURN n, true AS received, false AS asked
  UNION
  MATCH (:Account {id: $actor.id})-[:ASKED]->(n:Item)
  WHERE n.next >= $from AND n.next < $until AND (n.holder IS NULL OR n.holder <> $actor.id)
  RETURN n, false AS received, true AS asked
}
WITH n, received, asked WHERE ($kind IS NULL OR n.item = $kind) AND (n.next > $from OR n.id > $after)
  AND ($waiting IS NULL OR (CASE WHEN asked THEN false WHEN received THEN NOT n.item + ':' + n.state IN $received
                                 ELSE n.item + ':' + n.state IN $states END) = $waiting)
WITH n, received, asked ORDER BY n.next, n.id LIMIT $first
OPTIONAL MATCH (n)-[:ABOUT]->(m:Minor)
RETURN n.id AS id, n.item AS kind, n.root AS root, n.state AS state, n.version AS version, n.area AS area,
       n.since AS since, n.ended AS ended, n.minor AS minor, n.owner AS owner, n.creator AS creator, n.parent AS parent, n.fields AS open, n.clocks AS clocks,
       n.holder AS holder, n.next AS next, m.pseudonym AS pseudonym, received, asked
ORDER BY next, id LIMIT $first

// name: count_mine
// How many items `mine` has in all.
CALL () {
  MATCH (n:Item {holder: $actor.id})
  WHERE n.next < $until
  MATCH (home:Area {code: n.area})
  WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
  RETURN n, false AS received, false AS asked
  UNION
  MATCH (a:Account {id: $actor.id}) WHERE a.body IS NOT NULL
  MATCH (n:Item {recipient: a.body})
  WHERE n.next < $until AND (n.holder IS NULL OR n.holder <> $actor.id)
  RETURN n, true AS received, false AS asked
  UNION
  MATCH (:Account {id: $actor.id})-[:ASKED]->(n:Item)
  WHERE n.next < $until AND (n.holder IS NULL OR n.holder <> $actor.id)
  RETURN n, false AS received, true AS asked
}
WITH n, received, asked WHERE ($kind IS NULL OR n.item = $kind)
  AND ($waiting IS NULL OR (CASE WHEN asked THEN false WHEN received THEN NOT n.item + ':' + n.state IN $received
                                 ELSE n.item + ':' + n.state IN $states END) = $waiting)
RETURN count(n) AS count

// name: in_areas
// All open items of the actor's areas, or of one area in them. Each area gives its first by an index that fits what is
// asked for, `$by`: all (`area`), those of some states (`state`), those for which nobody is responsible (`free`). What
// others have open is not read, and only what is shown is read further. An `OR` in a condition, `$by` as one of its
// own, or an order that does not begin as the index does, would have the planner read an area whole.
UNWIND $actor.areas AS code
MATCH (scope:Area {code: code})
MATCH (home:Area)-[:PART_OF*0..4]->(scope)
WHERE scope.code IN $actor.areas AND ($area IS NULL OR EXISTS { (home)-[:PART_OF*0..4]->(:Area {code: $area}) })
WITH DISTINCT home
UNWIND $seeks AS seek
CALL (home, seek) {
  MATCH (n:Item {area: CASE $by WHEN 'area' THEN home.code END})
  WHERE n.next >= $from AND n.next < $until AND CASE n.next WHEN $from THEN n.id > $after ELSE true END
    AND ($waiting IS NULL OR (n.item + ':' + n.state IN $states) = $waiting)
  RETURN n ORDER BY n.area, n.next, n.id LIMIT $first
  UNION ALL
  MATCH (n:Item {area: CASE $by WHEN 'state' THEN home.code END, item: seek.kind, state: seek.state})
  WHERE n.next >= $from AND n.next < $until AND CASE n.next WHEN $from THEN n.id > $after ELSE true END
  RETURN n ORDER BY n.area, n.item, n.state, n.next, n.id LIMIT $first
  UNION ALL
  MATCH (n:Item {free: CASE $by WHEN 'free' THEN home.code END, item: seek.kind})
  WHERE n.next >= $from AND n.next < $until AND CASE n.next WHEN $from THEN n.id > $after ELSE true END
    AND ($waiting IS NULL OR (n.item + ':' + n.state IN $states) = $waiting)
  RETURN n ORDER BY n.free, n.item, n.next, n.id LIMIT $first
}
WITH n ORDER BY n.next, n.id LIMIT $first
OPTIONAL MATCH (n)-[:ABOUT]->(m:Minor)
RETURN n.id AS id, n.item AS kind, n.root AS root, n.state AS state, n.version AS version, n.area AS area,
       n.since AS since, n.ended AS ended, n.minor AS minor, n.owner AS owner, n.creator AS creator, n.parent AS parent, n.fields AS open, n.clocks AS clocks,
       n.holder AS holder, n.next AS next, m.pseudonym AS pseudonym, false AS received, false AS asked
ORDER BY next, id LIMIT $first

// name: count_in_areas
// How many items `in_areas` has in all.
UNWIND $actor.areas AS code
MATCH (scope:Area {code: code})
MATCH (home:Area)-[:PART_OF*0..4]->(scope)
WHERE scope.code IN $actor.areas AND ($area IS NULL OR EXISTS { (home)-[:PART_OF*0..4]->(:Area {code: $area}) })
WITH DISTINCT home
UNWIND $seeks AS seek
CALL (home, seek) {
  MATCH (n:Item {area: CASE $by WHEN 'area' THEN home.code END})
  WHERE n.next < $until AND ($waiting IS NULL OR (n.item + ':' + n.state IN $states) = $waiting)
  RETURN count(n) AS some
  UNION ALL
  MATCH (n:Item {area: CASE $by WHEN 'state' THEN home.code END, item: seek.kind, state: seek.state}) WHERE n.next < $until
  RETURN count(n) AS some
  UNION ALL
  MATCH (n:Item {free: CASE $by WHEN 'free' THEN home.code END, item: seek.kind})
  WHERE n.next < $until AND ($waiting IS NULL OR (n.item + ':' + n.state IN $states) = $waiting)
  RETURN count(n) AS some
}
RETURN sum(some) AS count

// name: held_by
// What one account is responsible for in the actor's areas, or in one area in them.
MATCH (n:Item {holder: $holder})
WHERE NOT $free AND n.next >= $from AND n.next < $until AND ($kind IS NULL OR n.item = $kind)
  AND CASE n.next WHEN $from THEN n.id > $after ELSE true END
  AND ($waiting IS NULL OR (n.item + ':' + n.state IN $states) = $waiting)
MATCH (home:Area {code: n.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
  AND ($area IS NULL OR EXISTS { (home)-[:PART_OF*0..4]->(:Area {code: $area}) })
WITH n ORDER BY n.next, n.id LIMIT $first
OPTIONAL MATCH (n)-[:ABOUT]->(m:Minor)
RETURN n.id AS id, n.item AS kind, n.root AS root, n.state AS state, n.version AS version, n.area AS area,
       n.since AS since, n.ended AS ended, n.minor AS minor, n.owner AS owner, n.creator AS creator, n.parent AS parent, n.fields AS open, n.clocks AS clocks,
       n.holder AS holder, n.next AS next, m.pseudonym AS pseudonym, false AS received, false AS asked
ORDER BY next, id LIMIT $first

// name: count_held_by
// How many items `held_by` has in all.
MATCH (n:Item {holder: $holder})
WHERE NOT $free AND n.next < $until AND ($kind IS NULL OR n.item = $kind)
  AND ($waiting IS NULL OR (n.item + ':' + n.state IN $states) = $waiting)
MATCH (home:Area {code: n.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
  AND ($area IS NULL OR EXISTS { (home)-[:PART_OF*0..4]->(:Area {code: $area}) })
RETURN count(n) AS count

// name: workload
// By whoever is responsible, or nobody: how much is open in the actor's areas, of how many children, how much is late.
UNWIND $actor.areas AS code
MATCH (scope:Area {code: code})
MATCH (home:Area)-[:PART_OF*0..4]->(scope)
WHERE scope.code IN $actor.areas
WITH DISTINCT home
MATCH (n:Item {area: home.code})
WHERE n.next >= $from AND n.next < $until
RETURN n.holder AS holder, count(n) AS items, sum(CASE WHEN n.item = 'case' THEN 1 ELSE 0 END) AS cases,
       sum(CASE WHEN n.next <= $now THEN 1 ELSE 0 END) AS late, min(n.next) AS next
ORDER BY late DESC, items DESC, holder

// name: beneath
// What is open in some of the actor's areas and all that is part of them.
UNWIND $areas AS code
MATCH (top:Area {code: code})
WHERE EXISTS { (top)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MATCH (home:Area)-[:PART_OF*0..4]->(top)
MATCH (n:Item {area: home.code})
WHERE n.next >= $from AND n.next < $until
RETURN code AS area, count(n) AS items, sum(CASE WHEN n.item = 'case' THEN 1 ELSE 0 END) AS cases,
       sum(CASE WHEN n.next <= $now THEN 1 ELSE 0 END) AS late

// name: upcoming
// How much is due on each day in the actor's areas, or in one area of them. What ends at midnight is due on the day that ends.
UNWIND $actor.areas AS code
MATCH (scope:Area {code: code})
MATCH (home:Area)-[:PART_OF*0..4]->(scope)
WHERE scope.code IN $actor.areas AND ($area IS NULL OR EXISTS { (home)-[:PART_OF*0..4]->(:Area {code: $area}) })
WITH DISTINCT home
MATCH (n:Item {area: home.code})
WHERE n.next > $from AND n.next < $until
RETURN date(datetime({datetime: n.next - duration({seconds: 1}), timezone: $zone})) AS day, count(n) AS count

// name: waking
// Items on which the program must act by now, in its areas.
MATCH (n:Item) WHERE n.wake <= $now
MATCH (home:Area {code: n.area})
USING INDEX home:Area(code)
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
RETURN n.id AS id, n.item AS kind, n.root AS root, n.state AS state, n.version AS version, n.area AS area,
       n.since AS since, n.ended AS ended, n.minor AS minor, n.owner AS owner, n.creator AS creator, n.parent AS parent, n.fields AS open, n.clocks AS clocks,
       n.holder AS holder, n.next AS next, null AS pseudonym, false AS received, false AS asked
ORDER BY n.wake, n.id SKIP $beyond LIMIT $first
