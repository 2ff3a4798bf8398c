// What an answer about one place needs of the network: keys of records, whatever the size of the rest.
// Many in one row: the driver spends more on each row than on what is in it.

// name: upper
// Provinces, cities and districts: what people write before a name.
MATCH (a:Province|City|District) RETURN collect(a.code) AS keys

// name: begun
// Districts of which something is loaded.
MATCH (a:District) WHERE EXISTS { (a)<-[:PART_OF]-() } RETURN a.code AS code, a.name AS name ORDER BY code

// name: paths
// Areas with all above them.
UNWIND $codes AS code
MATCH (:Area {code: code})-[:PART_OF*0..4]->(a:Area)
RETURN collect(DISTINCT a.code) AS keys

// name: became
// Which districts belong together because an area of the one went into the other.
MATCH (a:Area) WHERE a.until >= date('1900-01-01')
MATCH (a)-[:PART_OF*0..4]->(one:District)
UNWIND coalesce(a.successors, []) AS into
MATCH (:Area {code: into})-[:PART_OF*0..4]->(other:District) WHERE other <> one
RETURN DISTINCT one.code AS one, other.code AS other

// name: inside
// All areas of districts.
UNWIND $codes AS code
MATCH (:Area {code: code})<-[:PART_OF*0..4]-(a:Area)
RETURN collect(DISTINCT a.code) AS keys

// name: records
// What lies in areas, serves them or is said of them.
UNWIND $codes AS code
MATCH (:Area {code: code})<-[:IN|SERVES|OF]-
  (x:Body|ServicePoint|Post|Population|CompleteList|LocalDocument|BenefitStandard|SchoolPeriod)
WITH head([l IN labels(x) WHERE l IN $kinds]) AS kind, coalesce(x.id, x.area) AS key
RETURN kind, collect(DISTINCT key) AS keys

// name: clauses
UNWIND $documents AS document
MATCH (:LocalDocument {id: document})<-[:OF]-(c:LocalClause)
RETURN c.id AS key
