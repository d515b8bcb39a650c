"""What a leader watches (需要关注): tasks, single units' work and reports, for themself alone."""
