"""People from a workbook, with roles in their units and passwords to hand out once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guatu.accounts.actions import imports, people, units
from guatu.accounts.actions.imports import Imported
from guatu.accounts.errors import HeadMissing, NotAdministrator, PreviewStale, RowsRefused
from guatu.accounts.imports import people as person_imports
from guatu.accounts.imports.previews import Preview, Verdict
from guatu.accounts.models import Person, Role
from guatu.history.models import Event
from tests.accounts.counties import TODAY, TOMORROW, County, doing, kinds_of
from tests.accounts.factories import make_office, make_person, make_role, make_unit
from tests.accounts.workbooks import Cells, cells, workbook

HEAD = ("姓名", "工作单位", "账号", "工号", "角色")


def preview(county: County, *rows: Cells, head: Cells = HEAD) -> Preview:
    return person_imports.preview(workbook(head, *rows), division=county.division, on=TODAY)


def apply(county: County, shown: Preview, *, good_only: bool = False) -> Imported:
    return imports.apply_people(
        preview=shown, shown=shown.token, good_only=good_only, source="人员.xlsx", **county.doing
    )


def said(shown: Preview) -> list[str]:
    return [str(problem) for problem in shown.problems]


def test_new_people_get_roles_and_a_password_shown_once_that_they_must_change(county: County) -> None:
    units.add_short_name(unit=county.unit, name="住建局", **county.doing)
    shown = preview(
        county,
        ("李静", "住建局", "LiJing", None, "联络员"),
        ("赵明", "县住建局", None, 1001.0, "联络员/单位审核人"),
        ("周宁", "县政府办公室", "zhouning", "A-3", None),
    )
    assert {row.verdict for row in shown.rows} == {Verdict.ADD}

    done = apply(county, shown)

    assert [(one.username, one.unit) for one in done.initials] == [
        ("lijing", "县住建局"),
        ("1001", "县住建局"),
        ("zhouning", "县政府办公室"),
    ]
    for one in done.initials:
        person = Person.objects.get(username=one.username)
        assert person.must_change_password
        assert person.check_password(one.password)
        assert one.password not in repr(done)
    person = Person.objects.get(username="1001")
    assert person.external_id == "1001"
    assert set(person.roles.values_list("kind", "unit", "valid_from")) == {
        ("liaison", county.unit.pk, TODAY),
        ("reviewer", county.unit.pk, TODAY),
    }
    assert kinds_of(person) == ["person_added"]
    assert Event.objects.filter(kind="role_granted", chain__code="registry").count() == 3
    handed = cells(done.initials_workbook())
    assert handed[0] == ["单位", "姓名", "用户名", "初始密码"]
    assert handed[1][3] == done.initials[0].password


def test_the_same_workbook_changes_nothing_the_second_time(county: County) -> None:
    rows = (
        ("李静", "县住建局", "lijing", None, "联络员"),
        ("赵明", "县住建局", None, "A-2", None),
    )
    apply(county, preview(county, *rows))
    hashes = set(Person.objects.values_list("password", flat=True))
    events = Event.objects.count()

    again = preview(county, *rows, ("李静", "县住建局", None, None, None))
    assert [row.verdict for row in again.rows[:2]] == [Verdict.KEEP, Verdict.KEEP]
    done = apply(county, preview(county, *rows))
    assert done.initials == ()
    assert Event.objects.count() == events
    assert set(Person.objects.values_list("password", flat=True)) == hashes


def test_known_people_are_found_by_identifier_then_user_name_then_name_in_their_unit(county: County) -> None:
    by_id = make_person("李静", unit=county.unit, external_id="A-1", username="lijing")
    by_username = make_person("赵明", unit=county.unit, username="zhaoming")
    by_name = make_person("周宁", unit=county.unit)
    shown = preview(
        county,
        ("李婧", "县政府办公室", None, "A-1", None),
        ("赵明", "县住建局", "ZhaoMing", "A-2", "审核人"),
        ("周宁", "县住建局", None, None, "联络员"),
    )

    assert [row.pk for row in shown.rows] == [by_id.pk, by_username.pk, by_name.pk]
    assert [dict(row.changes) for row in shown.rows] == [
        {"姓名": ("李静", "李婧"), "所在单位": ("县住建局", "县政府办公室")},
        {"统一身份标识": ("", "A-2"), "角色": ("", "单位审核人")},
        {"角色": ("", "联络员")},
    ]
    apply(county, shown)
    by_id.refresh_from_db()
    assert (by_id.name, by_id.unit) == ("李婧", county.office.unit)
    assert kinds_of(by_id) == ["person_added", "person_changed"]
    assert Role.objects.filter(person=by_name, kind="liaison", unit=county.unit).exists()


def test_each_wrong_cell_is_named_by_row_and_column_with_its_cure(county: County) -> None:
    make_person(unit=county.unit, username="taken")
    make_person("张伟", unit=county.unit, username="zhangwei")
    make_person("张伟", unit=county.unit)
    make_person("石某", unit=county.other, username="shi", external_id="S-1")
    gone = make_person("钱去", unit=county.unit, username="qian")
    people.deactivate(person=gone, **county.doing)
    make_person("孙领导", username="sun", roles=[("leader", county.office)])
    make_person("吴编号", unit=county.unit, username="wu", external_id="W-1")
    units.add_short_name(unit=make_unit("县甲局", division=county.division), name="甲乙", **county.doing)
    units.add_short_name(unit=make_unit("县乙局", division=county.division), name="甲乙", **county.doing)
    shown = preview(
        county,
        (None, "县住建局", "a1", None, None),
        ("甲", None, "a2", None, None),
        ("甲", "县无此局", "a3", None, None),
        ("甲", "甲乙", "a4", None, None),
        ("甲", "县住建局", None, None, None),
        ("甲", "县住建局", "a b", None, None),
        ("甲", "县住建局", "a5", "35019919800101123X", None),
        ("甲", "县住建局", "a6", None, "督办员"),
        ("张伟", "县住建局", None, None, None),
        ("石某", "县住建局", "shi", None, None),
        ("钱去", "县住建局", "qian", None, None),
        ("孙大领导", "县住建局", "sun", None, None),
        ("吴编号", "县住建局", "wu2", "W-1", None),
        ("吴编号", "县住建局", "wu", "W-2", None),
        ("甲", "县住建局", "a7", "N-1", None),
        ("乙", "县住建局", "a8", "N-1", None),
        ("丙", "县住建局", None, "taken", None),
    )

    assert said(shown) == [
        "第2行“姓名”：未填姓名，请补填",
        "第3行“工作单位”：未填所在单位，请补填",
        "第4行“工作单位”：名册中没有“县无此局”，请先导入单位",
        "第5行“工作单位”：有多个单位叫“甲乙”，请填全称或代码",
        "第6行“账号”：新增人员未填用户名，请补填用户名或统一身份标识",
        "第7行“账号”：用户名“a b”写法有误：用字母、数字、汉字和 . _ @ -，以字母、数字或汉字开头",
        "第8行“工号”：统一身份标识“…”写法有误：不得填写身份证号，请改用平台编号或留空",
        "第9行“角色”：“督办员”不能由导入授予，只可填联络员、单位审核人",
        "第10行“姓名”：县住建局有2位张伟，请填用户名以区分",
        "第11行“姓名”：该标识或用户名已登记给本区划以外的人员，请核对",
        "第12行“姓名”：钱去已停用，请先在人员页面启用",
        "第13行“姓名”：孙领导在办公室任职，请在人员页面单独修改",
        "第14行“账号”：登记的用户名是wu，不能由导入改动，请留空或改回",
        "第15行“工号”：用户名wu登记的是另一标识，请核对",
        "第15行“姓名”：与第14行是同一人，请只保留一行，多个角色写在一格",
        "第17行“姓名”：与第16行是同一人，请只保留一行，多个角色写在一格",
        "第18行“账号”：用户名“taken”已被使用，请换一个",
    ]


def test_wrong_rows_stop_the_import_or_come_back(county: County) -> None:
    shown = preview(
        county, ("李静", "县住建局", "lijing", None, None), ("赵明", "县无此局", "zhao", None, None)
    )
    with pytest.raises(RowsRefused):
        apply(county, shown)
    assert not Person.objects.filter(username="lijing").exists()

    done = apply(county, shown, good_only=True)

    assert [one.username for one in done.initials] == ["lijing"]
    assert done.rejects is not None
    assert cells(done.rejects)[1][:3] == ["赵明", "县无此局", "zhao"]


def test_what_was_shown_is_what_is_done_and_by_whom_it_may_be(county: County) -> None:
    shown = preview(county, ("李静", "县住建局", "lijing", None, None))
    with pytest.raises(NotAdministrator):
        imports.apply_people(
            preview=shown,
            shown=shown.token,
            good_only=False,
            source="",
            **doing(make_person(roles=[("coordinator", county.office)])),
        )
    make_person(unit=county.unit, username="lijing")

    with pytest.raises(PreviewStale):
        apply(county, shown)


def test_roles_that_are_held_or_are_to_come_are_not_granted_again(county: County) -> None:
    person = make_person("李静", unit=county.unit, username="lijing")
    make_role(person, "liaison", county.unit, since=TOMORROW)

    shown = preview(county, ("李静", "县住建局", "lijing", None, "联络员"))

    assert shown.rows[0].verdict is Verdict.KEEP


def test_who_serves_an_office_may_become_a_liaison_by_import(county: County) -> None:
    office = make_office("县整改办", division=county.division)
    make_person("孙办", unit=county.unit, username="sun", roles=[("leader", office)])

    shown = preview(county, ("孙办", "县住建局", "sun", None, "联络员"))

    assert shown.rows[0].verdict is Verdict.CHANGE


def test_the_template_names_what_is_needed(county: County) -> None:
    assert cells(person_imports.template())[0] == ["姓名*", "所在单位*", "用户名", "统一身份标识", "角色"]
    with pytest.raises(HeadMissing, match="所在单位"):
        preview(county, ("李静", "lijing"), head=("姓名", "账号"))


def test_a_preview_and_an_import_cost_the_same_however_many_rows(county: County) -> None:
    def rows(count: int) -> list[Cells]:
        return [(f"人{number}", "县住建局", f"p{number}", None, "联络员") for number in range(count)]

    costs = []
    for count in (1, 30):
        with CaptureQueriesContext(connection) as statements:
            preview(county, *rows(count))
        costs.append(len(statements))
    assert costs == [5, 5]
    shown = preview(county, *rows(30))
    with CaptureQueriesContext(connection) as statements:
        apply(county, shown)
    assert len(statements) < 30
