// The published tables: created once under their number in the district, then never changed.

// name: create_table
// A table that stands under this number is left as it is.
MATCH (home:Area {code: $district})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MERGE (t:MonthlyCounts {id: $id})
ON CREATE SET t.district = $district, t.number = $number, t.month = $month, t.made = $made, t.content = $content

// name: table
MATCH (t:MonthlyCounts {id: $id})
RETURN t.number AS number, t.content AS content

// name: latest_table
// The last table of a district up to a month that was made by a day, for whoever has an area in the district or above it.
MATCH (t:MonthlyCounts {district: $district})
WHERE t.month <= $month AND t.made <= $by
MATCH (home:Area {code: t.district})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
   OR EXISTS { (home)<-[:PART_OF*0..4]-(scope:Area) WHERE scope.code IN $actor.areas }
RETURN t.number AS number, t.content AS content
ORDER BY t.month DESC, t.number DESC LIMIT 1
