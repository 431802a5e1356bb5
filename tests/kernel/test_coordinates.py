"""Coordinates as people copy them from maps."""

import pytest

from guatu.kernel.coordinates import UnknownCoordinates, parse_coordinates


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("30.512345,104.123456", "30.512345,104.123456"),
        ("104.123456, 30.512345", "30.512345,104.123456"),
        ("30.5，104.1", "30.5,104.1"),
        (" 30.5 104.1 ", "30.5,104.1"),
        ("北纬30.5°，东经104.1°", "30.5,104.1"),
        ("N30.5, E104.1", "30.5,104.1"),
        ("30.51234567891,104.0", "30.512346,104"),
        ("40,100", "40,100"),
    ],
)
def test_two_figures_in_either_order_are_a_place(written: str, told: str) -> None:
    assert str(parse_coordinates(written)) == told


@pytest.mark.parametrize(
    "written", ["", "30.5", "0,0", "200,300", "91,104", "30.5,30.6", "县城东门", "30.5,104.1,12", "1e5,104"]
)
def test_what_is_no_place_in_china_is_refused_with_an_example(written: str) -> None:
    with pytest.raises(UnknownCoordinates, match=r"请写成 30\.512345,104\.123456"):
        parse_coordinates(written)
