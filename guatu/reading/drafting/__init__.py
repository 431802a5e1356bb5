"""Drafting: an outlined document becomes items, measures, duties, deadlines and figures."""

from guatu.reading.drafting.draft import draft

__all__ = ["draft"]
