// Who asks, read at each request; the version of the network comes along.

// name: account
// Roles and areas of a subject, with the state of the network.
OPTIONAL MATCH (c:Account {subject: $subject})
OPTIONAL MATCH (v:NetworkVersion {id: 'network'})
OPTIONAL MATCH (r:Rulebook {id: 'current'})
RETURN [r IN coalesce(c.roles, [c.role]) WHERE r IS NOT NULL] AS roles, c.areas AS areas, coalesce(v.number, 0) AS number, r.hash AS rules
