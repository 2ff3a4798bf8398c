// name: put_anchor
MERGE (a:AuditAnchor {file: $file})
SET a.lines = $lines, a.mac = $mac

// name: anchors
MATCH (a:AuditAnchor)
WHERE a.file IS NOT NULL
RETURN a.file AS file, a.lines AS lines, a.mac AS mac
ORDER BY file
