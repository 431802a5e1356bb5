"""A fictional county, made from code."""
