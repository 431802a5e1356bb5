"""Whether a problem was struck off before: pairs of characters by which an index finds it, and how close."""
