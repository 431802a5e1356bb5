"""Guatu 挂图: a document comes in, a ledger comes out."""

__version__ = "0.1.0"
