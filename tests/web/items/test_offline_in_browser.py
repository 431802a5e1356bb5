"""A liaison in a valley: what is typed stays on the phone, and goes once when the line is back."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Dialog, FilePayload, Locator, Page, Route, expect

from guatu.ledgers.actions import items, reports
from guatu.ledgers.models import Item, Report
from tests.accounts.factories import moment
from tests.browsers import grave
from tests.ledgers.factories import DAY, County, signed
from tests.ledgers.test_pictures import scene, stored
from tests.web.items.conftest import Visit

Live = tuple[County, str]
SCRIPTS = re.compile(r"/(guatu|offline)\.js")
NO_LINE = ("ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "status of 4", "status of 503", "fetching the script")
WRITTEN = moment(DAY, hour=9) + timedelta(minutes=12)
"""What the phone's clock shows; the server receives at ten."""
PHOTO: FilePayload = {
    "name": "表箱.jpg",
    "mimeType": "image/jpeg",
    "buffer": stored(scene()).getvalue(),
}


class Phone:
    """A phone in somebody's hand."""

    def __init__(self, page: Page, live: Live, item: Item) -> None:
        self.page, self.county, self.site, self.item = page, *live, item
        row = item.assignments.get(unit=self.county.towns[0])
        self.form = f"{reverse('web:item-act', args=[item.pk, 'reported'])}?of={row.pk}"
        self.clock(WRITTEN)

    def clock(self, at: datetime) -> None:
        self.page.context.clock.set_fixed_time(at)

    def open(self, address: str) -> None:
        self.page.goto(self.site + address)

    def my_work(self) -> None:
        self.open(reverse("web:my-work"))

    def write(self, words: str = "换表 2 处", done: str = "2") -> None:
        self.page.locator("[name=achieved]").fill(done)
        self.page.locator("[name=text]").fill(words)
        expect(self.page.locator("[data-saved]")).to_contain_text("草稿已存")

    def attach(self) -> None:
        self.page.locator(".pick input[type=file]").set_input_files([PHOTO])

    def submit(self) -> None:
        self.page.get_by_role("button", name="提交", exact=True).click()

    def line(self, *, is_there: bool) -> None:
        self.page.context.set_offline(not is_there)

    def waits_for_the_worker(self) -> None:
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        self.page.wait_for_function("navigator.serviceWorker.controller !== null")

    def has_no_worker(self) -> None:
        """Every script comes over the line, where a test can hold it back, none from the worker's store."""
        self.page.add_init_script("delete Navigator.prototype.serviceWorker")

    def signs_in(self, name: str) -> None:
        client = Client()
        client.force_login(self.county.people[name])
        session = client.cookies["sessionid"].value
        self.page.context.add_cookies([{"name": "sessionid", "value": session, "url": self.site}])

    @property
    def shelf(self) -> Locator:
        return self.page.locator("[data-shelf]")


@pytest.fixture(autouse=True)
def _once() -> None:
    """A device does not know which database the server has: one of them is enough for its pages."""
    if connection.vendor == "postgresql":
        pytest.skip("the device is tried out on SQLite; what it sends is tested on both")


@pytest.fixture
def phone(visit: Visit, live: Live) -> Callable[[], Phone]:
    return lambda: Phone(visit("town", width=390, allowed=NO_LINE), live, signed(live[0]))


