"""What was accepted of reports and became no task yet (待立项)."""
