"""Papers: drawn up, issued, looked at, signed for; and the templates by which they are printed."""
