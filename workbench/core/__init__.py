"""What every result shares: provenance, findings, fingerprints, versions, JSON."""
