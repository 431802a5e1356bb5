"""The text while it is being mended."""

from guatu.reading.repairing.working import Edit, WorkingText


def test_edits_are_carried_out_and_counted() -> None:
    working = WorkingText("县水利局１２公里，３座")

    working.apply("figures", [Edit(4, 6, "12"), Edit(9, 10, "3")])

    assert working.text == "县水利局12公里，3座"
    assert [(r.kind, r.count) for r in working.repairs()] == [("figures", 2)]


def test_examples_show_a_repaired_place_with_what_stands_around_it() -> None:
    working = WorkingText("云桥县水利局１２公里河道")

    working.apply("figures", [Edit(6, 8, "12")])

    assert working.repairs()[0].examples == (("县水利局１２公里河道", "县水利局12公里河道"),)


def test_at_most_five_examples_are_kept_and_none_twice() -> None:
    working = WorkingText("甲".join("０１２３４５６７") + "结尾结尾０结尾结尾０结尾结尾")
    edits = [Edit(i, i + 1, "x") for i, c in enumerate(working.text) if "０" <= c <= "９"]

    working.apply("figures", edits)

    assert working.repairs()[0].count == 10
    assert len(set(working.repairs()[0].examples)) == len(working.repairs()[0].examples) == 5


def test_every_character_remembers_where_it_came_from() -> None:
    working = WorkingText("甲乙丙丁戊")

    working.apply("out", [Edit(1, 2, "")])
    working.apply("in", [Edit(2, 2, "新词")])
    working.apply("longer", [Edit(0, 1, "三个字")])

    assert working.text == "三个字丙新词丁戊"
    assert working.origin == [0, 0, 0, 2, 3, 3, 3, 4]


def test_what_is_put_in_at_the_end_came_from_the_end() -> None:
    working = WorkingText("甲乙")

    working.apply("in", [Edit(2, 2, "。")])

    assert (working.text, working.origin) == ("甲乙。", [0, 1, 1])


def test_without_edits_nothing_is_counted() -> None:
    working = WorkingText("甲乙")

    working.apply("nothing", [])

    assert (working.text, working.repairs()) == ("甲乙", ())


def test_an_empty_text_can_be_worked_on() -> None:
    working = WorkingText("")

    working.apply("in", [Edit(0, 0, "甲")])

    assert (working.text, working.origin) == ("甲", [0])
