// Teams of cases and delegations: dated edges with their approval, never overwritten. Every write bumps the number of the rights.

// name: lock_case
// Two approvals for one case wait for each other.
MATCH (c:Case {id: $case})-[:ABOUT]->(:Minor)-[:LIVES_IN]->(home:Area)
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
SET c._lock = $nonce
SET c._lock = null
RETURN c.id AS key

// name: home
// Where the child of a case of the actor's areas lives: the area and those above it.
MATCH (c:Case {id: $case})-[:ABOUT]->(:Minor)-[:LIVES_IN]->(home:Area)
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MATCH (home)-[:PART_OF*0..4]->(above:Area)
RETURN c.id AS id, c.minor AS minor, collect(DISTINCT above.code) AS areas

// name: team
// Who is, was and will be on the team of a case of the actor's areas.
MATCH (c:Case {id: $case})-[:ABOUT]->(:Minor)-[:LIVES_IN]->(home:Area)
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MATCH (a:Account)-[t:ASSIGNED]->(c)
RETURN t.id AS id, c.id AS case, a.id AS account, coalesce(t.part, 'member') AS part, t.approver AS approver, t.reason AS kept,
       t.since AS since, t.until AS until
ORDER BY since, account, id

// name: assign
MATCH (c:Case {id: $case})-[:ABOUT]->(:Minor)-[:LIVES_IN]->(home:Area)
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MATCH (a:Account {id: $account})
CREATE (a)-[t:ASSIGNED {id: $id}]->(c)
SET t.part = $part, t.approver = $approver, t.reason = $reason, t.since = $since, t.until = $until
WITH t
MERGE (f:Feed {id: 'feed'})
SET f.access = coalesce(f.access, 0) + 1
RETURN t.id AS key

// name: end
// What ends on a day: one account's parts in a case of the actor's areas, all of them or those of one kind.
MATCH (c:Case {id: $case})-[:ABOUT]->(:Minor)-[:LIVES_IN]->(home:Area)
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MATCH (a:Account)-[t:ASSIGNED]->(c)
WHERE ($account IS NULL OR a.id = $account) AND ($part IS NULL OR t.part = $part) AND (t.until IS NULL OR t.until > $on)
SET t.until = $on, t.ended_by = $by, t.ended_for = $reason
WITH collect(t.id) AS keys
MERGE (f:Feed {id: 'feed'})
SET f.access = coalesce(f.access, 0) + 1
WITH keys
UNWIND keys AS key
RETURN key

// name: lock_account
MATCH (a:Account {id: $id})
SET a._lock = $nonce
SET a._lock = null
RETURN a.id AS key

// name: delegations
// For whom an account stands in, and who stands in for it.
MATCH (a:Account {id: $account})
MATCH (a)-[d:DEPUTY_OF]-()
WITH startNode(d) AS deputy, d, endNode(d) AS principal
RETURN d.id AS id, deputy.id AS deputy, principal.id AS principal, d.approver AS approver, d.reason AS kept,
       d.since AS since, d.until AS until
ORDER BY since, id

// name: delegate
MATCH (deputy:Account {id: $deputy})
MATCH (principal:Account {id: $principal})
CREATE (deputy)-[d:DEPUTY_OF {id: $id}]->(principal)
SET d.approver = $approver, d.reason = $reason, d.since = $since, d.until = $until
WITH d
MERGE (f:Feed {id: 'feed'})
SET f.access = coalesce(f.access, 0) + 1
RETURN d.id AS key

// name: end_delegation
MATCH (:Account {id: $deputy})-[d:DEPUTY_OF]->(:Account {id: $principal})
WHERE d.until > $on
SET d.until = $on, d.ended_by = $by, d.ended_for = $reason
WITH collect(d.id) AS keys
MERGE (f:Feed {id: 'feed'})
SET f.access = coalesce(f.access, 0) + 1
WITH keys
UNWIND keys AS key
RETURN key
