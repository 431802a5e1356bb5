"""回头看: the plan of looking again at what was struck off, and what was found."""
