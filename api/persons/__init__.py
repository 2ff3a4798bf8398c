"""Children within the actor's rights (人员)."""
