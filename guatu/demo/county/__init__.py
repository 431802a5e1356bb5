"""云桥县, a fictional county with a year of work in it: founded, filled and kept by the real actions."""
