// Forms of their own that bodies have loaded, each for an area and what lies in it. They hold nothing of anybody.

// name: put_form
// One form by its name in an area of the actor; put again, it is replaced.
MATCH (home:Area {code: $area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
MERGE (f:OwnForm {id: $id})
SET f.name = $name, f.kind = $kind, f.area = $area, f.ending = $ending, f.content = $content, f.by = $actor.id, f.put_on = $on
RETURN f.id AS key

// name: forms
// The forms for items in an area, without their content.
MATCH (home:Area {code: $area})-[:PART_OF*0..4]->(above:Area)
MATCH (f:OwnForm {area: above.code})
WHERE $kind IS NULL OR f.kind = $kind
RETURN f.id AS id, f.name AS name, f.kind AS kind, f.area AS area, f.ending AS ending, f.put_on AS put_on
ORDER BY f.name, f.id

// name: form
// One form for items in an area, with its content.
MATCH (home:Area {code: $area})-[:PART_OF*0..4]->(above:Area)
MATCH (f:OwnForm {id: $id, area: above.code})
RETURN f.id AS id, f.name AS name, f.kind AS kind, f.area AS area, f.ending AS ending, f.put_on AS put_on, f.content AS content

// name: count_forms
MATCH (f:OwnForm {area: $area})
RETURN count(f) AS count

// name: delete_form
MATCH (f:OwnForm {id: $id})
MATCH (home:Area {code: f.area})
WHERE EXISTS { (home)-[:PART_OF*0..4]->(scope:Area) WHERE scope.code IN $actor.areas }
WITH f, f.id AS key
DELETE f
RETURN key
