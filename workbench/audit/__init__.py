"""How groups fare: rates, gaps, and verdicts that never say more than the evidence carries."""
