// The outbox: notices to accounts, without a child, a place or an item; each waits until a channel has taken it.

// name: loud
// Open items in some states of the actor's areas, with whoever is asked to act on them or responsible for them.
UNWIND $actor.areas AS code
MATCH (scope:Area {code: code}) WHERE scope.code IN $actor.areas
MATCH (home:Area)-[:PART_OF*0..4]->(scope)
WITH DISTINCT home
UNWIND $seeks AS seek
MATCH (n:Item {area: home.code, item: seek.kind, state: seek.state}) WHERE n.next >= $from AND n.next < $until
RETURN n.id AS id, n.item AS kind, n.state AS state, n.fields AS open, n.next AS next, n.holder AS holder,
       COLLECT { MATCH (a:Account)-[:ASKED]->(n) RETURN a.id ORDER BY a.id } AS asked
ORDER BY id

// name: due
// How much of what each account is responsible for ends before a moment, in the actor's areas; what waits for others apart.
UNWIND $actor.areas AS code
MATCH (scope:Area {code: code}) WHERE scope.code IN $actor.areas
MATCH (home:Area)-[:PART_OF*0..4]->(scope)
WITH DISTINCT home
MATCH (n:Item {area: home.code})
WHERE n.next >= $from AND n.next < $until AND n.holder IS NOT NULL AND NOT n.item + ':' + n.state IN $waiting
RETURN n.holder AS account, count(n) AS count, sum(CASE WHEN n.next <= $now THEN 1 ELSE 0 END) AS late
ORDER BY account

// name: of_day
// What was told on a day.
MATCH (x:Notice {day: $day})
RETURN properties(x) AS values

// name: put
// New notices; one that is there stays as it is.
UNWIND $notices AS row
MERGE (x:Notice {key: row.key})
ON CREATE SET x += row, x.made = $now, x.waiting = $now

// name: waiting
// What no channel has taken yet, the oldest first.
MATCH (x:Notice) WHERE x.waiting >= $from
RETURN properties(x) AS values
ORDER BY x.waiting, x.key LIMIT $first

// name: oldest
// Since when the oldest notice waits.
MATCH (x:Notice) WHERE x.waiting >= $from
RETURN min(x.waiting) AS since

// name: take
// A channel has taken these.
UNWIND $keys AS key
MATCH (x:Notice {key: key})
REMOVE x.waiting
RETURN x.key AS key

// name: forget
// What was taken is not kept longer than it is needed, to tell nobody twice on a day.
MATCH (x:Notice) WHERE x.day < $before AND x.waiting IS NULL
DELETE x
