"""Outline: the numbering and headings of Chinese documents."""