def test_a_draft_outlives_a_reload_with_its_files_and_goes_when_it_is_sent(
    phone: Callable[[], Phone],
) -> None:
    it = phone()
    it.open(it.form)
    it.write()
    it.page.locator("[name=stuck][value=等审批]").check(force=True)
    it.attach()
    expect(it.page.locator(".g-files .g-tag")).to_have_text("已上传")
    expect(it.page.locator("[data-saved]")).to_contain_text("草稿已存")

    it.my_work()
    expect(it.shelf.locator("h2")).to_have_text("草稿 1")
    expect(it.shelf).to_contain_text("1 个文件")
    assert grave(it.page) == []
    it.shelf.get_by_role("link", name="继续写").click()

    expect(it.page.locator("[name=text]")).to_have_value("换表 2 处")
    expect(it.page.locator("[name=achieved]")).to_have_value("2")
    expect(it.page.locator("[name=stuck][value=等审批]")).to_be_checked()
    expect(it.page.locator(".g-files li")).to_contain_text("表箱.jpg")
    expect(it.page.get_by_text("上次没交成的内容已放回")).to_be_visible()
    it.submit()
    expect(it.page.locator("#toasts")).to_contain_text("进展已报")
    report = Report.objects.get()
    assert (report.text, report.evidence.count(), report.written_at) == ("换表 2 处", 1, WRITTEN)
    it.my_work()
    expect(it.shelf).to_be_hidden()


def test_what_is_written_before_the_scripts_are_there_is_not_lost(phone: Callable[[], Phone]) -> None:
    it = phone()
    it.has_no_worker()
    it.open(it.form)
    it.write("昨天写的")
    held: list[Route] = []
    it.page.route(SCRIPTS, lambda route: held.append(route))
    it.page.goto(it.site + it.form, wait_until="commit")
    it.page.locator("[name=text]").fill("今天写的")
    it.attach()
    assert held

    for one in held:
        one.continue_()
    it.page.unroute(SCRIPTS)

    expect(it.page.locator(".g-files .g-tag")).to_have_text("已上传")
    expect(it.page.locator("[name=text]")).to_have_value("今天写的")
    expect(it.page.locator("[name=achieved]")).to_have_value("2")
    it.submit()
    expect(it.page.locator("#toasts")).to_contain_text("进展已报")
    report = Report.objects.get()
    assert (report.text, report.evidence.count()) == ("今天写的", 1)


def test_what_is_sent_without_a_line_goes_once_when_it_is_back(phone: Callable[[], Phone]) -> None:
    it = phone()
    it.my_work()
    it.waits_for_the_worker()
    it.open(it.form)
    it.line(is_there=False)
    it.write()
    it.attach()
    expect(it.page.locator(".g-files li")).to_contain_text("存在本机")
    it.submit()
    expect(it.page.get_by_text("没有信号，已放进待发送")).to_be_visible()
    assert grave(it.page) == []

    it.my_work()  # opens from the device
    expect(it.page.locator("h1")).to_contain_text("双桥镇")
    expect(it.page.get_by_text("没有信号，这是")).to_be_visible()
    expect(it.shelf.locator("h2")).to_have_text("待发送 1")
    assert Report.objects.count() == 0

    it.line(is_there=True)

    expect(it.page.locator("#toasts")).to_contain_text("进展已报")
    expect(it.shelf).to_be_hidden()
    report = Report.objects.get()
    assert (report.written_at, report.reported_on, report.evidence.count()) == (WRITTEN, DAY, 1)


def test_the_form_opens_without_a_line(phone: Callable[[], Phone]) -> None:
    it = phone()
    reports.urge(pks=[it.item.pk], words="报进展", **it.county.when("coordinator"))
    it.my_work()
    it.waits_for_the_worker()
    kept = "caches.open(`guatu-pages-${document.body.dataset.person}`).then(one => one.match(%r))"
    for _ in range(50):
        if it.page.evaluate(f"{kept % it.form}.then(Boolean)"):
            break
        it.page.wait_for_timeout(100)
    it.line(is_there=False)

    it.open(it.form)

    expect(it.page.get_by_text("没有信号，这是")).to_be_visible()
    it.write("山里写的")
    it.open(it.form)
    expect(it.page.locator("[name=text]")).to_have_value("山里写的")
    it.open("/items/999/acts/reported")
    expect(it.page.get_by_text("这一页没有存在本机")).to_be_visible()
    it.line(is_there=True)


