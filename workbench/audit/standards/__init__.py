"""Standards: fixed ways of reporting how groups fare, one file each.

A module here that defines ``STANDARD`` is a standard; :mod:`.registry` finds it. Nothing else has to
be edited to add one.
"""
