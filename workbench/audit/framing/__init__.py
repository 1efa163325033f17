"""What is compared, what is tolerated and why: a few questions in plain words lead to a policy."""
