"""Divisions, units, offices, people, roles and working days."""
