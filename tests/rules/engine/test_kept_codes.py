"""What is kept between decisions never shows: a new rule, a changed parameter, another day, one row."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

from guatu.rules.engine.encoded import EVERYTHING, Encoded
from guatu.rules.engine.plain_rows import table_of
from guatu.rules.language.syntax import Compares, FieldAt, Figure, Parameter, conjunction
from guatu.rules.rows import Row
from guatu.rules.setting import DatedValue, Parameters
from tests.rules.engine.pairs import all_defined, answered, case, differences, paths
from tests.rules.random_rules import PARAMETERS, Writer


@paths
def test_new_rules_are_answered_from_kept_codes_as_from_new_ones(*, fast: bool) -> None:
    rules, rows, asked = case(11, rules=30, count=40)
    encoded = Encoded(table_of(rows), fast=fast)

    for begin in range(0, 30, 5):
        some = rules[begin : begin + 5]
        outcome = encoded.decide(some, asked, EVERYTHING)
        assert not differences(answered(outcome), all_defined(some, rows, asked), some, rows)


@paths
def test_a_changed_parameter_changes_what_asks_for_it(*, fast: bool) -> None:
    _, rows, asked = case(12, rules=0, count=60)
    rules = [
        Compares(FieldAt("staff"), "≥", Parameter("人数下限")),
        Compares(FieldAt("cube"), "≥", Parameter("人数下限")),
        Compares(FieldAt("share"), "≥", Parameter("占比下限")),
    ]
    encoded = Encoded(table_of(rows), fast=fast)
    for least in (30, 300, 2000):
        limits = {**PARAMETERS.values, "人数下限": (DatedValue(Figure(Decimal(least), "人")),)}
        changed = replace(asked, parameters=Parameters(limits))

        outcome = encoded.decide(rules, changed, EVERYTHING)

        assert not differences(answered(outcome), all_defined(rules, rows, changed), rules, rows)


@paths
def test_another_day_forgets_what_was_answered_for_the_first(*, fast: bool) -> None:
    rules, rows, asked = case(13, rules=12, count=25)
    encoded = Encoded(table_of(rows), fast=fast)

    for day in (date(2024, 2, 29), date(2026, 6, 30), date(2024, 2, 29)):
        for is_unknown in (False, True):
            then = replace(asked, on=day, stale_is_unknown=is_unknown)
            outcome = encoded.decide(rules, then, EVERYTHING)
            assert not differences(answered(outcome), all_defined(rules, rows, then), rules, rows)


@paths
def test_a_row_may_hold_what_no_other_does(*, fast: bool) -> None:
    rules, rows, asked = case(14, rules=40, count=30, mixed=False)
    prepared = Encoded(table_of(rows), fast=fast).prepare(rules, asked)
    strange: list[Row] = [
        {},
        {"staff": Decimal("29.5"), "name": "从未见过的名称", "industry": "Z99", "titles": ["从未见过的资质"]},
        {"staff": 10**30, "share": float("inf"), "credit": "无此等级", "founded": date(9999, 12, 31)},
        {"staff": 30, "asked_on": date(2025, 6, 1)},
    ]

    for row in strange:
        found = answered(prepared.of_row(row))
        assert not differences(found, all_defined(rules, [row], asked), rules, [row])


@paths
def test_parts_of_a_wide_rule_are_counted_from_its_first(*, fast: bool) -> None:
    _, rows, asked = case(15, rules=0, count=60)
    writer = Writer(Random(15))  # noqa: S311 - repeatable chance is the point
    rules = [conjunction(tuple(writer.rule(depth) for depth in (0, 2, 0, 1, 0, 3))) for _ in range(20)]

    outcome = Encoded(table_of(rows), fast=fast).decide(rules, asked, EVERYTHING)

    assert not differences(answered(outcome), all_defined(rules, rows, asked), rules, rows)
