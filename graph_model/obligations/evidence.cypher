// Evidence that continuing duties were met (台账), and the things that no other part of the graph holds.
// Every statement keeps to the areas of the actor. What belongs to an area is locked itself and then tied to it by CREATE:
// a MERGE would lock the area, for which all who work in it would wait, some of them for each other.

// name: put_records
// Evidence by key; when it first came on file stays as it was, whatever is corrected later. The record is locked before
// its area is read: one that stands outside the actor's areas is left as it is and yields no key.
UNWIND $records AS r
MATCH (home:Area {code: r.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MERGE (e:Record {key: r.key})
ON CREATE SET e.recorded_on = r.recorded_on, e.area = r.area
SET e._lock = r.key
WITH r, home, e
WHERE EXISTS { (:Area {code: e.area})-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
SET e.obligation = r.obligation, e.component = r.component, e.object = r.object, e.occurred_on = r.occurred_on,
    e.kind = r.kind, e.result = r.result, e.reason = r.reason, e.demand_done = r.demand_done, e.area = r.area,
    e.by = r.by, e.provenance = r.provenance, e.source = r.source, e._lock = null
WITH DISTINCT r, home, e
CALL (home, e) {
  MATCH (e)-[old:IN]->(x:Area) WHERE x <> home
  DELETE old
}
CALL (home, e) {
  WITH home, e WHERE NOT EXISTS { (e)-[:IN]->(home) }
  CREATE (e)-[:IN]->(home)
}
RETURN r.key AS key

// name: create_record
// One new record; a key that stands, wherever, is left as it is and yields nothing. Where a record that the actor may
// not see has the key, it stands under the key with the area in it: in the same statement, so that it costs the same.
MATCH (home:Area {code: $record.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
OPTIONAL MATCH (theirs:Record {key: $key})
WHERE NOT EXISTS { (:Area {code: theirs.area})-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
WITH home, CASE WHEN theirs IS NULL THEN $key ELSE $key + '@' + home.code END AS key
MERGE (e:Record {key: key})
ON CREATE SET e.created = $nonce
SET e._lock = $nonce
WITH home, e WHERE e.created = $nonce
SET e += $record, e._lock = null, e.created = null
CREATE (e)-[:IN]->(home)
RETURN e.key AS key

// name: record
// The record of the actor's areas with a key, or with the area in it where somebody else's has the key.
UNWIND [$key, $key + '@' + $area] AS known
MATCH (e:Record {key: known})-[:IN]->(home:Area)
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
WITH e ORDER BY size(e.key) LIMIT 1
RETURN e.key AS key, e.obligation AS obligation, e.component AS component, e.object AS object,
       e.occurred_on AS occurred_on, e.recorded_on AS recorded_on, e.kind AS kind, e.result AS result,
       e.reason AS reason, e.demand_done AS demand_done

// name: records_among
// Which of these keys stand, and whether in the actor's areas.
UNWIND $keys AS key
MATCH (e:Record {key: key})-[:IN]->(home:Area)
RETURN e.key AS key, e.obligation AS obligation, e.component AS component, e.object AS object,
       e.occurred_on AS occurred_on, e.recorded_on AS recorded_on, e.kind AS kind, e.result AS result,
       e.reason AS reason, e.demand_done AS demand_done,
       EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas } AS mine

// name: things_among
// Which of these keys stand, and whether in the actor's areas.
UNWIND $keys AS key
MATCH (t:Thing {key: key})-[:IN]->(home:Area)
RETURN t.key AS key, t.obligation AS obligation, t.name AS name, t.area AS area, t.since AS since,
       t.attributes AS attributes,
       EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas } AS mine

// name: records_in
MATCH (asked:Area {code: $area})
MATCH (home:Area)-[:PART_OF*0..4]->(asked)
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MATCH (e:Record)-[:IN]->(home)
WHERE e.obligation IN $obligations
RETURN e.key AS key, e.obligation AS obligation, e.component AS component, e.object AS object,
       e.occurred_on AS occurred_on, e.recorded_on AS recorded_on, e.kind AS kind, e.result AS result,
       e.reason AS reason, e.demand_done AS demand_done
ORDER BY key

// name: put_things
// As put_records: a thing outside the actor's areas is left as it is.
UNWIND $records AS r
MATCH (home:Area {code: r.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MERGE (t:Thing {key: r.key})
ON CREATE SET t.area = r.area
SET t._lock = r.key
WITH r, home, t
WHERE EXISTS { (:Area {code: t.area})-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
SET t.obligation = r.obligation, t.name = r.name, t.area = r.area, t.since = r.since, t.attributes = r.attributes,
    t.provenance = r.provenance, t.source = r.source, t._lock = null
WITH DISTINCT r, home, t
CALL (home, t) {
  MATCH (t)-[old:IN]->(x:Area) WHERE x <> home
  DELETE old
}
CALL (home, t) {
  WITH home, t WHERE NOT EXISTS { (t)-[:IN]->(home) }
  CREATE (t)-[:IN]->(home)
}
RETURN r.key AS key

// name: things_in
MATCH (asked:Area {code: $area})
MATCH (home:Area)-[:PART_OF*0..4]->(asked)
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MATCH (t:Thing)-[:IN]->(home)
RETURN t.key AS key, t.obligation AS obligation, t.name AS name, t.area AS area, t.since AS since,
       t.attributes AS attributes
ORDER BY key

// name: in_areas
// The area, if it is one of the actor's.
MATCH (home:Area {code: $area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
RETURN home.code AS key
