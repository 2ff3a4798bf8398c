// Long work that a client polls: any process of the service can answer, cancel or finish it.

// name: put_job
MERGE (j:Job {id: $id})
ON CREATE SET j.owner = $actor.id
WITH j WHERE j.owner = $actor.id
SET j.kind = $kind, j.status = $status, j.result = $result, j.changed = $at
RETURN j.id AS key

// name: tell_job
// How far it is, and whether somebody asked to stop it.
MATCH (j:Job {id: $id}) WHERE j.owner = $actor.id
SET j.stage = $stage, j.done = $done, j.total = $total, j.changed = $at
RETURN coalesce(j.cancel, false) AS cancel

// name: settle_job
// In the transaction that writes: taken before the flag is read, so that a later cancel waits for the commit.
MATCH (j:Job {id: $id}) WHERE j.owner = $actor.id
SET j.settled = true
RETURN coalesce(j.cancel, false) AS cancel

// name: job
MATCH (j:Job {id: $id}) WHERE j.owner = $actor.id
RETURN j.id AS id, j.kind AS kind, j.status AS status, j.result AS result, coalesce(j.cancel, false) AS cancel,
       j.changed AS changed, j.stage AS stage, j.done AS done, j.total AS total, coalesce(j.settled, false) AS settled

// name: cancel_job
MATCH (j:Job {id: $id}) WHERE j.owner = $actor.id
SET j.cancel = true
RETURN j.id AS key

// name: sweep_jobs
// Jobs that nothing has happened to for long: done, failed, or left by a process that ended.
MATCH (j:Job) WHERE j.changed < $before
WITH j, j.id AS key
DELETE j
RETURN key
