// What changes: the numbers of the network, of the rules, of rights, of events and of sessions; one read each half second tells a process all of it.

// name: numbers
OPTIONAL MATCH (v:NetworkVersion {id: 'network'})
OPTIONAL MATCH (r:Rulebook {id: 'current'})
OPTIONAL MATCH (f:Feed {id: 'feed'})
RETURN coalesce(v.number, 0) AS number, r.hash AS rules, coalesce(f.access, 0) AS access,
       coalesce(f.events, 0) AS events, coalesce(f.sessions, 0) AS sessions
