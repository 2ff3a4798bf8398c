// What of accounts a second person approved: edges with who, when and why, never overwritten.

// name: above
// Each of some areas with those over it.
UNWIND $areas AS code
MATCH (a:Area {code: code})-[:PART_OF*0..5]->(over:Area)
RETURN code AS key, collect(over.code) AS areas

// name: approve
// The approval stays as an edge from whoever gave it; the first in an area, whom nobody could approve, has it from herself.
// A code from before is void, and if nothing of a child was read before, so is a sign-in by a code that no approver had.
MATCH (c:Account {id: $id})
OPTIONAL MATCH (by:Account {id: $by})
WITH c, coalesce(by, c) AS giver
CREATE (giver)-[:APPROVED {approver: $by, at: $at, reason: $reason, roles: $roles, areas: $areas, until: $until}]->(c)
SET c.invitation = null, c.invited_until = null,
    c.subject = CASE WHEN $first AND (c.handed_by IS NOT NULL OR c.subject STARTS WITH 'own-') THEN null ELSE c.subject END
RETURN c.id AS key

// name: approvals
// What was approved of some accounts, the latest first.
UNWIND $ids AS id
MATCH (:Account)-[p:APPROVED]->(c:Account {id: id})
RETURN id AS account, p.approver AS by, p.at AS at, p.reason AS reason, p.roles AS roles, p.areas AS areas, p.until AS until
ORDER BY at DESC
