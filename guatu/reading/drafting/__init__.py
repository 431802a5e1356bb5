"""Drafting: an outlined document becomes items, measures, duties, deadlines and figures."""
