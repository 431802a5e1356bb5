"""Repair: noise seen in the wild is mended and counted, with a map back to the source."""