def test_a_lost_answer_reports_once(phone: Callable[[], Phone]) -> None:
    it = phone()
    it.open(it.form)
    it.write()

    def lose(route: Route) -> None:
        route.fetch()  # the server acts
        route.abort()

    it.page.route("**/acts/reported**", lose, times=1)
    it.submit()
    expect(it.page.get_by_text("没有信号，已放进待发送")).to_be_visible()
    assert Report.objects.count() == 1

    it.my_work()

    expect(it.page.locator("#toasts")).to_contain_text("没有重复办理")
    expect(it.shelf).to_be_hidden()
    assert Report.objects.count() == 1


def test_what_the_server_refuses_later_stays_with_the_reason_and_all_that_was_written(
    phone: Callable[[], Phone],
) -> None:
    it = phone()
    it.open(it.form)
    it.line(is_there=False)
    it.write()
    it.attach()
    it.submit()
    expect(it.page.get_by_text("没有信号，已放进待发送")).to_be_visible()
    by = it.county.when("coordinator")
    items.suspend(pk=it.item.pk, reason="等资金", **by)

    it.line(is_there=True)
    it.my_work()

    expect(it.shelf.locator("h2")).to_have_text("没有收 1")
    expect(it.shelf.locator("[data-why]")).to_contain_text("挂起")
    it.shelf.get_by_text("写的内容").click()
    expect(it.shelf.locator("[data-written] p")).to_have_text("换表 2 处")
    assert Report.objects.count() == 0
    items.resume(pk=it.item.pk, **by)
    it.shelf.get_by_role("link", name="打开").click()
    expect(it.page.locator("[data-refusal]")).to_contain_text("挂起")
    expect(it.page.locator("[name=text]")).to_have_value("换表 2 处")
    expect(it.page.locator(".g-files li")).to_contain_text("表箱.jpg")
    it.submit()
    expect(it.page.locator("#toasts")).to_contain_text("进展已报")
    assert Report.objects.get().evidence.count() == 1


def test_what_is_wrong_stands_at_its_field(phone: Callable[[], Phone]) -> None:
    it = phone()
    it.open(it.form)
    it.write(" ", "3")
    it.submit()
    expect(it.page.locator("[name=text][aria-invalid=true]")).to_be_focused()
    expect(it.page.locator(".g-err", has_text="请填写进展")).to_be_visible()
    assert grave(it.page) == []
    it.write("换表 3 处", "3")
    it.submit()
    expect(it.page.locator("#toasts")).to_contain_text("进展已报")


def test_another_person_on_the_same_device_sees_and_sends_nothing(phone: Callable[[], Phone]) -> None:
    it = phone()
    it.my_work()
    it.waits_for_the_worker()
    it.open(it.form)
    it.line(is_there=False)
    it.write("只给自己看的")
    it.submit()
    expect(it.page.get_by_text("没有信号，已放进待发送")).to_be_visible()

    it.signs_in("other_town")
    it.line(is_there=True)
    it.my_work()

    expect(it.page.locator("h1")).to_contain_text("石泉镇")
    expect(it.shelf).to_be_hidden()
    it.open(reverse("web:item-act", args=[it.item.pk, "reported"]))
    expect(it.page.locator("[name=text]")).to_have_value("")
    assert Report.objects.count() == 0
    it.line(is_there=False)
    it.my_work()
    expect(it.page.locator("h1")).to_contain_text("石泉镇")

    it.signs_in("town")
    it.line(is_there=True)
    it.my_work()

    expect(it.page.locator("#toasts")).to_contain_text("进展已报")
    assert Report.objects.get().reported_by == it.county.people["town"]


