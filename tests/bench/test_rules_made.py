"""The made-up enterprises and rules of the benchmark: the same each time, and the same in every form."""

from datetime import date

from bench.rules import asking
from bench.rules.asking import Atom, Group, Negated, Rule
from bench.rules.made import COLUMNS, FIGURES, SETS, columns, rows_of
from bench.rules.trees import catalogue, tree
from guatu.rules import reference
from guatu.rules.language.syntax import IsBetween, StartsWith
from guatu.rules.setting import Setting
from guatu.rules.truth import Verdict

RICH = Atom("revenue", ">=", (1000.0,))
LOCAL = Atom("region", "in", ("region_001", "region_002"))


def test_the_same_enterprises_are_made_each_time() -> None:
    assert rows_of(columns(300)) == rows_of(columns(300))


def test_a_tenth_to_a_fifth_of_each_column_is_missing() -> None:
    shares = {name: column.missing.mean() for name, column in columns(4_000).items()}

    assert list(shares) == list(COLUMNS)
    assert all(0.08 < share < 0.22 for share in shares.values())


def test_an_empty_set_is_no_missing_one() -> None:
    found = [row[name] for row in rows_of(columns(300)) for name in SETS]

    assert None in found
    assert [] in found


def test_the_first_rules_of_many_are_the_few() -> None:
    assert asking.rules(100)[:20] == asking.rules(20)


def test_rules_have_five_to_eight_conditions_of_a_pool_that_they_share() -> None:
    made = asking.rules(300)

    assert {_conditions(rule) for rule in made} == {5, 6, 7, 8}
    assert len(asking.atoms_of(made)) < sum(_conditions(rule) for rule in made) / 1.5


def test_a_raised_figure_stands_in_every_rule_that_named_it_and_nothing_else_is_new() -> None:
    made = asking.rules(300)
    raised = asking.sharing(made)

    (higher,) = set(asking.atoms_of(raised)) - set(asking.atoms_of(made))
    named = [rule for rule in made if any(_is_raised(atom, higher) for atom in asking.atoms_of([rule]))]
    assert higher.field in FIGURES
    assert all(higher in asking.atoms_of([rule]) for rule in raised)
    assert len(raised) == len(named) > 5


def test_what_is_unknown_stays_so_only_where_it_could_turn_the_rule() -> None:
    row = {"revenue": None, "region": "region_003"}

    assert asking.decide(RICH, row) is None
    assert asking.decide(Negated(RICH), row) is None
    assert asking.decide(Group("all", (RICH, LOCAL)), row) is False
    assert asking.decide(Group("any", (RICH, LOCAL)), row) is None
    assert asking.decide(Group("any", (RICH, Negated(LOCAL))), row) is True


def test_ends_of_a_range_belong_to_it() -> None:
    ends = Atom("founded", "between", (date(2020, 1, 1), date(2021, 1, 1)))

    days = [date(2019, 12, 31), date(2020, 1, 1), date(2021, 1, 1), date(2021, 1, 2)]
    assert [asking.decide(ends, {"founded": day}) for day in days] == [False, True, True, False]


def test_a_condition_of_each_kind_becomes_one_of_the_language() -> None:
    assert isinstance(tree(Atom("industry", "begins", ("C39",))), StartsWith)
    assert isinstance(tree(Atom("patents", "between", (1, 5))), IsBetween)


def test_the_catalogue_names_every_column_once() -> None:
    known = catalogue()

    assert [field.name for field in known.fields] == list(COLUMNS)
    assert len({field.label for field in known.fields}) == len(COLUMNS)


def test_the_trees_of_the_language_mean_what_the_plain_rules_mean() -> None:
    setting = Setting(catalogue(), date(2026, 6, 30))
    rows, made = rows_of(columns(200)), asking.rules(80)

    plain = [[Verdict.of(asking.decide(rule, row)) for row in rows] for rule in made]
    told = [[reference.decide(tree(rule), row, setting) for row in rows] for rule in made]

    assert {verdict for answers in plain for verdict in answers} == set(Verdict)
    assert told == plain


def _conditions(rule: Rule) -> int:
    if isinstance(rule, Atom):
        return 1
    parts = (rule.part,) if isinstance(rule, Negated) else rule.parts
    return sum(_conditions(part) for part in parts)


def _is_raised(atom: Atom, higher: Atom) -> bool:
    same = (atom.field, atom.sign) == (higher.field, higher.sign)
    return same and abs(float(str(atom.value)) * 1.1 - float(str(higher.value))) <= 0.5
