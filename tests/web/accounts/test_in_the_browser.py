"""The pages of the registry in a real browser: clean at every width, and worked as a person works them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from guatu.accounts.models import Person, Unit
from tests.accounts.factories import PASSWORD
from tests.accounts.workbooks import workbook
from tests.browsers import grave
from tests.ledgers.factories import County, signed
from tests.web.accounts.conftest import make_neighbours

OpenPage = Callable[..., Page]
Visit = Callable[..., Page]


@pytest.fixture
def home(served: str, settings: Settings) -> County:
    """The county on the server of the test, with something open; everybody has the same password."""
    county = make_neighbours()
    signed(county)
    for person in county.people.values():
        person.set_password(PASSWORD)
    Person.objects.bulk_update(county.people.values(), ["password"])
    return county


@pytest.fixture
def visit(served: str, home: County, open_page: OpenPage) -> Visit:
    """Sign somebody in: `visit("administrator", width=390)`."""

    def signed_in(name: str, *, width: int = 1440, allowed: tuple[str, ...] = ()) -> Page:
        page = open_page(width=width, allowed=allowed)
        page.goto(served + reverse("web:sign-in"))
        page.fill("[name=username]", home.people[name].username)
        page.fill("[name=password]", PASSWORD)
        page.click("button:has-text('登录')")
        return page

    return signed_in


def address(home: County, name: str) -> str:
    subjects = {"unit": home.towns[0].pk, "person": home.people["town"].pk}
    return reverse(f"web:{name}", args=[subjects[name]] if name in subjects else [])


def clean(page: Page) -> None:
    """No serious finding of axe, and nothing to scroll sideways."""
    assert grave(page) == []
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wider) <= 0, page.url


@pytest.mark.parametrize("width", [1440, 390])
def test_somebody_is_added_and_the_password_copied(
    served: str, home: County, visit: Visit, width: int
) -> None:
    page = visit("administrator", width=width, allowed=("status of 409",))
    page.goto(served + reverse("web:people"))
    page.get_by_text("新增人员").click()
    dialog = page.locator("#dialogs dialog")
    dialog.get_by_label("姓名").fill("新来的")
    dialog.get_by_label("所在单位").fill("双桥镇")
    dialog.get_by_label("用户名").fill(home.people["town"].username)
    dialog.get_by_text("新增", exact=True).click()
    expect(dialog).to_contain_text("已被使用")
    clean(page)
    dialog.get_by_label("用户名").fill("newcomer")
    dialog.get_by_text("新增", exact=True).click()

    shown = dialog.locator("#secret")
    expect(shown).to_be_visible()
    assert Person.objects.get(username="newcomer").check_password(shown.inner_text())
    clean(page)
    dialog.get_by_text("复制密码").click()
    expect(dialog.locator("[data-copied]")).not_to_have_text("复制密码")
    dialog.get_by_text("已记下").click()
    expect(page.locator("h1")).to_contain_text("新来的")
    expect(page.locator("#secret")).to_have_count(0)


def test_a_role_asks_only_for_the_place_it_is_held_in(served: str, home: County, visit: Visit) -> None:
    page = visit("administrator")
    page.goto(served + address(home, "person"))
    page.get_by_text("授予角色").click()
    dialog = page.locator("#dialogs dialog")
    expect(dialog.get_by_label("单位")).to_be_visible()
    expect(dialog.get_by_label("办公室")).to_be_hidden()

    dialog.get_by_label("角色").select_option("verifier")

    expect(dialog.get_by_label("单位")).to_be_hidden()
    dialog.get_by_label("办公室").select_option(label="县督查室")
    dialog.get_by_text("授予", exact=True).click()
    expect(page.locator("#toasts")).to_contain_text("县督查室的核查员")
    expect(page.locator(".a-main")).to_contain_text("核查员")


def test_functions_pass_on_and_open_items_follow(served: str, home: County, visit: Visit) -> None:
    page = visit("administrator")
    page.goto(served + address(home, "unit"))
    page.get_by_text("职能划转").click()
    dialog = page.locator("#dialogs dialog")
    dialog.get_by_label("承接单位").fill("石泉镇")
    dialog.get_by_label("依据文件").fill("云编〔2026〕3号")
    dialog.get_by_text("登记划转").click()
    expect(page.locator(".a-main")).to_contain_text("职能划给 石泉镇")

    page = visit("coordinator")
    page.goto(served + address(home, "unit"))
    page.get_by_text("移交 1 件在办").click()
    clean(page)
    page.locator("#dialogs dialog").get_by_text("移交", exact=True).click()
    expect(page.locator("#owed")).to_contain_text("没有在办事项")


def test_a_workbook_is_looked_at_and_imported(
    served: str, home: County, visit: Visit, tmp_path: Path
) -> None:
    path = tmp_path / "单位.xlsx"
    path.write_bytes(workbook(["单位名称", "类型"], ["县住建局", "部门"], ["县财政局", "衙门"]))
    page = visit("administrator")
    page.goto(served + reverse("web:units-import"))

    page.locator("input[type=file]").set_input_files(path)

    preview = page.locator("#preview")
    expect(preview).to_contain_text("第3行“类型”")
    clean(page)
    preview.get_by_text("只导入正确的 1 行").click()
    expect(preview).to_contain_text("已导入")
    with page.expect_download() as download:
        preview.get_by_text("下载退回表").click()
    assert download.value.suggested_filename == "单位退回表.xlsx"
    assert Unit.objects.filter(name="县住建局").exists()


def test_a_workbook_is_let_fall_on_the_page(served: str, home: County, visit: Visit) -> None:
    data = workbook(["单位名称"], ["县住建局"])
    page = visit("administrator")
    page.goto(served + reverse("web:units-import"))

    page.evaluate(
        "bytes => { const data = new DataTransfer();"
        " data.items.add(new File([new Uint8Array(bytes)], '单位.xlsx'));"
        " document.querySelector('.g-drop').dispatchEvent("
        "   new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true})); }",
        list(data),
    )

    expect(page.locator("#preview")).to_contain_text("导入 1 行")


def test_a_day_is_decided_by_a_press_on_it(served: str, home: County, visit: Visit) -> None:
    page = visit("administrator", width=390)
    page.goto(served + reverse("web:calendar") + "?year=2026")
    page.locator("[title='3月6日 上班']").click()
    dialog = page.locator("#dialogs dialog")
    expect(dialog.get_by_label("日期")).to_have_value("2026-03-06")
    clean(page)
    dialog.get_by_label("依据").fill("云政办〔2026〕9号")
    dialog.get_by_text("登记", exact=True).click()

    expect(page.locator(".a-day.is-own.holiday", has_text="6")).to_have_count(1)
    expect(page.locator(".a-calendar")).to_contain_text("云政办〔2026〕9号")
