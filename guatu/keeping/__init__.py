"""Keeping what was written: a copy in one file, the way back from it, the move to another database."""