def test_signing_out_clears_the_device_and_asks_before_it_loses_something(phone: Callable[[], Phone]) -> None:
    it = phone()
    it.my_work()
    it.waits_for_the_worker()
    it.open(it.form)
    it.line(is_there=False)
    it.write()
    it.submit()
    expect(it.page.get_by_text("没有信号，已放进待发送")).to_be_visible()
    asked: list[str] = []

    def agree(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.accept()

    it.page.once("dialog", agree)
    it.page.route("**/acts/reported**", lambda route: route.abort())
    it.line(is_there=True)
    it.my_work()
    it.page.locator(".g-tabbar a", has_text="菜单").tap()
    it.page.locator(".g-me > summary").tap()
    it.page.get_by_role("button", name="退出").tap()

    expect(it.page.get_by_role("heading", name="登录")).to_be_visible()
    assert asked == ["还有 1 份没有发出，退出后会从这台设备清掉。确定退出吗？"]
    assert it.page.evaluate("indexedDB.databases().then(all => all.map(one => one.name))") == []
    pages = "caches.keys().then(all => all.filter(one => one.startsWith('guatu-pages-')))"
    assert it.page.evaluate(pages) == []


def test_a_session_that_is_over_asks_to_sign_in_and_keeps_it(phone: Callable[[], Phone]) -> None:
    it = phone()
    it.open(it.form)
    it.write()
    cookies = it.page.context.cookies()
    it.page.context.clear_cookies(name="sessionid")
    it.submit()
    expect(it.page.get_by_text("登录已过期，已放进待发送")).to_be_visible()

    it.page.context.add_cookies(cookies)  # type: ignore[arg-type]
    it.my_work()

    expect(it.page.locator("#toasts")).to_contain_text("进展已报")
    assert Report.objects.get().written_at == WRITTEN


def test_a_phone_whose_clock_is_wrong_can_report_all_the_same(phone: Callable[[], Phone]) -> None:
    it = phone()
    it.clock(moment(DAY, hour=12))
    it.open(it.form)
    it.write()
    it.submit()
    expect(it.page.locator("[data-refusal]")).to_contain_text("手机时间比系统快 120 分钟")
    it.submit()
    expect(it.page.locator("#toasts")).to_contain_text("进展已报")
    assert Report.objects.get().written_at is None


def test_the_form_says_what_would_make_the_report_more_than_words(phone: Callable[[], Phone]) -> None:
    it = phone()
    it.open(it.form)
    wanted, solid = it.page.locator("[data-lacks]").first, it.page.locator(".item-solid")
    expect(wanted).to_contain_text("现场照片 1 张，还缺 1 张")
    it.attach()
    expect(wanted).to_contain_text("够了")
    it.page.locator("[name=text]").fill("与供销社签了协议")
    expect(solid.locator(".has")).to_have_count(0)
    it.page.locator("[name=text]").fill("9月22日签双供〔2026〕3号协议，换表两处")
    expect(solid.locator(".has")).to_have_text(["有数字", "有日期", "有文号或编号"])
    it.page.wait_for_timeout(1000)  # kept a moment after the last letter
    it.open(it.form)
    expect(solid.locator(".has")).to_have_count(3)
    expect(wanted).to_contain_text("够了")
    assert grave(it.page) == []


def test_photographs_are_taken_first_and_then_given_to_a_duty(phone: Callable[[], Phone]) -> None:
    it = phone()
    it.open(reverse("web:snap"))
    it.page.locator(".g-camera input[type=file]").set_input_files([PHOTO])
    it.page.locator(".pick input[type=file]").set_input_files([PHOTO | {"name": "另一张.jpg"}])
    expect(it.page.locator("[data-snap-say]")).to_have_text("这 2 张是哪一项")
    it.page.get_by_role("button", name="去掉 另一张.jpg").click()
    expect(it.page.locator("[data-snap-say]")).to_have_text("这 1 张是哪一项")
    assert grave(it.page) == []

    it.page.locator("[data-snap-to]").first.click()

    expect(it.page.locator(".g-files li")).to_contain_text("表箱.jpg")
    expect(it.page.get_by_text("上次没交成的内容已放回")).to_be_hidden()
    it.page.locator("[name=text]").fill("换表 1 处")
    it.submit()
    expect(it.page.locator("#toasts")).to_contain_text("进展已报")
    report = Report.objects.get()
    assert (report.text, report.evidence.count()) == ("换表 1 处", 1)
