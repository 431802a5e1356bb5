"""Papers: readable sources turned into the files an office would send."""
