"""Photographs rendered by code, in pairs that are labelled: what the checks of evidence find of them."""
