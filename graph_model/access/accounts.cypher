// Accounts: who may sign in, in which roles, where. Every write bumps the number that all processes poll.

// name: by_subject
MATCH (c:Account {subject: $subject})
RETURN c.id AS id, c.roles AS roles, coalesce(c.areas, []) AS areas, c.subject AS subject, c.until AS until,
       coalesce(c.suspended, false) AS suspended,
       c.body AS body,
       CASE WHEN c.proposed_roles IS NOT NULL THEN {by: c.proposed_by, roles: c.proposed_roles, areas: c.proposed_areas, until: c.proposed_until, body: c.proposed_body} END AS proposal

// name: by_ids
UNWIND $ids AS id
MATCH (c:Account {id: id})
RETURN c.id AS id, c.roles AS roles, coalesce(c.areas, []) AS areas, c.subject AS subject, c.until AS until,
       coalesce(c.suspended, false) AS suspended,
       c.body AS body,
       CASE WHEN c.proposed_roles IS NOT NULL THEN {by: c.proposed_by, roles: c.proposed_roles, areas: c.proposed_areas, until: c.proposed_until, body: c.proposed_body} END AS proposal

// name: some
MATCH (c:Account) WHERE c.id > $after
RETURN c.id AS id, c.roles AS roles, coalesce(c.areas, []) AS areas, c.subject AS subject, c.until AS until,
       coalesce(c.suspended, false) AS suspended,
       c.body AS body,
       CASE WHEN c.proposed_roles IS NOT NULL THEN {by: c.proposed_by, roles: c.proposed_roles, areas: c.proposed_areas, until: c.proposed_until, body: c.proposed_body} END AS proposal
ORDER BY id LIMIT $first

// name: of_roles
// Accounts in one of some roles, whether or not they are good today.
MATCH (c:Account) WHERE c.id > '' AND any(role IN c.roles WHERE role IN $roles)
RETURN c.id AS id, c.roles AS roles, coalesce(c.areas, []) AS areas, c.subject AS subject, c.until AS until,
       coalesce(c.suspended, false) AS suspended,
       c.body AS body,
       CASE WHEN c.proposed_roles IS NOT NULL THEN {by: c.proposed_by, roles: c.proposed_roles, areas: c.proposed_areas, until: c.proposed_until, body: c.proposed_body} END AS proposal

// name: take
// An account, locked until the end of the transaction; `fresh` if this made it.
MERGE (c:Account {id: $id})
ON CREATE SET c.made = $nonce
SET c._lock = $nonce
RETURN coalesce(c.made = $nonce, false) AS fresh

// name: put
// What an account is from now on; the transaction holds its lock.
// Another subject was not handed a code.
MATCH (c:Account {id: $id})
SET c.handed_by = CASE WHEN c.subject = $subject THEN c.handed_by END
SET c.proposed_by = $proposal.by, c.proposed_roles = $proposal.roles, c.proposed_areas = $proposal.areas,
    c.proposed_until = $proposal.until, c.proposed_body = $proposal.body
SET c.roles = $roles, c.areas = $areas, c.until = $until, c.suspended = $suspended, c.subject = $subject, c.body = $body, c.by = $by,
    c._lock = null
WITH c
MERGE (f:Feed {id: 'feed'})
SET f.access = coalesce(f.access, 0) + 1
RETURN c.id AS key
