"""Pages about people: signing in, one's own account, units, roles."""
