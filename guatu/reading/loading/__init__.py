"""Loaders: bytes become a Source, one reader per format behind one small interface."""
