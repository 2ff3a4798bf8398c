// Keys first: MERGE is safe only on a constrained key.

// name: area_key
CREATE CONSTRAINT area_key IF NOT EXISTS FOR (n:Area) REQUIRE n.code IS UNIQUE

// name: body_key
CREATE CONSTRAINT body_key IF NOT EXISTS FOR (n:Body) REQUIRE n.id IS UNIQUE

// name: kind_key
CREATE CONSTRAINT kind_key IF NOT EXISTS FOR (n:BodyKind) REQUIRE n.code IS UNIQUE

// name: point_key
CREATE CONSTRAINT point_key IF NOT EXISTS FOR (n:ServicePoint) REQUIRE n.id IS UNIQUE

// name: post_key
CREATE CONSTRAINT post_key IF NOT EXISTS FOR (n:Post) REQUIRE n.id IS UNIQUE

// name: population_key
CREATE CONSTRAINT population_key IF NOT EXISTS FOR (n:Population) REQUIRE n.area IS UNIQUE

// name: list_key
CREATE CONSTRAINT list_key IF NOT EXISTS FOR (n:CompleteList) REQUIRE n.id IS UNIQUE

// name: local_document_key
CREATE CONSTRAINT local_document_key IF NOT EXISTS FOR (n:LocalDocument) REQUIRE n.id IS UNIQUE

// name: local_clause_key
CREATE CONSTRAINT local_clause_key IF NOT EXISTS FOR (n:LocalClause) REQUIRE n.id IS UNIQUE

// name: standard_key
CREATE CONSTRAINT standard_key IF NOT EXISTS FOR (n:BenefitStandard) REQUIRE n.id IS UNIQUE

// name: school_period_key
CREATE CONSTRAINT school_period_key IF NOT EXISTS FOR (n:SchoolPeriod) REQUIRE n.id IS UNIQUE

// name: kept_key
CREATE CONSTRAINT kept_key IF NOT EXISTS FOR (n:KeptDirectory) REQUIRE n.id IS UNIQUE

// name: outline_key
CREATE CONSTRAINT outline_key IF NOT EXISTS FOR (n:Outline) REQUIRE n.area IS UNIQUE

// name: holder_key
CREATE CONSTRAINT holder_key IF NOT EXISTS FOR (n:Holder) REQUIRE n.id IS UNIQUE

// name: segment_key
CREATE CONSTRAINT segment_key IF NOT EXISTS FOR (n:Segment) REQUIRE n.id IS UNIQUE

// name: account_id
CREATE CONSTRAINT account_id IF NOT EXISTS FOR (n:Account) REQUIRE n.id IS UNIQUE

// name: account_key
CREATE CONSTRAINT account_key IF NOT EXISTS FOR (n:Account) REQUIRE n.subject IS UNIQUE

// name: invitation_key
CREATE CONSTRAINT invitation_key IF NOT EXISTS FOR (n:Account) REQUIRE n.invitation IS UNIQUE

// name: feed_key
CREATE CONSTRAINT feed_key IF NOT EXISTS FOR (n:Feed) REQUIRE n.id IS UNIQUE

// name: session_key
CREATE CONSTRAINT session_key IF NOT EXISTS FOR (n:Session) REQUIRE n.id IS UNIQUE

// name: session_by_use
CREATE INDEX session_by_use IF NOT EXISTS FOR (n:Session) ON (n.used)

// name: lease_key
CREATE CONSTRAINT lease_key IF NOT EXISTS FOR (n:Lease) REQUIRE n.id IS UNIQUE

// name: version_key
CREATE CONSTRAINT version_key IF NOT EXISTS FOR (n:NetworkVersion) REQUIRE n.id IS UNIQUE

// name: change_key
CREATE CONSTRAINT change_key IF NOT EXISTS FOR (n:NetworkChange) REQUIRE n.number IS UNIQUE

// name: document_key
CREATE CONSTRAINT document_key IF NOT EXISTS FOR (n:Document) REQUIRE n.id IS UNIQUE

// name: document_version_key
CREATE CONSTRAINT document_version_key IF NOT EXISTS FOR (n:DocumentVersion) REQUIRE n.id IS UNIQUE

// name: provision_key
CREATE CONSTRAINT provision_key IF NOT EXISTS FOR (n:Provision) REQUIRE n.id IS UNIQUE

// name: matter_key
CREATE CONSTRAINT matter_key IF NOT EXISTS FOR (n:Matter) REQUIRE n.code IS UNIQUE

// name: duty_key
CREATE CONSTRAINT duty_key IF NOT EXISTS FOR (n:Duty) REQUIRE n.id IS UNIQUE

// name: norm_key
CREATE CONSTRAINT norm_key IF NOT EXISTS FOR (n:Norm) REQUIRE n.id IS UNIQUE

// name: act_key
CREATE CONSTRAINT act_key IF NOT EXISTS FOR (n:Act) REQUIRE n.code IS UNIQUE

// name: rulebook_key
CREATE CONSTRAINT rulebook_key IF NOT EXISTS FOR (n:Rulebook) REQUIRE n.id IS UNIQUE

// name: atom_key
CREATE CONSTRAINT atom_key IF NOT EXISTS FOR (n:Atom) REQUIRE n.key IS UNIQUE

// name: minor_key
CREATE CONSTRAINT minor_key IF NOT EXISTS FOR (n:Minor) REQUIRE n.id IS UNIQUE

// name: minor_joined
CREATE INDEX minor_joined IF NOT EXISTS FOR (n:Minor) ON (n.same_as)

// name: guardian_key
CREATE CONSTRAINT guardian_key IF NOT EXISTS FOR (n:Guardian) REQUIRE n.id IS UNIQUE

