"""``verify_report``: whether a report prints what was recorded, and whether that follows from its counts."""
