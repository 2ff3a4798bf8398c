// Evidence and named objects of some areas, whole, for files; every statement keeps to the areas of the actor.

// name: filed_in
UNWIND $areas AS code
MATCH (home:Area {code: code})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MATCH (e:Record)-[:IN]->(home)
WHERE e.obligation IN $obligations
RETURN e.key AS key, e.obligation AS obligation, e.component AS component, e.object AS object,
       e.occurred_on AS occurred_on, e.recorded_on AS recorded_on, e.kind AS kind, e.result AS result,
       e.reason AS reason, e.demand_done AS demand_done,
       home.code AS area, e.by AS by, e.provenance AS provenance, coalesce(e.source, '') AS source
ORDER BY key
LIMIT $most

// name: named_in
UNWIND $areas AS code
MATCH (home:Area {code: code})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MATCH (t:Thing)-[:IN]->(home)
RETURN t.key AS key, t.obligation AS obligation, t.name AS name, home.code AS area, t.since AS since,
       t.attributes AS attributes, t.provenance AS provenance, coalesce(t.source, '') AS source
ORDER BY key
LIMIT $most
