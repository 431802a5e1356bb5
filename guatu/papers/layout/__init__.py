"""How papers look: templates of named fields, filled, checked and drawn; plain Python without a database."""
