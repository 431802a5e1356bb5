"""What passages say: owners, deadlines, figures and what is done."""

from dataclasses import replace
from datetime import date

import pytest

from guatu.kernel.units import Directory
from guatu.kernel.units.directory import Unit
from guatu.reading.draft import Item, Kind, Measure
from guatu.reading.drafting.enrich import Setting, enrich_all, setting_of
from guatu.reading.drafting.found import Field, FieldRole, FoundItem, FoundMeasure
from guatu.reading.drafting.head import Head

HEAD = Head("task_plan", None, None, None, None, None, False, None, (), ())  # noqa: FBT003
SETTING = Setting(HEAD, base=date(2024, 5, 6), year=2024, first_leads=False, units=None)
Fields = dict[FieldRole, tuple[str, str]]


class Passage:
    """A text put together of one item with its measures and fields."""

    def __init__(self, *measures: str, fields: Fields | None = None, status: str | None = None) -> None:
        self.text, self.item = "", FoundItem(0, 0)
        for words in measures:
            start = self._add(words)
            self.item.measures.append(FoundMeasure(start, start, start + len(words)))
        self.item.fields = self.fields(fields or {})
        if status:
            told = self._add(status)
            for measure in self.item.measures:
                measure.status = (told, told + len(status))
                measure.is_status_shared = len(measures) > 1

    def fields(self, labelled: Fields) -> list[Field]:
        found = []
        for role, (label, words) in labelled.items():
            start = self._add(words)
            found.append(Field(role, label, start, start + len(words)))
        return found

    def _add(self, words: str) -> int:
        start = len(self.text)
        self.text += words + "\n"
        return start


def read(passage: Passage, setting: Setting = SETTING) -> Item:
    return enrich_all(passage.text, [passage.item], setting)[0]


def one(passage: Passage, setting: Setting = SETTING) -> Measure:
    return read(passage, setting).measures[0]


def of_kind(kind: Kind) -> Setting:
    return replace(SETTING, head=replace(HEAD, kind=kind))


def test_a_measure_without_its_own_unit_has_that_of_its_item() -> None:
    item = read(
        Passage("补齐台账。", "由县财政局落实资金。", fields={"responsible_unit": ("责任单位", "县水利局")})
    )

    assert [m.owners for m in item.measures] == [("县水利局",), ("县财政局",)]


def test_a_leading_unit_stands_before_those_that_answer_and_help() -> None:
    fields: Fields = {
        "cooperating_unit": ("配合单位", "各镇"),
        "responsible_unit": ("责任单位", "县住建局"),
        "lead_unit": ("牵头单位", "县水利局"),
    }
    measure = one(Passage("排查堤防。", fields=fields))

    assert measure.lead == "县水利局"
    assert measure.owners[0] == "县水利局"
    assert {duty.unit: duty.duty for duty in measure.duties} == {
        "县水利局": "lead",
        "县住建局": "responsible",
        "各镇": "cooperating",
    }


def test_who_watches_over_owes_nothing() -> None:
    fields: Fields = {
        "responsible_unit": ("责任单位", "县水利局"),
        "supervising_unit": ("督导单位", "县纪委监委"),
    }

    assert one(Passage("排查堤防。", fields=fields)).owners == ("县水利局",)


def test_a_merged_lead_stands_beside_a_measures_own_units() -> None:
    passage = Passage("排查堤防。", fields={"lead_unit": ("牵头单位", "县水利局")})
    passage.item.measures[0].fields = passage.fields({"responsible_unit": ("责任单位", "城关镇")})
    measure = one(passage)

    assert (measure.lead, measure.owners) == ("县水利局", ("县水利局", "城关镇"))


def test_ditto_takes_the_units_of_the_item_before() -> None:
    text = "排查堤防。\n县水利局\n备足物资。\n同上"
    items = [
        FoundItem(0, 10, measures=[FoundMeasure(0, 0, 5)], fields=[_responsible(6, 10)]),
        FoundItem(11, 19, measures=[FoundMeasure(11, 11, 16)], fields=[_responsible(17, 19)]),
    ]

    assert [m.owners for i in enrich_all(text, items, SETTING) for m in i.measures] == [("县水利局",)] * 2


def _responsible(start: int, end: int) -> Field:
    return Field("responsible_unit", "责任单位", start, end)


