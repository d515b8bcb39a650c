"""Comments (讨论): what office, leaders and a unit say to each other beside the deeds."""
