// Invitations: a one-time code by its hash; whoever accepts it becomes the account's subject.

// name: invite
// An earlier code is void.
MATCH (c:Account {id: $id})
SET c._lock = $nonce
SET c.invitation = $hash, c.invited_until = $until, c.invited_by = $by, c._lock = null
RETURN c.id AS key

// name: invited
// Of a code that nobody has accepted, or of one whose answer was lost on its way.
MATCH (c:Account {invitation: $hash})
WHERE c.invited_until > $now AND NOT coalesce(c.suspended, false)
RETURN c.id AS key
UNION
MATCH (c:Account {subject: $subject})
WHERE c.accepted = $repeat AND c.again_until > $now AND NOT coalesce(c.suspended, false)
RETURN c.id AS key

// name: accept
// Locked before the code is read again: it is used once, however many send it.
MATCH (c:Account {invitation: $hash})
SET c._lock = $nonce
WITH c WHERE c.invitation = $hash AND c.invited_until > $now AND NOT coalesce(c.suspended, false)
SET c.subject = $subject, c.handed_by = c.invited_by, c.invitation = null, c.invited_until = null, c._lock = null,
    c.accepted = $repeat, c.again_until = $again
WITH c
MERGE (f:Feed {id: 'feed'})
SET f.access = coalesce(f.access, 0) + 1
RETURN c.id AS key

// name: accepted
// Who has accepted a code with this key a moment ago: the answer may have been lost.
MATCH (c:Account {subject: $subject})
WHERE c.accepted = $repeat AND c.again_until > $now AND NOT coalesce(c.suspended, false)
RETURN c.id AS key
