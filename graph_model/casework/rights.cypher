// What an order on a case of the actor's areas changes beside items.

// name: dismiss
// Members whom a conference has admitted are on the team no longer; whatever else they are in the case stays.
UNWIND $accounts AS account
MATCH (c:Case {id: $case})-[:ABOUT]->(:Minor)-[:LIVES_IN]->(home:Area)
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MATCH (a:Account {id: account})-[t:ASSIGNED]->(c)
WHERE t.reason = $reason AND (t.until IS NULL OR t.until > $on)
SET t.until = $on, t.ended_by = $actor.id, t.ended_for = $reason
WITH collect(t.id) AS keys
MERGE (f:Feed {id: 'feed'})
SET f.access = coalesce(f.access, 0) + 1
WITH keys
UNWIND keys AS key
RETURN key

// name: merge
// The record of a child of the actor's areas is that of another one, or its own again.
MATCH (m:Minor {id: $minor})-[:LIVES_IN]->(home:Area)
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
SET m.same_as = $same_as
RETURN m.id AS key
