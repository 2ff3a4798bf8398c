// Sessions of the pages, by the hash of their token: when each was last used, and whether somebody has signed out of it.

// name: session
MATCH (s:Session {id: $id})
RETURN s.used AS used, coalesce(s.ended, false) AS ended

// name: use
// Of two processes that tell of a use the later one stands; what has ended stays ended.
MERGE (s:Session {id: $id})
SET s.used = CASE WHEN s.used > $at THEN s.used ELSE $at END
RETURN s.used AS used, coalesce(s.ended, false) AS ended

// name: begin
MERGE (s:Session {id: $id})
SET s.used = $at, s.ended = false
WITH s
MERGE (f:Feed {id: 'feed'})
SET f.sessions = coalesce(f.sessions, 0) + 1
RETURN s.id AS key

// name: renew
MATCH (s:Session {id: $id}) WHERE NOT coalesce(s.ended, false)
SET s.used = $at
RETURN s.id AS key

// name: end
// A token that no page has accepted has no session: strangers write nothing.
MATCH (s:Session {id: $id})
SET s.ended = true
WITH s
MERGE (f:Feed {id: 'feed'})
SET f.sessions = coalesce(f.sessions, 0) + 1
RETURN s.id AS key

// name: sweep
MATCH (s:Session) WHERE s.used < $before
WITH s, s.id AS key
DELETE s
RETURN key
