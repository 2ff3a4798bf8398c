// What each write of the network changed, so that a process reads that alone again; the last few writes are kept.

// name: bump
// Every network write changes the version in the same transaction, and says which records of which kind it wrote.
MERGE (v:NetworkVersion {id: 'network'})
SET v.number = coalesce(v.number, 0) + 1
MERGE (c:NetworkChange {number: v.number})
SET c.id = randomUUID(), c.kind = $kind, c.keys = $keys
WITH v
OPTIONAL MATCH (old:NetworkChange) WHERE old.number <= v.number - $kept
DELETE old

// name: changes
MATCH (c:NetworkChange) WHERE $since <= c.number <= $until
RETURN c.number AS number, c.id AS id, c.kind AS kind, c.keys AS keys
ORDER BY number
