// Drafts: a network of one's own to try an idea on; a document, never joined with the live network.

// name: put_draft
// Locked before owner and version are read; without an expected version the owner's draft is replaced whatever it is.
MERGE (d:Draft {name: $name})
ON CREATE SET d.owner = $actor.id, d.version = 0
SET d._lock = $nonce
WITH d, d.owner = $actor.id AS mine,
     $expected IS NULL OR coalesce(d.version, 1) = $expected AS current
FOREACH (_ IN CASE WHEN mine AND current THEN [1] ELSE [] END |
  SET d.content = $content, d.stored_on = $on, d.version = coalesce(d.version, 1) + 1)
SET d._lock = null
RETURN mine, current

// name: draft
MATCH (d:Draft {name: $name})
RETURN d.name AS name, d.owner AS owner, d.content AS content, d.stored_on AS stored_on, coalesce(d.version, 1) AS version

// name: drafts
MATCH (d:Draft) WHERE d.name > $after
RETURN d.name AS name, d.owner AS owner, d.stored_on AS stored_on, coalesce(d.version, 1) AS version
ORDER BY name LIMIT $first

// name: count_drafts
MATCH (d:Draft)
RETURN count(d) AS count

// name: delete_draft
MATCH (d:Draft {name: $name}) WHERE d.owner = $actor.id
WITH d, d.name AS key
DELETE d
RETURN key
