"""``verify_report``: is what a report prints what was recorded, and does that follow from its counts?"""
