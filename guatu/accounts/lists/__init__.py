"""What the pages of the registry show: units, people, offices and what happened to them."""
