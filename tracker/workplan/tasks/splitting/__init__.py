"""One directive that became several tasks (拆分)."""
