// Outlines of areas: read when one is drawn, and never with the network.

// name: of_areas
UNWIND $codes AS code
MATCH (o:Outline {area: code})
RETURN o.area AS area, o.crs AS crs, o.degrees AS degrees, o.rings AS rings, o.polygons AS polygons,
       o.vertices AS vertices, o.tolerance AS tolerance, o.source AS source, o.provenance AS provenance,
       o.source_date AS source_date, o.precision AS precision
ORDER BY area

// name: drawn
// Which of these areas have one.
UNWIND $codes AS code
MATCH (o:Outline {area: code})
RETURN o.area AS key
