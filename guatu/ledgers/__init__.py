"""Directives, ledgers, items, assignments, evidence, close-out and look-back."""
