// Erasing a child: what stands of it, and what is taken away. Entries and items stay; what is sealed in them goes.

// name: lock_erased
// Orders about the child wait: nothing is judged before.
MATCH (m:Minor {id: $minor})-[:LIVES_IN]->(home:Area)
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
SET m._lock = $key
RETURN m.id AS key

// name: erasable
// What stands of a child of the actor's areas, in numbers.
MATCH (m:Minor {id: $minor})-[:LIVES_IN]->(home:Area)
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
RETURN m.id AS minor,
       COLLECT { MATCH (home)-[:PART_OF*0..4]->(above:Area) RETURN DISTINCT above.code } AS areas,
       size([f IN [m.f2, m.f3, m.f4, m.f5, m.f6] WHERE f IS NOT NULL]) AS sealed,
       COUNT { (m)<-[:GUARDIAN_OF]-(:Guardian) } AS guardians,
       COUNT { MATCH (n:Item {minor: m.id})-[:EVENT]->(:Event)-[:HOLDS]->(:Sealed) } AS entries,
       COLLECT { MATCH (c:Case)-[:ABOUT]->(m) RETURN c.id ORDER BY c.id } AS cases,
       COLLECT { MATCH (n:Item {minor: m.id}) WHERE NOT n.ended RETURN {id: n.id, kind: n.item} } AS work,
       COLLECT { MATCH (o:Minor {same_as: m.id}) RETURN o.id ORDER BY o.id } AS joined

// name: roots_of
// The roots about a child, erased or not: what was written before the child was known is sealed under the root.
MATCH (n:Item {minor: $minor}) WHERE n.id = n.root
MATCH (home:Area {code: n.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
RETURN n.id AS key

// name: entries_of
// The entries of the items about a child, also of those that were written before it was known: what each changed.
MATCH (n:Item) WHERE n.root IN $roots OR n.minor = $minor
MATCH (home:Area {code: n.area})
WHERE (n.minor IS NULL OR n.minor = $minor) AND EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MATCH (n)-[:EVENT]->(e:Event)
RETURN n.id AS item, e.seq AS seq, e.changes AS changes

// name: forget_fields
// Entries and items keep what was done, by whom and when; what they say openly of the child goes.
UNWIND $entries AS entry
MATCH (n:Item {id: entry.item})-[:EVENT]->(e:Event {seq: entry.seq})
MATCH (home:Area {code: n.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
SET e.changes = entry.changes, n.fields = '{}', n.recipient = null
RETURN n.id AS key

// name: erase
// The child lives nowhere from now on: no list, count or order reaches it. Its number stays, so that it is not used again.
MATCH (m:Minor {id: $minor})-[lives:LIVES_IN]->(home:Area)
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
CALL (m) { MATCH (m)<-[:GUARDIAN_OF]-(g:Guardian) DETACH DELETE g }
CALL (m) { MATCH (m)-[of:IN_HOUSEHOLD|ATTENDS]->() DELETE of }
CALL (m) {
  MATCH (n:Item {minor: m.id})-[:EVENT]->(:Event)-[:HOLDS]->(s:Sealed)
  WHERE s.subject IN $subjects
  DETACH DELETE s
}
CALL (m) {
  MATCH (n:Item {minor: m.id})-[:CARRIES]->(p:FilePart)
  WHERE p.subject IN $subjects
  DETACH DELETE p
}
CALL (m) { MATCH (c:Case)-[:ABOUT]->(m) SET c.difficulties = [] }
CALL (m) { MATCH (:Account)-[t:ASSIGNED]->(:Case)-[:ABOUT]->(m) SET t.reason = null, t.ended_for = null }
DELETE lives
SET m = {id: m.id, area: home.code, pseudonym: $pseudonym, erased: $on}
RETURN m.id AS key

// name: erased_in
// When a child of the actor's areas was erased; nothing for any other.
MATCH (m:Minor {id: $minor}) WHERE m.erased IS NOT NULL
MATCH (home:Area {code: m.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
RETURN m.id AS key
