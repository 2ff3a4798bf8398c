// Evidence that continuing duties were met (台账), and the things that no other part of the graph holds.
// Every statement keeps to the areas of the actor.

// name: put_records
// Evidence by key; when it first came on file stays as it was, whatever is corrected later.
UNWIND $records AS r
MATCH (home:Area {code: r.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MERGE (e:Record {key: r.key})
ON CREATE SET e.recorded_on = r.recorded_on
SET e.obligation = r.obligation, e.component = r.component, e.object = r.object, e.occurred_on = r.occurred_on,
    e.kind = r.kind, e.result = r.result, e.reason = r.reason, e.demand_done = r.demand_done, e.area = r.area,
    e.by = r.by, e.provenance = r.provenance, e.source = r.source
MERGE (e)-[:IN]->(home)
RETURN r.key AS key

// name: record
MATCH (e:Record {key: $key})-[:IN]->(home:Area)
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
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
UNWIND $records AS r
MATCH (home:Area {code: r.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MERGE (t:Thing {key: r.key})
SET t.obligation = r.obligation, t.name = r.name, t.area = r.area, t.since = r.since, t.attributes = r.attributes,
    t.provenance = r.provenance, t.source = r.source
MERGE (t)-[:IN]->(home)
RETURN r.key AS key

// name: things_in
MATCH (asked:Area {code: $area})
MATCH (home:Area)-[:PART_OF*0..4]->(asked)
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MATCH (t:Thing)-[:IN]->(home)
RETURN t.key AS key, t.obligation AS obligation, t.name AS name, t.area AS area, t.since AS since,
       t.attributes AS attributes
ORDER BY key
