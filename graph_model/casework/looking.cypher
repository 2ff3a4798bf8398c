// Items of casework, their events, and what an order must look at. Minors are locked first, then roots, each in the
// order of their keys, so that two orders never wait for each other; nothing is judged before its lock.

// name: roots
// The root and the child of an item that the actor may see, not locked yet.
MATCH (i:Item {id: $item})
MATCH (r:Item {id: i.root})
MATCH (home:Area {code: i.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
RETURN i.root AS root, i.minor AS minor

// name: lock_minors
// Locks children of the actor's areas; those outside stay untouched and yield nothing.
UNWIND $minors AS id
MATCH (m:Minor {id: id})-[:LIVES_IN]->(home:Area)
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
SET m._lock = $key
RETURN m.id AS key

// name: homes
// Where children of the actor's areas live.
UNWIND $minors AS id
MATCH (m:Minor {id: id})-[:LIVES_IN]->(home:Area)
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
RETURN m.id AS minor, home.code AS area

// name: open_cases
// The open case of each child of the actor's areas.
UNWIND $minors AS id
MATCH (m:Minor {id: id})-[:LIVES_IN]->(home:Area)
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MATCH (c:Item {minor: id})
WHERE c.item = 'case' AND NOT c.ended
RETURN c.id AS id, c.item AS kind, c.root AS root, c.state AS state, c.version AS version, c.area AS area,
       c.since AS since, c.ended AS ended, c.minor AS minor, c.owner AS owner, c.creator AS creator, c.parent AS parent, c.fields AS open, c.clocks AS clocks

// name: under_cases
// What is open under open cases of the actor's areas, the cases themselves left out; they are locked with the order.
UNWIND $cases AS id
MATCH (c:Item {root: id}) WHERE NOT c.ended AND c.id <> id
MATCH (home:Area {code: c.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
RETURN c.id AS id, c.item AS kind, c.root AS root, c.state AS state, c.version AS version, c.area AS area,
       c.since AS since, c.ended AS ended, c.minor AS minor, c.owner AS owner, c.creator AS creator, c.parent AS parent, c.fields AS open, c.clocks AS clocks
ORDER BY id

// name: lock_roots
UNWIND $roots AS id
MATCH (r:Item {id: id})
MATCH (home:Area {code: r.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
SET r._lock = $key
RETURN r.id AS key

// name: held
// An item with its root, all that is open under it, and how the actor stands to it; under the order's lock if it has one.
MATCH (i:Item {id: $item})
MATCH (r:Item {id: i.root})
MATCH (home:Area {code: i.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
  AND ($key IS NULL OR r._lock = $key)
MATCH (n:Item {root: r.id})
WHERE n = i OR n = r OR NOT n.ended
RETURN n.id AS id, n.item AS kind, n.root AS root, n.state AS state, n.version AS version, n.area AS area,
       n.since AS since, n.ended AS ended, n.minor AS minor, n.owner AS owner, n.creator AS creator, n.parent AS parent, n.fields AS open, n.clocks AS clocks,
       head([(n)-[:ABOUT]->(m:Minor) | m.pseudonym]) AS pseudonym, r.owner AS holder,
       EXISTS { MATCH (a:Account {id: $actor.id}) WHERE a.body = n.recipient AND NOT n.ended } AS received,
       EXISTS { (:Account {id: $actor.id})-[:ASKED]->(n) } AS asked,
       r.owner IS NOT NULL AND (r.owner = $actor.id OR EXISTS { (:Account {id: $actor.id})-[d:DEPUTY_OF]->(:Account {id: r.owner})
         WHERE d.since <= $on AND $on < d.until }) AS owned,
       EXISTS { (:Account {id: $actor.id})-[t:ASSIGNED]->(r)
         WHERE t.since <= $on AND (t.until IS NULL OR $on < t.until) AND coalesce(t.part, 'member') <> 'reporter' } AS on_team,
       EXISTS { (:Account {id: $actor.id})-[d:DEPUTY_OF]->(:Account)-[t:ASSIGNED]->(r)
         WHERE d.since <= $on AND $on < d.until AND t.since <= $on AND (t.until IS NULL OR $on < t.until)
           AND coalesce(t.part, 'member') <> 'reporter' } AS deputy,
       EXISTS { MATCH (g:Item {minor: n.minor}) WHERE g.creator = $actor.id AND g.reads > datetime() } AS emergency,
       EXISTS { MATCH (n)-[:ABOUT]->(m:Minor) WHERE m.erased IS NOT NULL } AS erased
ORDER BY id

// name: received
// The area of an item that was sent to the body to which the actor's account belongs, or on which she is asked to act,
// wherever it is; afterwards only for whoever took its last step, so that a repeated order has its answer.
MATCH (i:Item {id: $item})
MATCH (a:Account {id: $actor.id})
WHERE EXISTS { (a)-[:ASKED]->(i) } OR (a.body = i.recipient AND NOT i.ended)
   OR EXISTS { (i)-[:EVENT]->(v:Event {by: $actor.id, version: i.version}) WHERE a.body = i.recipient OR 'asked:' + a.id IN v.left }
RETURN i.area AS key

// name: lock_point
// Whoever accepts for a point waits for the others who do.
UNWIND $items AS id
MATCH (i:Item {id: id})
MATCH (home:Area {code: i.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MATCH (p:ServicePoint {id: i.recipient})
WITH DISTINCT p ORDER BY p.id
SET p._lock = $key
RETURN p.id AS key

// name: room
// How many more a point can take to which an item of the actor's areas was sent: its capacity, less its loaded load,
// less what it has accepted since that figure.
MATCH (i:Item {id: $item})
MATCH (home:Area {code: i.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MATCH (p:ServicePoint {id: i.recipient}) WHERE p.capacity IS NOT NULL
OPTIONAL MATCH (n:Item {recipient: p.id})
WHERE n.state = 'accepted' AND n.next IS NOT NULL AND (p.load_on IS NULL OR date(n.since) > p.load_on)
WITH p, count(n) AS held
RETURN p.capacity - coalesce(p.load, 0) - held AS room

// name: raised
// Open roots that an item of the actor's areas has brought about.
MATCH (n:Item {parent: $item}) WHERE NOT n.ended AND n.id = n.root
MATCH (home:Area {code: n.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
RETURN n.id AS id, n.item AS kind, n.root AS root, n.state AS state, n.version AS version, n.area AS area,
       n.since AS since, n.ended AS ended, n.minor AS minor, n.owner AS owner, n.creator AS creator, n.parent AS parent, n.fields AS open, n.clocks AS clocks

// name: past
// What has ended under the same root as an item of the actor's areas or was brought about by it, the latest first.
MATCH (i:Item {id: $item})
MATCH (home:Area {code: i.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
CALL (i) {
  MATCH (n:Item {root: i.root}) RETURN n
  UNION
  MATCH (n:Item {parent: i.id}) RETURN n
}
WITH i, n WHERE n.ended AND n.id <> i.id
RETURN n.id AS id, n.item AS kind, n.root AS root, n.state AS state, n.version AS version, n.area AS area,
       n.since AS since, n.ended AS ended, n.minor AS minor, n.owner AS owner, n.creator AS creator, n.parent AS parent, n.fields AS open, n.clocks AS clocks
ORDER BY n.since DESC, n.id LIMIT $first

// name: named
// Items of the actor's areas that a form names, or that stand in a file.
UNWIND $items AS id
MATCH (n:Item {id: id})
MATCH (home:Area {code: n.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
RETURN n.id AS id, n.item AS kind, n.root AS root, n.state AS state, n.version AS version, n.area AS area,
       n.since AS since, n.ended AS ended, n.minor AS minor, n.owner AS owner, n.creator AS creator, n.parent AS parent, n.fields AS open, n.clocks AS clocks

// name: areas
// Which of these areas are the actor's.
UNWIND $codes AS code
MATCH (home:Area {code: code})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
RETURN home.code AS key

// name: accounts
// Whether an account is good on a day and has areas that hold this one.
MATCH (a:Account {id: $account})
MATCH (home:Area {code: $area})
WHERE NOT coalesce(a.suspended, false) AND (a.until IS NULL OR $on < a.until)
  AND EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN a.areas }
RETURN a.id AS account, a.roles AS roles

// name: bodies
// Which of these codes are of bodies or service points.
UNWIND $codes AS code
CALL (code) {
  MATCH (b:Body {id: code}) RETURN b.id AS key
  UNION
  MATCH (p:ServicePoint {id: code}) RETURN p.id AS key
}
RETURN key
