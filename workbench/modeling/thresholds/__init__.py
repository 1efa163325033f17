"""Where decisions begin: thresholds chosen by stated costs or capacity, with what they do to each group."""