def test_short_names_are_spelt_out_by_the_directory() -> None:
    units = Directory([Unit("云桥县水利局", ("县水利局",))])
    setting = replace(SETTING, units=units)
    measure = one(Passage("由县水利局牵头排查堤防。"), setting)

    assert (measure.owners, measure.lead) == (("云桥县水利局",), "云桥县水利局")
    assert [(duty.unit, duty.written) for duty in measure.duties] == [("云桥县水利局", "县水利局")]


@pytest.mark.parametrize(
    ("words", "field", "value"),
    [
        ("6月底前排查堤防。", None, "2024-06-30"),
        ("6月底前排查堤防。", "7月底前", "2024-06-30"),
        ("排查堤防。", "7月底前", "2024-07-31"),
        ("一个月内排查堤防。", "7月底前", "2024-07-31"),
        ("每月排查一次堤防。", None, "recurring:monthly"),
        ("排查堤防。", None, None),
    ],
)
def test_a_day_of_its_own_goes_before_the_items_and_the_items_before_a_term(
    words: str, field: str | None, value: str | None
) -> None:
    fields: Fields = {"due": ("完成时限", field)} if field else {}
    due = one(Passage(words, fields=fields)).due

    assert (due.value if due else None) == value


def test_a_deadline_that_cannot_be_computed_keeps_its_words() -> None:
    due = one(Passage("春节前完成排查。")).due

    assert due is not None
    assert (due.value, due.on, due.text) == (None, None, "春节前")


def test_the_day_that_progress_tells_of_is_the_last_resort() -> None:
    due = one(Passage("排查堤防。", status="已于2024年4月10日完成。"), of_kind("rectification_report")).due

    assert due is not None
    assert due.value == "2024-04-10"


def test_the_span_of_a_deadline_is_where_it_stands() -> None:
    passage = Passage("排查堤防。", "6月底前清理河道。")
    due = read(passage).measures[1].due

    assert due is not None
    assert passage.text[slice(*due.span)] == due.text == "6月底前"


@pytest.mark.parametrize(
    ("words", "status", "done"),
    [
        ("排查堤防。", "已完成", True),
        ("排查堤防。", "正在推进", False),
        ("排查堤防。", None, None),
    ],
)
def test_the_status_says_whether_a_measure_is_done(words: str, status: str | None, done: bool | None) -> None:  # noqa: FBT001
    assert one(Passage(words, status=status), of_kind("rectification_plan")).done is done


def test_what_a_report_dates_after_its_own_day_is_not_done() -> None:
    assert one(Passage("2024年12月底前排查堤防。"), of_kind("rectification_report")).done is False


def test_figures_stand_where_they_are_written() -> None:
    passage = Passage("排查堤防。", "清淤12公里。")
    metric = read(passage).measures[1].metrics[0]

    assert (metric.value, metric.unit, metric.role) == (12.0, "公里", "target")
    assert "12公里" in passage.text[slice(*metric.span)]


def test_contacts_never_enter_a_measure_nor_a_problem() -> None:
    passage = Passage("请联系李某，13912345678。")
    passage.item.problem = (0, len(passage.text))
    item = read(passage)

    assert "13912345678" not in item.measures[0].text + str(item.problem)


def test_minutes_count_from_the_day_of_the_meeting() -> None:
    text = "会议纪要\n2024年8月13日上午，县长主持召开专题会议，研究防汛工作。"
    head = replace(HEAD, kind="minutes", issued_on=date(2024, 8, 20))

    setting = setting_of(text, head, units=None, day=None)

    assert (setting.base, setting.year) == (date(2024, 8, 13), 2024)


def test_a_document_without_a_day_counts_from_the_day_given() -> None:
    setting = setting_of("排查堤防。", HEAD, units=None, day=date(2025, 3, 1))

    assert (setting.base, setting.year) == (date(2025, 3, 1), 2025)


def test_a_document_without_any_day_is_of_the_latest_year_that_it_names() -> None:
    head = replace(HEAD, title="云桥县2024年防汛工作方案")

    setting = setting_of("为总结2023年防汛工作，制定本方案。", head, units=None, day=None)

    assert (setting.base, setting.year) == (None, 2024)


@pytest.mark.parametrize(
    ("words", "first_leads"),
    [("责任单位中列首位的为牵头单位。", True), ("责任单位要压实责任。", False)],
)
def test_a_document_may_say_that_the_first_unit_leads(words: str, first_leads: bool) -> None:  # noqa: FBT001
    assert setting_of(words, HEAD, units=None, day=None).first_leads is first_leads
