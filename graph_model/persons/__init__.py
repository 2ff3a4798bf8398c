"""Children, guardians and cases in the graph, sealed (人员)."""
