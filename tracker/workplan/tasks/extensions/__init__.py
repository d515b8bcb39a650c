"""Extension requests (延期申请): a unit asks, a supervisor says what they think, a leader decides."""
