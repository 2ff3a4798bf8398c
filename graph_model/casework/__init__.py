"""Items of casework in the graph: commands, events, worklists (办理的存取)."""
