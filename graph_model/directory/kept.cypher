// Directories of others: the rows that the network has no place for, as one text each.

// name: put_kept
// Of one source there is one: the last that was imported.
UNWIND $records AS r
MERGE (k:KeptDirectory {id: r.id})
SET k += r
RETURN k.id AS key

// name: all_kept
// Of every source.
MATCH (k:KeptDirectory)
WHERE k.id > ''
// Of an import of a former release no more is known.
RETURN k.id AS id, k.rows AS rows, k.made AS made, coalesce(k['like_ours'], []) AS like_ours
ORDER BY id
