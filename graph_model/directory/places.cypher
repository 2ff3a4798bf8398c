// Finding an area or an office by what people type.

// name: areas_by_name
// Areas whose name fits, best first; an empty database may lack the index, which is then not asked.
MATCH (any:Area)
WHERE any.code >= ''
WITH any LIMIT 1
CALL db.index.fulltext.queryNodes('area_names', $text, {limit: 20}) YIELD node, score
RETURN node.code AS code, node.name AS name, node.level AS level, score
ORDER BY score DESC, code

// name: segments_of_roads
// The house-number segments of roads, without those that were entered by mistake.
UNWIND $roads AS road
MATCH (s:Segment {road: road})
WHERE NOT coalesce(s.withdrawn, false)
RETURN s.id AS id, s.road AS road, s.area AS area, s.source AS source, s.parity AS parity, s.low AS low, s.high AS high
ORDER BY id
