// Reading the network whole: small, changes rarely, without personal facts.

// name: version
// Which state of network and rules the graph holds.
OPTIONAL MATCH (v:NetworkVersion {id: 'network'})
OPTIONAL MATCH (r:Rulebook {id: 'current'})
RETURN coalesce(v.number, 0) AS number, r.hash AS rules

// name: all_areas
MATCH (root:Area {code: $root})
MATCH (a:Area)-[:PART_OF*0..4]->(root)
RETURN a.code AS code, a.name AS name, a.level AS level, a.parent AS parent, a.authority AS authority,
       a.source AS source, a.source_date AS source_date, a.since AS since, a.until AS until,
       a.lon AS lon, a.lat AS lat, a.crs AS crs, a.precision AS precision,
       coalesce(a.successors, []) AS successors, coalesce(a.withdrawn, false) AS withdrawn
ORDER BY code

// name: roots
// The areas at the top of what is loaded.
MATCH (a:Province) RETURN a.code AS key ORDER BY key

// name: all_bodies
MATCH (root:Area {code: $root})
MATCH (b:Body)-[:SERVES]->(:Area)-[:PART_OF*0..4]->(root)
RETURN b.id AS id, b.name AS name, b.kind AS kind, b.area AS area, b.source AS source, b.provenance AS provenance,
       coalesce(b.aliases, []) AS aliases, b.contact AS contact, b.external_id AS external_id,
       b.since AS since, b.until AS until, b.paused_since AS paused_since, b.paused_until AS paused_until,
       coalesce(b.withdrawn, false) AS withdrawn
ORDER BY id

// name: all_points
MATCH (root:Area {code: $root})
MATCH (s:ServicePoint)-[:IN]->(:Area)-[:PART_OF*0..4]->(root)
RETURN s.id AS id, s.name AS name, s.area AS area, s.body AS body, s.serves AS serves, s.provenance AS provenance,
       s.source AS source, s.tier AS tier, coalesce(s.hours, []) AS hours, s.contact AS contact,
       s.assured_on AS assured_on, s.external_id AS external_id, coalesce(s.services, []) AS services,
       s.age_from AS age_from, s.age_under AS age_under, s.capacity AS capacity, s.load AS load, s.load_on AS load_on,
       s.head AS head, s.staff AS staff, s.accessible AS accessible, coalesce(s.confidential, false) AS confidential,
       s.lon AS lon, s.lat AS lat, s.crs AS crs, s.precision AS precision, coalesce(s.stages, []) AS stages,
       s.since AS since, s.until AS until, s.paused_since AS paused_since, s.paused_until AS paused_until,
       coalesce(s.withdrawn, false) AS withdrawn
ORDER BY id

// name: all_posts
MATCH (root:Area {code: $root})
MATCH (p:Post)-[:IN]->(:Area)-[:PART_OF*0..4]->(root)
RETURN p.id AS id, p.kind AS kind, p.area AS area, p.provenance AS provenance, p.source AS source,
       p.holder AS holder, p.since AS since, p.left_on AS left_on, p.until AS until,
       coalesce(p.withdrawn, false) AS withdrawn
ORDER BY id

// name: all_populations
MATCH (root:Area {code: $root})
MATCH (p:Population)-[:OF]->(:Area)-[:PART_OF*0..4]->(root)
RETURN p.area AS area, p.minors AS minors, p.source AS source, p.provenance AS provenance, p.counted_on AS counted_on,
       coalesce(p.withdrawn, false) AS withdrawn
ORDER BY area

// name: all_lists
MATCH (root:Area {code: $root})
MATCH (l:CompleteList)-[:OF]->(:Area)-[:PART_OF*0..4]->(root)
RETURN l.kind AS kind, l.area AS area, l.as_of AS as_of, l.source AS source, l.provenance AS provenance,
       coalesce(l.withdrawn, false) AS withdrawn
ORDER BY l.id

// name: all_local_documents
MATCH (root:Area {code: $root})
MATCH (d:LocalDocument)-[:OF]->(:Area)-[:PART_OF*0..4]->(root)
RETURN d.code AS code, d.area AS area, d.since AS since, d.title AS title, d.source AS source,
       d.provenance AS provenance, d.reference AS reference, d.issuer AS issuer, d.issued AS issued, d.until AS until
ORDER BY d.id

// name: all_local_clauses
MATCH (root:Area {code: $root})
MATCH (c:LocalClause)-[:OF]->(:LocalDocument)-[:OF]->(:Area)-[:PART_OF*0..4]->(root)
RETURN c.document AS document, c.area AS area, c.number AS number, c.text AS text, coalesce(c.matters, []) AS matters,
       coalesce(c.kinds, []) AS kinds, coalesce(c.withdrawn, false) AS withdrawn
ORDER BY c.id

// name: all_standards
MATCH (root:Area {code: $root})
MATCH (s:BenefitStandard)-[:OF]->(:Area)-[:PART_OF*0..4]->(root)
RETURN s.service AS service, s.area AS area, s.since AS since, s.amount AS amount, s.per AS per, s.source AS source,
       s.provenance AS provenance, coalesce(s.group, '') AS group, s.until AS until,
       coalesce(s.withdrawn, false) AS withdrawn
ORDER BY s.id

// name: all_terms
MATCH (root:Area {code: $root})
MATCH (p:SchoolPeriod)-[:OF]->(:Area)-[:PART_OF*0..4]->(root)
RETURN p.area AS area, p.since AS since, p.until AS until, p.kind AS kind, p.name AS name, p.source AS source,
       p.provenance AS provenance, coalesce(p.withdrawn, false) AS withdrawn
ORDER BY p.id
