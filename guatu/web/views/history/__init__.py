"""The trail: who did what, link by link, and whether it is whole."""
