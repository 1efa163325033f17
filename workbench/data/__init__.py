"""From anything people have to a table with roles that can be trusted."""
