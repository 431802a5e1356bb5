"""Texts as the drafting rooms receive them."""

from collections.abc import Callable

import pytest

from guatu.reading.loading import load
from guatu.reading.outlining import Outline, grow, read_lines
from guatu.reading.repairing import Repaired, repair


@pytest.fixture
def repaired() -> Callable[[str], Repaired]:
    """repaired("一、标题\\n正文"): the text as a txt file holds it, repaired."""
    return lambda text: repair(load(text.encode(), name="paper.txt"))


@pytest.fixture
def outlined(repaired: Callable[[str], Repaired]) -> Callable[[str], Outline]:
    """outlined("一、标题\\n正文"): the outline of the text of a txt file."""

    def grown(text: str) -> Outline:
        whole = repaired(text)
        return grow(whole, read_lines(whole))

    return grown
