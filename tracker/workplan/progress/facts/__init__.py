"""Whether a unit reported in time: facts, for whoever judges by them."""
