// Commands: each has a key of its own, so that a write takes effect once however often it is sent.

// name: take
// Takes the key; the lock is held until the transaction ends, so a second command with it waits for the first.
MERGE (c:Command {key: $key})
ON CREATE SET c.nonce = $nonce, c.hash = $hash, c.at = $at
SET c._lock = $nonce
RETURN c.nonce = $nonce AS fresh, c.hash = $hash AS same

// name: known
// Which of these commands have taken effect.
UNWIND $keys AS key
MATCH (c:Command {key: key})
RETURN c.key AS key
