// Referrals of open cases: where they were sent from and to, and how they are answered. Counts of F1 facts, no child.

// name: sendings
// What was sent under the open cases of the actor's areas, or of one area in them, by community and by whom it was sent to;
// '' where that body is in no list.
UNWIND $actor.areas AS code
MATCH (scope:Area {code: code})
MATCH (home:Area)-[:PART_OF*0..4]->(scope)
WHERE scope.code IN $actor.areas AND ($area IS NULL OR EXISTS { (home)-[:PART_OF*0..4]->(:Area {code: $area}) })
WITH DISTINCT home
MATCH (c:Item {area: home.code})
WHERE c.next >= $from AND c.next < $until AND c.item = 'case'
MATCH (n:Item {root: c.id})
WHERE n.item = $kind AND NOT n.state IN $void
WITH home.code AS area, n, n.state IN $waiting AS waits, EXISTS { (n)-[:EVENT]->(:Event {action: $late}) } AS late
RETURN area, coalesce(n.recipient, '') AS recipient,
       CASE WHEN n.state IN $back AND n.fields CONTAINS $instead THEN split(split(n.fields, $instead)[1], '"')[0] END AS instead,
       count(n) AS sent, sum(CASE WHEN n.ended THEN 0 ELSE 1 END) AS open, sum(CASE WHEN waits THEN 1 ELSE 0 END) AS waiting,
       sum(CASE WHEN waits AND late THEN 1 ELSE 0 END) AS overdue, sum(CASE WHEN late AND NOT waits THEN 1 ELSE 0 END) AS late
ORDER BY area, recipient, instead
