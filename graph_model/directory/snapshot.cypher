// Reading the network, without personal facts: the next records of a kind after a key, or those with some keys.
// Many in one row: the driver spends more on each row than on what is in it.

// name: version
// Which state of network and rules the graph holds.
OPTIONAL MATCH (v:NetworkVersion {id: 'network'})
OPTIONAL MATCH (r:Rulebook {id: 'current'})
RETURN coalesce(v.number, 0) AS number, r.hash AS rules

// name: areas
CALL () {
  MATCH (a:Area) WHERE a.code > $after RETURN a ORDER BY a.code LIMIT $most
  UNION ALL
  UNWIND $keys AS key MATCH (a:Area {code: key}) RETURN a
}
RETURN collect(a {.code, .name, .level, .parent, .authority, .source, .source_date, .since, .until, .lon, .lat, .crs,
  .precision, successors: coalesce(a.successors, []), withdrawn: coalesce(a.withdrawn, false)}) AS rows

// name: bodies
CALL () {
  MATCH (b:Body) WHERE b.id > $after RETURN b ORDER BY b.id LIMIT $most
  UNION ALL
  UNWIND $keys AS key MATCH (b:Body {id: key}) RETURN b
}
RETURN collect(b {.id, .name, .kind, .area, .source, .provenance, aliases: coalesce(b.aliases, []), .contact,
  .external_id, .since, .until, .paused_since, .paused_until, withdrawn: coalesce(b.withdrawn, false)}) AS rows

// name: points
CALL () {
  MATCH (s:ServicePoint) WHERE s.id > $after RETURN s ORDER BY s.id LIMIT $most
  UNION ALL
  UNWIND $keys AS key MATCH (s:ServicePoint {id: key}) RETURN s
}
RETURN collect(s {.id, .name, .area, .body, .serves, .provenance, .source, .tier, hours: coalesce(s.hours, []),
  .contact, .assured_on, .external_id, services: coalesce(s.services, []), .age_from, .age_under, .capacity, .load,
  .load_on, .head, .staff, .accessible, confidential: coalesce(s.confidential, false), .lon, .lat, .crs, .precision,
  stages: coalesce(s.stages, []), .since, .until, .paused_since, .paused_until,
  withdrawn: coalesce(s.withdrawn, false)}) AS rows

// name: posts
CALL () {
  MATCH (p:Post) WHERE p.id > $after RETURN p ORDER BY p.id LIMIT $most
  UNION ALL
  UNWIND $keys AS key MATCH (p:Post {id: key}) RETURN p
}
RETURN collect(p {.id, .kind, .area, .provenance, .source, .holder, .since, .left_on, .until,
  withdrawn: coalesce(p.withdrawn, false)}) AS rows

// name: populations
CALL () {
  MATCH (p:Population) WHERE p.area > $after RETURN p ORDER BY p.area LIMIT $most
  UNION ALL
  UNWIND $keys AS key MATCH (p:Population {area: key}) RETURN p
}
RETURN collect(p {.area, .minors, .source, .provenance, .counted_on, withdrawn: coalesce(p.withdrawn, false)}) AS rows

// name: lists
CALL () {
  MATCH (l:CompleteList) WHERE l.id > $after RETURN l ORDER BY l.id LIMIT $most
  UNION ALL
  UNWIND $keys AS key MATCH (l:CompleteList {id: key}) RETURN l
}
RETURN collect(l {.kind, .area, .as_of, .source, .provenance, withdrawn: coalesce(l.withdrawn, false)}) AS rows

// name: local_documents
CALL () {
  MATCH (d:LocalDocument) WHERE d.id > $after RETURN d ORDER BY d.id LIMIT $most
  UNION ALL
  UNWIND $keys AS key MATCH (d:LocalDocument {id: key}) RETURN d
}
RETURN collect(d {.code, .area, .since, .title, .source, .provenance, .reference, .issuer, .issued, .until}) AS rows

// name: local_clauses
CALL () {
  MATCH (c:LocalClause) WHERE c.id > $after RETURN c ORDER BY c.id LIMIT $most
  UNION ALL
  UNWIND $keys AS key MATCH (c:LocalClause {id: key}) RETURN c
}
RETURN collect(c {.document, .area, .number, .text, matters: coalesce(c.matters, []), kinds: coalesce(c.kinds, []),
  withdrawn: coalesce(c.withdrawn, false)}) AS rows

// name: standards
CALL () {
  MATCH (s:BenefitStandard) WHERE s.id > $after RETURN s ORDER BY s.id LIMIT $most
  UNION ALL
  UNWIND $keys AS key MATCH (s:BenefitStandard {id: key}) RETURN s
}
RETURN collect(s {.service, .area, .since, .amount, .per, .source, .provenance, group: coalesce(s.group, ''), .until,
  withdrawn: coalesce(s.withdrawn, false)}) AS rows

// name: terms
CALL () {
  MATCH (p:SchoolPeriod) WHERE p.id > $after RETURN p ORDER BY p.id LIMIT $most
  UNION ALL
  UNWIND $keys AS key MATCH (p:SchoolPeriod {id: key}) RETURN p
}
RETURN collect(p {.area, .since, .until, .kind, .name, .source, .provenance,
  withdrawn: coalesce(p.withdrawn, false)}) AS rows
