"""Units from a workbook: shown first, then taken, all or the good ones."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from guatu.accounts.actions import imports, units
from guatu.accounts.actions.imports import Imported
from guatu.accounts.errors import (
    HeadMissing,
    NotAdministrator,
    NotAWorkbook,
    NothingToImport,
    PreviewStale,
    RowsRefused,
    TooManyRows,
)
from guatu.accounts.imports import sheets
from guatu.accounts.imports import units as unit_imports
from guatu.accounts.imports.previews import Preview, Verdict
from guatu.accounts.models import ShortName, Unit
from guatu.history.models import Enclosure, Event
from tests.accounts.counties import TODAY, County, doing, kinds_of
from tests.accounts.factories import make_division, make_person, make_unit
from tests.accounts.workbooks import Cells, cells, workbook

HEAD = ("单位名称*", "单位简称", "行政区划", "单位性质", "主管部门", "代码", "成立日期")


def preview(county: County, *rows: Cells, head: Cells = HEAD) -> Preview:
    return unit_imports.preview(workbook(head, *rows), division=county.division, on=TODAY)


def apply(county: County, shown: Preview, *, good_only: bool = False) -> Imported:
    return imports.apply_units(
        preview=shown, shown=shown.token, good_only=good_only, source="单位.xlsx", **county.doing
    )


def said(shown: Preview) -> list[str]:
    return [str(problem) for problem in shown.problems]


def test_a_workbook_as_offices_keep_it_is_shown_and_taken(county: County) -> None:
    make_division("双桥镇", code="T1", parent=county.division)
    data = workbook(
        HEAD,
        ("双桥镇人民政府", "双桥镇", "T1", "乡镇", None, None, date(2019, 3, 1)),
        ("县质安站", "质安站／质监站", None, None, "县住建局", 1024, "2020.5.6"),
        (),
        ("县城管大队", None, "云桥县", "其他", "县质安站", None, None),
        above=[("云桥县单位名册",), ("填报单位：县政府办公室",)],
    )
    shown = unit_imports.preview(data, division=county.division, on=TODAY)
    assert [(row.number, row.verdict.label) for row in shown.rows] == [(4, "新增"), (5, "新增"), (7, "新增")]
    assert not Unit.objects.filter(name="县质安站").exists()

    done = apply(county, shown)

    assert done.counts[Verdict.ADD] == 3
    assert done.rejects is None
    town = Unit.objects.get(name="双桥镇人民政府")
    assert (town.division.name, town.kind, town.valid_from) == ("双桥镇", "town", date(2019, 3, 1))
    station = Unit.objects.get(name="县质安站")
    assert (station.parent, station.code, station.code_scheme) == (county.unit, "1024", "local")
    assert station.valid_from == date(2020, 5, 6)
    assert set(station.short_names.values_list("name", flat=True)) == {"质安站", "质监站"}
    brigade = Unit.objects.get(name="县城管大队")
    assert (brigade.parent, brigade.valid_from) == (station, TODAY)
    event = Event.objects.get(kind="unit_added", subject_id=station.pk)
    assert Enclosure.objects.get(event=event, name="source").text == "导入 单位.xlsx 第5行"


def test_the_same_workbook_changes_nothing_the_second_time(county: County) -> None:
    make_division("双桥镇", parent=county.division)
    rows = (
        ("双桥镇政府", "双桥", "双桥镇", "镇街", "县住建局", "D1", None),
        ("县住建局", "住建局", None, "部门", None, None, None),
    )
    first = preview(county, *rows)
    assert [row.verdict for row in first.rows] == [Verdict.ADD, Verdict.CHANGE]
    apply(county, first)
    events = Event.objects.count()

    again = preview(county, *rows)
    assert {row.verdict for row in again.rows} == {Verdict.KEEP}
    apply(county, again)
    assert Event.objects.count() == events


def test_what_changes_is_shown_before_and_after(county: County) -> None:
    make_unit("县水利局", division=county.division, code="D02", short_names=["水利局"])
    shown = preview(
        county,
        ("县水务局", "水务局/水利局", None, "其他", "县住建局", "D02", None),
        ("县住建局", None, None, None, None, "D01", None),
    )

    assert dict(shown.rows[0].changes) == {
        "单位名称": ("县水利局", "县水务局"),
        "类型": ("部门", "其他"),
        "上级单位": ("", "县住建局"),
        "简称": ("水利局", "水利局/水务局"),
    }
    assert dict(shown.rows[1].changes) == {"单位代码": ("", "D01")}
    apply(county, shown)
    unit = Unit.objects.get(code="D02")
    assert (unit.name, unit.kind, unit.parent) == ("县水务局", "other", county.unit)
    assert set(unit.short_names.values_list("name", flat=True)) == {"水利局", "水务局", "县水利局"}
    assert kinds_of(unit)[-1] == "unit_renamed"
    assert kinds_of(county.unit)[-1] == "unit_changed"


def test_an_empty_cell_changes_nothing(county: County) -> None:
    unit = make_unit("县水利局", division=county.division, code="D02", kind="other", short_names=["水利局"])

    shown = preview(county, ("县水利局", None, None, None, None, None, None), ("县水利局2", None))
    assert shown.rows[0].verdict is Verdict.KEEP
    shown = preview(county, ("县水利局",), head=("单位名称",))
    assert shown.rows[0].pk == unit.pk
    assert shown.counts == {Verdict.ADD: 0, Verdict.CHANGE: 0, Verdict.KEEP: 1, Verdict.REFUSE: 0}


def test_each_wrong_cell_is_named_by_row_and_column_with_its_cure(county: County) -> None:
    make_unit("县水利局", division=county.division, code="D02")
    make_unit("石泉县水利局", division=county.other.division, code="S02")
    shown = preview(
        county,
        (None, "某局", None, None, None, None, None),
        ("县一局", None, "石泉县", None, None, None, None),
        ("县二局", None, None, "村", None, None, None),
        ("县三局", None, None, None, "县无此局", None, None),
        ("县四局", None, None, None, None, "S02", None),
        ("县住建局", None, None, None, None, "D02", None),
        ("县水利局", None, None, None, None, "D03", None),
        ("县五局", None, None, None, None, "D05", "去年"),
        ("县六局", None, None, None, None, "D05", None),
        ("县五局", None, None, None, None, None, None),
        ("县七局", "长" * 81, None, None, None, None, None),
        ("县八局", None, None, None, "县二局", None, None),
        ("县九局", None, None, None, "县八局", None, None),
        ("县十局", None, None, None, "县十一局", None, None),
        ("县十一局", None, None, None, "县十局", None, None),
    )

    assert said(shown) == [
        "第2行“单位名称*”：未填单位名称，请补填",
        "第3行“行政区划”：“石泉县”不是云桥县的区划，请填区划全称或代码",
        "第4行“单位性质”：类型“村”写法有误：应为部门、镇街、企业、其他之一",
        "第5行“主管部门”：没有“县无此局”，请填上级单位全称或代码，或先在表中加上该单位",
        "第6行“代码”：代码S02已由本区划以外或已撤销的单位使用，请核对",
        "第7行“单位名称*”：与代码D02登记的“县水利局”不是一家，请核对代码或名称",
        "第8行“代码”：“县水利局”登记的代码是D02，请核对",
        "第9行“成立日期”：成立日期“去年”写法有误：应写作 2019-03-01",
        "第10行“代码”：与第9行代码相同，请只保留一行",
        "第11行“单位名称*”：与第9行是同一单位，请只保留一行",
        f"第12行“单位简称”：“{'长' * 12}…”超过80字，请缩短，多个简称用 / 分开",
        "第13行“主管部门”：上级单位所在的第4行有误，请先改正",
        "第14行“主管部门”：上级单位所在的第13行有误，请先改正",
        "第15行“主管部门”：与下级单位互为上级，请改正其中一个",
        "第16行“主管部门”：与下级单位互为上级，请改正其中一个",
    ]


def test_wrong_rows_stop_the_import_or_come_back_with_their_reasons(county: County) -> None:
    rows = (("县一局", "一局"), ("县二局", None, None, "村"), ("=SUM(1)局",))
    shown = preview(county, *rows)
    before = Event.objects.count()
    with pytest.raises(RowsRefused, match="有1行不能导入"):
        apply(county, shown)
    assert Event.objects.count() == before

    done = apply(county, shown, good_only=True)

    assert Unit.objects.filter(name="县一局").exists()
    assert not Unit.objects.filter(name="县二局").exists()
    assert done.rejects is not None
    head, row = cells(done.rejects)
    assert head == [*HEAD, "不能导入的原因"]
    assert (row[0], row[3]) == ("县二局", "村")
    assert "应为部门、镇街、企业、其他之一" in str(row[-1])
    again = unit_imports.preview(done.rejects, division=county.division, on=TODAY)
    assert again.rows[0].verdict is Verdict.REFUSE


def test_a_row_that_came_back_is_mended_and_taken_with_its_reason_ignored(county: County) -> None:
    shown = preview(county, ("县二局", "部门", "旧的原因"), head=("单位名称", "类型", "不能导入的原因"))

    apply(county, shown)
    assert Unit.objects.filter(name="县二局").exists()


def test_what_was_shown_is_what_is_done(county: County) -> None:
    shown = preview(county, ("县一局",))
    with pytest.raises(PreviewStale):
        imports.apply_units(preview=shown, shown="", good_only=False, source="", **county.doing)
    units.add(name="县一局", division=county.division, **county.doing)

    with pytest.raises(PreviewStale):
        apply(county, shown)


def test_only_an_administrator_of_the_division_imports(county: County) -> None:
    shown = preview(county, ("县一局",))
    leader = make_person(roles=[("leader", county.office)])
    with pytest.raises(NotAdministrator):
        imports.apply_units(preview=shown, shown=shown.token, good_only=False, source="", **doing(leader))
    elsewhere = unit_imports.preview(
        workbook(("单位名称",), ("石泉县一局",)), division=county.other.division, on=TODAY
    )
    with pytest.raises(NotAdministrator):
        apply(county, elsewhere)


def test_files_that_are_no_list_of_units_are_refused(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(data: bytes) -> None:
        unit_imports.preview(data, division=county.division, on=TODAY)

    for data in (b"", b"name,short", b"PK\x03\x04 damaged"):
        with pytest.raises(NotAWorkbook):
            read(data)
    with pytest.raises(HeadMissing, match="单位名称"):
        read(workbook(("简称", "区划"), ("一局", "云桥县")))
    for empty in (workbook(()), workbook(HEAD)):
        with pytest.raises(NothingToImport):
            read(empty)
    monkeypatch.setattr(sheets, "MOST_ROWS", 2)
    with pytest.raises(TooManyRows, match="共3行，一次最多导入2行"):
        read(workbook(HEAD, *[(f"县{number}局",) for number in range(3)]))
    monkeypatch.setattr(sheets, "_MOST_UNPACKED", 100)
    with pytest.raises(NotAWorkbook):
        read(workbook(HEAD, ("县一局",)))


def test_the_template_is_read_back_and_says_what_to_write(county: County) -> None:
    data = unit_imports.template()

    assert cells(data)[0] == ["单位名称*", "简称", "所属区划", "类型", "上级单位", "单位代码", "成立日期"]
    with pytest.raises(NothingToImport):
        unit_imports.preview(data, division=county.division, on=TODAY)


def test_a_table_on_a_later_sheet_is_found(county: County) -> None:
    from io import BytesIO

    book = Workbook()
    sheet = book.create_sheet("名册")
    sheet.append(["单位名称"])
    sheet.append(["县一局"])
    out = BytesIO()
    book.save(out)

    shown = unit_imports.preview(out.getvalue(), division=county.division, on=TODAY)
    assert [row.name for row in shown.rows] == ["县一局"]


def test_a_preview_costs_the_same_however_many_rows(county: County) -> None:
    def cost(count: int) -> int:
        data = workbook(HEAD, *[(f"县{number}局", f"简{number}") for number in range(count)])
        with CaptureQueriesContext(connection) as statements:
            unit_imports.preview(data, division=county.division, on=TODAY)
        return len(statements)

    make_unit(division=county.division, short_names=["某局"])
    assert cost(1) == cost(40) == 5


def test_hundreds_of_units_are_taken_in_few_statements(county: County) -> None:
    shown = preview(county, *[(f"县{number}局", f"简{number}") for number in range(300)])
    with CaptureQueriesContext(connection) as statements:
        apply(county, shown)

    assert len(statements) < 40
    assert ShortName.objects.count() == 300
