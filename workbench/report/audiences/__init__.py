"""What each reader gets, in which order. One file an audience."""
