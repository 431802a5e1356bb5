"""The fictional enterprises' catalogue that tests of rules read."""

from decimal import Decimal
from functools import cache
from pathlib import Path

from guatu.rules.catalogue.fields import Catalogue
from guatu.rules.catalogue.loading import load_catalogue
from guatu.rules.language.parsing import parse
from guatu.rules.language.syntax import DayAt, Figure, Node, Word
from guatu.rules.setting import DatedValue, Parameters

DATA = Path(__file__).parent / "data"
PARAMETERS = Parameters(
    {
        "专科占比下限": (DatedValue(Figure(Decimal(30), "%"), source="示例办法 第三条"),),
        "重点行业": (DatedValue((Word("C39"), Word("I65"))),),
        "受理截止日": (DatedValue(DayAt("申报日")),),
    }
)


@cache
def catalogue() -> Catalogue:
    return load_catalogue(DATA / "enterprises.fields.yaml")


def rule(text: str) -> Node:
    return parse(text, catalogue(), PARAMETERS)
