"""Round every page: guards, headers, refusals, navigation."""
