// Leases: what only one process does at a time, by the clock of the database.

// name: hold
MERGE (l:Lease {id: $id})
SET l._lock = $by
SET l._lock = null
WITH l WHERE coalesce(l.holder, $by) = $by OR l.until < datetime()
SET l.holder = $by, l.until = datetime() + duration({seconds: $seconds})
RETURN l.id AS key

// name: release
MATCH (l:Lease {id: $id}) WHERE l.holder = $by
SET l.until = datetime()
RETURN l.id AS key
