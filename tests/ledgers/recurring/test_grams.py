"""What of a problem counts when it is compared, and what does not."""

import pytest

from guatu.ledgers.recurring.grams import Names, grams
from guatu.ledgers.recurring.weighing import Closeness, Scale, judged

NAMES = Names(["双桥镇", "石泉镇", "县供电公司", "县水利局"])
ONE = "双桥镇3处排污口未整改，污水直排河道"
ALIKE = [
    "石泉镇5处排污口未整改，污水直排河道",
    "双桥镇３处排污口存在污水直排河道的问题",
    "县水利局：12处排污口，污水直排河道。",
]


@pytest.mark.parametrize("text", ALIKE)
def test_figures_names_and_phrases_of_office_prose_do_not_count(text: str) -> None:
    assert grams(text, NAMES) == grams(ONE, NAMES)


def test_a_village_that_the_registry_does_not_know_does_not_count_where_it_leads() -> None:
    assert grams("双桥镇大湾村污水直排河道", NAMES) == grams("污水直排河道")
    assert grams("农村污水直排河道") > grams("污水直排河道")


def test_what_says_nothing_has_no_grams() -> None:
    assert grams("存在不及时、不到位的问题") == frozenset()
    assert grams("2026年3处") == frozenset()
    assert grams("") == frozenset()


def test_letters_count_by_themselves() -> None:
    assert grams("LNG 站") & grams("lng储罐")


def test_a_seldom_gram_weighs_more_than_a_common_one() -> None:
    seldom, common = grams("渗滤"), grams("污水")
    scale = Scale({0: 1000, **dict.fromkeys(seldom, 2), **dict.fromkeys(common, 600)})
    (one,), (other,) = seldom, common
    assert scale.weight(one) > 4 * scale.weight(other)
    assert scale.closeness(seldom | common, seldom) > scale.closeness(seldom | common, common)
    assert scale.closeness(seldom, common) == 0.0


def test_what_two_problems_must_share() -> None:
    assert judged(0.9, 2, in_unit=False) is None
    assert judged(0.9, 2, in_unit=True) is Closeness.SAME
    assert judged(0.25, 5, in_unit=False) is None
    assert judged(0.25, 5, in_unit=True) is Closeness.CLOSE
    assert Closeness.SAME.label == "几乎相同"
