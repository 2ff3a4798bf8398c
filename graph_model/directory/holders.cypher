// Names of post holders.

// name: holders
// Names of the holders of posts, for an actor whose areas cover the post.
UNWIND $posts AS id
MATCH (h:Holder)<-[:HELD_BY]-(p:Post {id: id})-[:IN]->(:Area)-[:PART_OF*0..4]->(scope:Area)
WHERE scope.code IN $actor.areas
RETURN DISTINCT p.id AS post, h.name AS name
ORDER BY post
