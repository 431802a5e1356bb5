"""The checks of `guatu verify`, one file for each thing that is checked."""
