"""Meetings: the list, one meeting, and what is done with it."""
