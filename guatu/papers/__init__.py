"""Numbered documents: drafted, signed, issued."""
