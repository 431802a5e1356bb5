"""Fields and columns of ledgers: who leads, answers, helps and watches over."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.reading.draft import Leader
from guatu.reading.drafting.duties import Duties, find_duties, read_duty_field

NAMED = [
    ("责任单位", "县发改局、县财政局", "县发改局:responsible 县财政局:responsible", None),
    ("牵头单位", "县住建局", "县住建局:lead", "县住建局"),
    ("配合单位", "县公安局\n县司法局", "县公安局:cooperating 县司法局:cooperating", None),
    ("督导单位", "县委督查室", "县委督查室:supervising", None),
    (
        "责任单位",
        "县发改局牵头，县财政局、各镇（街道）配合",
        "县发改局:lead 县财政局:cooperating 各镇（街道）:cooperating",
        "县发改局",
    ),
    (
        "责任单位",
        "牵头单位：县水务局；责任单位：县财政局、云溪镇",
        "县水务局:lead 县财政局:responsible 云溪镇:responsible",
        "县水务局",
    ),
    (
        "责任单位",
        "县教育局（牵头）、县公安局、县卫健局",
        "县教育局:lead 县公安局:responsible 县卫健局:responsible",
        "县教育局",
    ),
    (
        "责任单位",
        "县住建、交通运输、财政等部门",
        "县住建:responsible 交通运输:responsible 财政:responsible",
        None,
    ),
    ("责任单位", "县林业局、云溪镇等", "县林业局:responsible 云溪镇:responsible", None),
    ("责任单位", "区住建局区行政审批局", "区住建局:responsible 区行政审批局:responsible", None),
    ("责任单位", "县农业农村局 各乡镇", "县农业农村局:responsible 各乡镇:responsible", None),
    (
        "责任单位",
        "县民政局,县残联;县妇联",
        "县民政局:responsible 县残联:responsible 县妇联:responsible",
        None,
    ),
    ("责任单位及责任人", "县信访局（张某某）", "县信访局:responsible", None),
    ("责任单位", "1.县水利局\n2.石桥镇", "县水利局:responsible 石桥镇:responsible", None),
    ("牵头及配合单位", "县商务局、县文旅局", "县商务局:responsible 县文旅局:responsible", "县商务局"),
    ("责任单位", "县国资中心牵头会同县财政局", "县国资中心:lead 县财政局:cooperating", "县国资中心"),
    ("责任单位", "云桥县生态产业投资发展有限公司", "云桥县生态产业投资发展有限公司:responsible", None),
    ("责任单位", "区发改局（能源局）、各镇街", "区发改局（能源局）:responsible 各镇街:responsible", None),
    ("责任单位", "机关党委、办公室", "机关党委:responsible 办公室:responsible", None),
    ("责任单位", "江口海关、江口边检站", "江口海关:responsible 江口边检站:responsible", None),
    (
        "责任单位",
        "各行业管理机构、各项目监理单位",
        "各行业管理机构:responsible 各项目监理单位:responsible",
        None,
    ),
    ("责任单位", "相关县区人民政府", "相关县区人民政府:responsible", None),
    ("配合单位", "团县委、县残联、妇联", "团县委:cooperating 县残联:cooperating 妇联:cooperating", None),
    ("责任单位", "县人大办、县政协办", "县人大办:responsible 县政协办:responsible", None),
    ("责任单位", "全县各单位、项目业主", "全县各单位:responsible 项目业主:responsible", None),
    ("责任单位", "驻云桥各单位", "驻云桥各单位:responsible", None),
    ("责任单位", "县教育局等有关部门", "县教育局:responsible", None),
    ("责任单位", "县审计局等参建单位", "县审计局:responsible", None),
    (
        "责任单位",
        "县城管局牵头，云桥环卫公司具体实施，县财政局做好经费保障",
        "县城管局:lead 云桥环卫公司:responsible 县财政局:responsible",
        "县城管局",
    ),
    ("责任单位", "县财政局主办，县科技局会办", "县财政局:lead 县科技局:cooperating", "县财政局"),
    ("责任单位", "县交通运输局督促中标企业", "县交通运输局:responsible", None),
    ("责任单位", "县商务局会同各中心镇", "县商务局:responsible 各中心镇:responsible", None),
    (
        "责任单位",
        "县委编办、县人社局按照各自职责分工负责",
        "县委编办:responsible 县人社局:responsible",
        None,
    ),
    ("责任单位", "县农业农村局；长期坚持", "县农业农村局:responsible", None),
    ("责任单位", "长期坚持", "", None),
    ("责任单位", "各科室", "", None),
    ("责任单位", "", "", None),
]


@pytest.mark.parametrize(("label", "text", "units", "lead"), NAMED)
def test_a_field_gives_each_unit_its_duty(label: str, text: str, units: str, lead: str | None) -> None:
    found = read_duty_field(label, text)

    assert " ".join(f"{unit.unit}:{unit.duty}" for unit in found.units) == units
    assert found.lead == lead


def test_a_unit_that_watches_over_is_no_owner() -> None:
    found = read_duty_field("责任单位", "责任单位：县水务局；督导单位：县委督查室")

    assert found.owners == ("县水务局",)
    assert [unit.duty for unit in found.units] == ["responsible", "supervising"]


@pytest.mark.parametrize("text", ["同上", " 同上 ", "〃", "同前", '"'])
def test_same_as_above_is_told_to_the_caller(text: str) -> None:
    assert read_duty_field("责任单位", text) == Duties(same_as_above=True)


def test_spans_count_from_the_offset() -> None:
    found = read_duty_field("责任单位", "县发改局、县财政局", offset=100)

    assert [unit.span for unit in found.units] == [(100, 104), (105, 109)]


def test_leaders_are_read_by_the_role_their_label_gives() -> None:
    assert read_duty_field("牵头领导", "王某某").leaders == (Leader("王某某", "lead", (0, 3)),)
    assert read_duty_field("包保领导", "李某某、赵某某", offset=5).leaders == (
        Leader("李某某", "sponsor", (5, 8)),
        Leader("赵某某", "sponsor", (9, 12)),
    )


def test_a_telephone_number_stays_out_of_a_leader() -> None:
    assert [leader.name_or_post for leader in read_duty_field("责任人", "孙某某 0530-1234567").leaders] == [
        "孙某某"
    ]


def test_leaders_stand_beside_units_in_trailing_fields() -> None:
    text = "完成管网改造。责任领导：周某；责任单位：县水务局"

    found = find_duties(text, kind="task_plan", offset=10)

    assert found.leaders == (Leader("周某", "lead", (22, 24)),)
    assert found.owners == ("县水务局",)


def test_a_leader_told_to_lead_in_a_sentence_is_a_leader_and_no_unit() -> None:
    found = find_duties("由副县长周某某牵头，县水务局抓好落实。", kind="minutes")

    assert found.leaders == (Leader("副县长周某某", "lead", (1, 7)),)
    assert found.owners == ("县水务局",)


def test_the_writer_is_no_owner_of_its_own_measure() -> None:
    text = "县工信局积极发挥作用，会同县数据局开展排查。"

    assert find_duties(text, kind="rectification_report", writer=["县工信局"]).owners == ("县数据局",)


def test_the_first_of_a_list_leads_where_the_document_says_so() -> None:
    text = "新建泵站3座。（责任单位：县水务局、县财政局）"

    assert find_duties(text, kind="task_plan", first_leads=True).lead == "县水务局"
    assert find_duties(text, kind="task_plan").lead is None


PIECES = [
    "县财政局",
    "各镇街",
    "由",
    "请",
    "会同",
    "、",
    "，",
    "。",
    "；",
    "（",
    "）",
    "牵头",
    "负责",
    "要",
    "配合",
    "责任单位：",
    "同上",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=24).map("".join) | st.text(max_size=80)


@given(TEXTS, st.integers(0, 50))
def test_every_owner_stands_where_its_span_says(text: str, offset: int) -> None:
    found = find_duties(text, kind="minutes", offset=offset)

    for unit in found.units:
        start, end = unit.span
        assert text[start - offset : end - offset] == unit.unit
    assert set(found.owners) <= {unit.unit for unit in found.units}
    assert found.lead is None or found.lead in found.owners


@given(TEXTS)
def test_a_field_with_any_words_in_it_is_read_without_complaint(text: str) -> None:
    found = read_duty_field("责任单位", text)

    assert all(text[start:end] == unit.unit for unit in found.units for start, end in [unit.span])
    assert found.lead is None or found.lead in found.owners


@pytest.mark.parametrize(
    "piece", ["一二三1" * 14 + "嗯县财政局开展", "局", "（县财政局", "责任单位：", "县财政局、"]
)
def test_a_page_of_one_thing_repeated_is_read_in_bounded_time(piece: str) -> None:
    text = (piece * 5000)[:5000]

    begun = process_time()
    find_duties(text, kind="minutes")

    assert process_time() - begun < 2
