"""The head of a document: title, issuer, day, number, secrecy, kind, contacts, window for opinions."""

from guatu.reading.drafting.head.head import Head, read_head

__all__ = ["Head", "read_head"]
