// Reasons of teams and delegations, on their edges.

// name: former
// Those that stand in clear, with whose key seals them. What the demo ships is left.
MATCH (a:Account) WHERE a.id > ''
MATCH (a)-[t:ASSIGNED|DEPUTY_OF]->(about)
WHERE t.reason IS :: STRING AND NOT a.id STARTS WITH 'demo-'
RETURN t.id AS id, a.id AS account, coalesce(about.minor, 'account:' + about.id) AS subject, about.id AS about,
       t.reason AS reason, t.ended_for AS ended_for

// name: put_reasons
UNWIND $rows AS r
MATCH (a:Account {id: r.account})-[t:ASSIGNED|DEPUTY_OF {id: r.id}]->()
SET t.reason = r.reason, t.ended_for = r.ended_for
RETURN t.id AS key
