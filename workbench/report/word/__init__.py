"""What a Word file is made of: runs and content controls, tables, the package with its parts."""
