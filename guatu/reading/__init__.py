"""The reader: a directive document becomes a draft ledger. No Django, no database; usable alone."""
