"""Outline: the numbering and headings of Chinese documents."""

from guatu.reading.outlining.markers import Marker, find_marker
from guatu.reading.outlining.tree import Line, Node, Outline, grow, read_lines

__all__ = ["Line", "Marker", "Node", "Outline", "find_marker", "grow", "read_lines"]