// name: household_key
CREATE CONSTRAINT household_key IF NOT EXISTS FOR (n:Household) REQUIRE n.id IS UNIQUE

// name: case_key
CREATE CONSTRAINT case_key IF NOT EXISTS FOR (n:Case) REQUIRE n.id IS UNIQUE

// name: record_key
CREATE CONSTRAINT record_key IF NOT EXISTS FOR (n:Record) REQUIRE n.key IS UNIQUE

// name: thing_key
CREATE CONSTRAINT thing_key IF NOT EXISTS FOR (n:Thing) REQUIRE n.key IS UNIQUE

// name: job_key
CREATE CONSTRAINT job_key IF NOT EXISTS FOR (n:Job) REQUIRE n.id IS UNIQUE

// name: draft_key
CREATE CONSTRAINT draft_key IF NOT EXISTS FOR (n:Draft) REQUIRE n.name IS UNIQUE

// name: command_key
CREATE CONSTRAINT command_key IF NOT EXISTS FOR (n:Command) REQUIRE n.key IS UNIQUE

// name: audit_anchor_key
CREATE CONSTRAINT audit_anchor_key IF NOT EXISTS FOR (n:AuditAnchor) REQUIRE n.file IS UNIQUE

// name: item_key
CREATE CONSTRAINT item_key IF NOT EXISTS FOR (n:Item) REQUIRE n.id IS UNIQUE

// name: event_key
CREATE CONSTRAINT event_key IF NOT EXISTS FOR (n:Event) REQUIRE n.seq IS UNIQUE

// name: event_by_time
CREATE INDEX event_by_time IF NOT EXISTS FOR (n:Event) ON (n.at)

// name: notice_key
CREATE CONSTRAINT notice_key IF NOT EXISTS FOR (n:Notice) REQUIRE n.key IS UNIQUE

// name: notice_by_day
CREATE INDEX notice_by_day IF NOT EXISTS FOR (n:Notice) ON (n.day)

// name: notice_waiting
CREATE INDEX notice_waiting IF NOT EXISTS FOR (n:Notice) ON (n.waiting)

// name: file_part_key
CREATE CONSTRAINT file_part_key IF NOT EXISTS FOR (n:FilePart) REQUIRE n.id IS UNIQUE

// name: own_form_key
CREATE CONSTRAINT own_form_key IF NOT EXISTS FOR (n:OwnForm) REQUIRE n.id IS UNIQUE

// name: own_form_by_area
CREATE INDEX own_form_by_area IF NOT EXISTS FOR (n:OwnForm) ON (n.area)

// name: item_by_root
CREATE INDEX item_by_root IF NOT EXISTS FOR (n:Item) ON (n.root)

// name: item_by_parent
CREATE INDEX item_by_parent IF NOT EXISTS FOR (n:Item) ON (n.parent)

// name: item_by_recipient
CREATE INDEX item_by_recipient IF NOT EXISTS FOR (n:Item) ON (n.recipient, n.next)

// name: item_by_minor
CREATE INDEX item_by_minor IF NOT EXISTS FOR (n:Item) ON (n.minor)

// name: item_by_area
CREATE INDEX item_by_area IF NOT EXISTS FOR (n:Item) ON (n.area, n.next)

// name: item_by_state
CREATE INDEX item_by_state IF NOT EXISTS FOR (n:Item) ON (n.area, n.item, n.state, n.next)

// name: item_by_free
CREATE INDEX item_by_free IF NOT EXISTS FOR (n:Item) ON (n.free, n.item, n.next)

// name: item_by_holder
CREATE INDEX item_by_holder IF NOT EXISTS FOR (n:Item) ON (n.holder, n.next)

// name: item_by_reads
CREATE INDEX item_by_reads IF NOT EXISTS FOR (n:Item) ON (n.reads)

// name: item_by_wake
CREATE INDEX item_by_wake IF NOT EXISTS FOR (n:Item) ON (n.wake)

// name: shift_key
CREATE CONSTRAINT shift_key IF NOT EXISTS FOR (n:Shift) REQUIRE n.id IS UNIQUE

// name: asked
// Holds nothing: the type is there before anybody was asked, so that every statement can be planned.
CREATE INDEX asked IF NOT EXISTS FOR ()-[e:ASKED]-() ON (e.since)

// name: carries
// Holds nothing, as `asked`: before any file was attached.
CREATE INDEX carries IF NOT EXISTS FOR ()-[e:CARRIES]-() ON (e.since)

// name: monthly_counts_key
CREATE CONSTRAINT monthly_counts_key IF NOT EXISTS FOR (n:MonthlyCounts) REQUIRE n.id IS UNIQUE

// name: monthly_counts_by_district
CREATE INDEX monthly_counts_by_district IF NOT EXISTS FOR (n:MonthlyCounts) ON (n.district)

// name: area_by_until
CREATE INDEX area_by_until IF NOT EXISTS FOR (n:Area) ON (n.until)

// name: body_by_kind
CREATE INDEX body_by_kind IF NOT EXISTS FOR (n:Body) ON (n.area, n.kind)

// name: body_external
CREATE INDEX body_external IF NOT EXISTS FOR (n:Body) ON (n.external_id)

// name: point_external
CREATE INDEX point_external IF NOT EXISTS FOR (n:ServicePoint) ON (n.external_id)

// name: segment_by_road
CREATE INDEX segment_by_road IF NOT EXISTS FOR (n:Segment) ON (n.road)

// name: job_by_day
CREATE INDEX job_by_day IF NOT EXISTS FOR (n:Job) ON (n.changed)

// name: area_names
CREATE FULLTEXT INDEX area_names IF NOT EXISTS FOR (n:Area) ON EACH [n.name] OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}}

// name: ready
CALL db.awaitIndexes(60)
