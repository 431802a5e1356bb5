"""Written names matched to the units of a directory."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.kernel.units import Directory, Unit

DISTRICT = Directory(
    [
        Unit("临江区发展和改革局", ("区发改局",)),
        Unit("临江区住房和城乡建设局"),
        Unit("临江区农业农村局"),
        Unit("临江区市场监督管理局"),
        Unit("临江区行政审批服务局"),
        Unit("临江区综合行政执法局"),
        Unit("临江区自然资源和规划局"),
        Unit("临江区文化和旅游局"),
        Unit("临江区教育和体育局"),
        Unit("市生态环境局临江分局"),
        Unit("临江区人力资源和社会保障局"),
        Unit("临江区工业和信息化局"),
        Unit("临江区卫生健康委员会"),
        Unit("临江区应急管理局"),
        Unit("清河街道办事处"),
        Unit("临江区城市建设投资集团有限公司", ("区城投集团",)),
        Unit("临江区第一中学"),
        Unit("临江区第二中学"),
        Unit("临江区财政局", (), "临江区"),
        Unit("云桥县财政局", (), "云桥县"),
    ]
)

WRITTEN = [
    ("发改局 区发展和改革局 发展改革局 区发改委 发改委 临江区发改局", "临江区发展和改革局"),
    ("区住建局 住建局 区住建 住房和城乡建设局", "临江区住房和城乡建设局"),
    ("区农业局 农业农村局", "临江区农业农村局"),
    ("市监局 区市场监管局", "临江区市场监督管理局"),
    ("区审批局 区行政审批局", "临江区行政审批服务局"),
    ("综合执法局", "临江区综合行政执法局"),
    ("区自规局 资规局", "临江区自然资源和规划局"),
    ("文旅局", "临江区文化和旅游局"),
    ("区教体局", "临江区教育和体育局"),
    ("区环保局 区生态环境分局 临江生态环境分局", "市生态环境局临江分局"),
    ("人社局", "临江区人力资源和社会保障局"),
    ("区工信局", "临江区工业和信息化局"),
    ("卫健委 区卫健局", "临江区卫生健康委员会"),
    ("应急局 区应急", "临江区应急管理局"),
    ("清河街道", "清河街道办事处"),
    ("区城投集团", "临江区城市建设投资集团有限公司"),
    ("区财政局", "临江区财政局"),
    ("县财政局", "云桥县财政局"),
]


@pytest.mark.parametrize(
    ("written", "name"), [(written, name) for forms, name in WRITTEN for written in forms.split()]
)
def test_every_form_an_office_writes_leads_to_its_unit(written: str, name: str) -> None:
    match = DISTRICT.match(written)

    assert match is not None
    assert match.unit.name == name
    assert match.score > 0.9


@pytest.mark.parametrize("written", ["区林业局", "水利局", "石桥镇", "区教育局", "区第三中学", ""])
def test_a_unit_that_is_not_in_the_directory_is_not_guessed(written: str) -> None:
    assert DISTRICT.match(written) is None


def test_a_name_two_units_share_is_matched_to_neither_and_both_are_offered() -> None:
    assert DISTRICT.match("财政局") is None
    assert {found.unit.name for found in DISTRICT.candidates("财政局")} == {"临江区财政局", "云桥县财政局"}


def test_the_division_of_the_document_decides_between_units_of_one_name() -> None:
    match = DISTRICT.match("财政局", division="云桥县")

    assert match is not None
    assert match.unit.name == "云桥县财政局"


def test_a_full_name_of_another_division_is_still_that_unit() -> None:
    match = DISTRICT.match("云桥县财政局", division="临江区")

    assert match is not None
    assert match.unit.name == "云桥县财政局"
    assert match.score == 1


def test_a_bureau_renamed_by_a_reform_is_offered_but_not_matched() -> None:
    assert [found.unit.name for found in DISTRICT.candidates("区教育局")] == ["临江区教育和体育局"]


def test_one_misread_letter_still_leads_to_the_unit_with_a_lower_score() -> None:
    match = DISTRICT.match("区住房和城乡建没局")

    assert match is not None
    assert match.unit.name == "临江区住房和城乡建设局"
    assert match.score < 0.9


def test_marks_of_duty_do_not_hide_a_name() -> None:
    match = DISTRICT.match("区发改局（牵头）")

    assert match is not None
    assert match.unit.name == "临江区发展和改革局"


PLACES = st.sampled_from(["临江区", "云桥县", "石桥市", "县", "区", ""])
BUREAUS = ["财政局", "教育局", "教育和体育局", "水务局", "水利局", "发展和改革局", "发展和改革委员会"]
BODIES = st.sampled_from([*BUREAUS, "城关镇", "第一中学", "供电公司", "生态环境局云桥分局"])
UNITS = st.lists(
    st.builds(lambda place, body: Unit(place + body), PLACES, BODIES), min_size=1, max_size=12, unique=True
)


@given(UNITS)
def test_a_unit_is_always_found_by_its_own_name(units: list[Unit]) -> None:
    directory = Directory(units)

    for unit in units:
        match = directory.match(unit.name)
        assert match is not None
        assert (match.unit, match.score) == (unit, 1)


@given(UNITS, st.data())
def test_a_short_name_that_two_units_bear_is_matched_to_neither(
    units: list[Unit], data: st.DataObject
) -> None:
    short = "综合协调处"
    bearers = data.draw(st.lists(st.sampled_from(units), unique=True))
    directory = Directory([Unit(unit.name, (short,) if unit in bearers else ()) for unit in units])

    match = directory.match(short)

    assert (match is not None) == (len(bearers) == 1)
    assert match is None or match.unit.name == bearers[0].name


@given(UNITS, st.text(max_size=12))
def test_scores_lie_between_nought_and_one_and_the_best_come_first(units: list[Unit], name: str) -> None:
    scores = [found.score for found in Directory(units).candidates(name)]

    assert all(0 <= score <= 1 for score in scores)
    assert scores == sorted(scores, reverse=True)
