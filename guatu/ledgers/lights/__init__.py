"""Lights over items: what a regime may ask of one, and why it shows what it shows."""
