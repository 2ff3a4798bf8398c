// Drafts: a network of one's own to try an idea on; a document, never joined with the live network.

// name: put_draft
MERGE (d:Draft {name: $name})
ON CREATE SET d.owner = $actor.id
WITH d WHERE d.owner = $actor.id
SET d.content = $content, d.stored_on = $on
RETURN d.name AS key

// name: draft
MATCH (d:Draft {name: $name})
RETURN d.name AS name, d.owner AS owner, d.content AS content, d.stored_on AS stored_on

// name: drafts
MATCH (d:Draft) WHERE d.name > $after
RETURN d.name AS name, d.owner AS owner, d.stored_on AS stored_on
ORDER BY name LIMIT $first

// name: count_drafts
MATCH (d:Draft)
RETURN count(d) AS count

// name: delete_draft
MATCH (d:Draft {name: $name}) WHERE d.owner = $actor.id
WITH d, d.name AS key
DELETE d
RETURN key
