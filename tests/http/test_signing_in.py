"""Signing in: passwords, lockout, the first change, one-time codes, sessions."""

import logging
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.db.models import F
from django.http import HttpResponse
from django.test import Client
from django.utils.timezone import now
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django.fixtures import Settings

from guatu.accounts.actions import people, totp
from guatu.accounts.models import Office, Person
from guatu.history.chains import SYSTEM
from guatu.history.models import Event
from guatu.http.models import Session
from tests.accounts.factories import ENTERED, ENTERED_AT, PASSWORD, make_person

NEW = "Shiquan-2026-xin"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0"
WECHAT = "Mozilla/5.0 (Linux; Android 12; HarmonyOS) AppleWebKit/537.36 MicroMessenger/8.0"


def enter(client: Client, username: str = "zhouning", password: str = PASSWORD) -> HttpResponse:
    return client.post("/sign-in", {"username": username, "password": password})  # type: ignore[return-value]


def code_of(device: TOTPDevice) -> str:
    import time

    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    totp.time = time.time()
    return f"{totp.token():06d}"


def test_nothing_but_health_and_the_sign_in_is_open(client: Client, db: None) -> None:
    assert client.get("/health").content == b"ok"
    assert client.get("/work?a=1").headers["Location"] == "/sign-in?next=/work%3Fa%3D1"
    assert client.post("/writing").headers["Location"] == "/sign-in"
    answer = client.get("/work", headers={"hx-request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/sign-in")
    answer = client.get("/api/work")
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "sign_in_needed")


def test_a_person_signs_in_whatever_the_width_and_case_of_the_name(client: Client, person: Person) -> None:
    assert enter(client, " ＺｈｏｕNing ").content == b"/work"

    assert client.get("/work").json()["name"] == "周宁"


def test_the_way_back_leads_to_our_own_pages_only(client: Client, person: Person) -> None:
    form = {"username": "zhouning", "password": PASSWORD}
    assert client.post("/sign-in", form | {"next": "/items/3"}).content == b"/items/3"
    assert client.post("/sign-in", form | {"next": "https://elsewhere.example/"}).content == b"/work"


def test_nothing_typed_is_answered_in_chinese_at_the_fields(client: Client, db: None) -> None:
    answer = enter(client, "", "")

    assert answer.status_code == 422
    assert "未填用户名" in answer.content.decode()
    assert "未填密码" in answer.content.decode()


def test_wrong_names_and_wrong_passwords_are_told_apart_by_nobody(client: Client, person: Person) -> None:
    wrong, unknown = enter(client, password="wrong"), enter(client, username="nobody")  # noqa: S106

    assert wrong.status_code == unknown.status_code == 422
    assert wrong.content == unknown.content
    assert "还可再试4次" in wrong.content.decode()


def test_five_wrong_passwords_lock_the_name_for_a_quarter_of_an_hour(
    client: Client, person: Person, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        for left in (4, 3, 2, 1):
            assert f"还可再试{left}次" in enter(client, password="wrong").content.decode()  # noqa: S106
        fifth = enter(client, password="wrong")  # noqa: S106

    assert fifth.status_code == 429
    assert "已锁定，请15分钟后再试" in fifth.content.decode()
    assert enter(Client(REMOTE_ADDR="10.0.0.9")).status_code == 429
    assert enter(client, username="nobody").status_code == 422
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=10))
    assert "请5分钟后再试" in enter(client).content.decode()
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=6))
    assert enter(client).status_code == 200
    assert not AccessAttempt.objects.filter(username="zhouning").exists()
    told = "\n".join(record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR)
    assert "zhouning" not in told


def test_a_locked_name_is_not_locked_longer_by_trying_on(client: Client, person: Person) -> None:
    for _ in range(5):
        enter(client, password="wrong")  # noqa: S106
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=14))

    assert enter(client).status_code == 429
    assert "请1分钟后再试" in enter(client).content.decode()


def test_who_was_deactivated_is_out_at_once(signed_in: Client, person: Person) -> None:
    people.deactivate(person=person, by=SYSTEM, at=ENTERED_AT, on=ENTERED)

    assert signed_in.get("/work").status_code == 302
    assert enter(signed_in).status_code == 422


def test_a_password_that_was_given_must_be_changed_before_anything_else(
    client: Client, person: Person
) -> None:
    people.reset_password(person=person, password=PASSWORD, by=SYSTEM, at=ENTERED_AT, on=ENTERED)
    enter(client)

    assert client.get("/work").headers["Location"] == "/password?next=/work"
    assert client.get("/api/work").json()["error"]["code"] == "password_needed"
    fields = {"old": PASSWORD, "new": NEW, "again": NEW}
    assert client.post("/password", fields).json() == {}
    assert client.get("/work").status_code == 200
    assert Event.objects.filter(kind="password_changed", actor_id=person.pk).count() == 1


@pytest.mark.parametrize(
    ("fields", "where", "sentence"),
    [
        ({"old": "x"}, "old", "原密码不正确，请重新输入"),
        ({"new": PASSWORD, "again": PASSWORD}, "new", "不能与原密码相同"),
        ({"new": "Ab1", "again": "Ab1"}, "new", "10"),
        ({"new": "abcdefghijkl", "again": "abcdefghijkl"}, "new", "至少三种"),
        ({"new": "zhouninG-1", "again": "zhouninG-1"}, "new", "用户名"),
        ({"again": "another"}, "again", "两次输入的新密码不一致"),
        ({"new": ""}, "new", "未填新密码"),
    ],
)
def test_a_password_against_the_rules_is_refused_at_its_field(
    signed_in: Client, person: Person, fields: dict[str, str], where: str, sentence: str
) -> None:
    answer = signed_in.post("/password", {"old": PASSWORD, "new": NEW, "again": NEW} | fields)

    assert answer.status_code == 422
    assert sentence in answer.json()[where][0]
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_a_new_password_signs_out_everywhere_else(signed_in: Client, person: Person) -> None:
    elsewhere = Client()
    enter(elsewhere)

    signed_in.post("/password", {"old": PASSWORD, "new": NEW, "again": NEW})

    assert signed_in.get("/work").status_code == 200
    assert elsewhere.get("/work").status_code == 302


def test_a_session_holds_no_name_and_its_owner_sees_where_it_is_open(client: Client, person: Person) -> None:
    phone = Client(headers={"user-agent": WECHAT})
    enter(phone)
    desk = Client(headers={"user-agent": EDGE})
    enter(desk)

    listed = desk.get("/sessions").json()
    assert [one[:2] for one in listed] == [["Windows · Edge", True], ["鸿蒙 · 微信", False]]
    for row in Session.objects.all():
        assert "周宁" not in str(row.get_decoded())
        assert "zhouning" not in str(row.get_decoded())
    assert desk.post("/sessions/end-one", {"handle": listed[0][2]}).content == b"False"
    assert desk.post("/sessions/end-one", {"handle": listed[1][2]}).content == b"True"
    assert phone.get("/work").status_code == 302
    enter(phone)
    assert desk.post("/sessions/end").content == b"1"
    assert phone.get("/work").status_code == 302
    assert desk.get("/work").status_code == 200


def test_nobody_ends_the_sessions_of_another(signed_in: Client, office: Office) -> None:
    make_person(username="other", password=PASSWORD)
    other = Client()
    enter(other, "other")
    handle = other.get("/sessions").json()[0][2]

    assert signed_in.post("/sessions/end-one", {"handle": handle}).content == b"False"
    assert other.get("/work").status_code == 200


def test_that_a_session_is_used_is_written_twice_an_hour_at_most(signed_in: Client) -> None:
    before = Session.objects.get().seen_at
    signed_in.get("/work")
    assert Session.objects.get().seen_at == before

    session = signed_in.session
    session["seen"] = (now() - timedelta(hours=1)).isoformat()
    session.save()
    signed_in.get("/work")

    seen = Session.objects.get().seen_at
    assert seen is not None
    assert now() - seen < timedelta(minutes=1)


def test_signing_out_ends_the_session(signed_in: Client) -> None:
    signed_in.post("/sign-out")

    assert signed_in.get("/work").status_code == 302
    assert not Session.objects.exists()


@pytest.mark.parametrize("kind", ["verifier", "coordinator", "administrator"])
def test_where_codes_are_asked_for_a_device_is_enrolled_first_and_then_asked_at_every_sign_in(
    client: Client, office: Office, settings: Settings, kind: str
) -> None:
    settings.TOTP_REQUIRED = True
    person = make_person("何敏", username="hemin", password=PASSWORD, roles=[(kind, office)])
    enter(client, "hemin")
    assert client.get("/work").headers["Location"] == "/code?next=/work"
    assert client.get("/api/work").json()["error"]["code"] == "code_needed"
    shown = client.get("/enrol").content.decode()
    assert "otpauth://totp/" in shown
    assert client.get("/enrol").content.decode() == shown

    device = TOTPDevice.objects.get(user=person)
    assert client.post("/enrol", {"code": "000000"}).status_code == 422
    TOTPDevice.objects.update(throttling_failure_count=0)
    assert client.post("/enrol", {"code": code_of(device)}).content.decode() == "好"

    assert client.get("/work").status_code == 200
    assert Event.objects.filter(kind="totp_enrolled", subject_id=person.pk).count() == 1
    again = Client()
    enter(again, "hemin")
    assert again.get("/work").status_code == 302
    TOTPDevice.objects.update(last_t=-1)
    assert again.post("/code", {"code": code_of(device)}).content.decode() == "好"
    assert again.get("/work").status_code == 200


def test_a_code_serves_once_and_a_malformed_one_never(client: Client, person: Person) -> None:
    device = TOTPDevice.objects.create(user=person, name="", confirmed=True)
    enter(client)
    code = code_of(device)
    assert client.get("/work").headers["Location"] == "/code?next=/work"

    assert "应为6位数字" in client.post("/code", {"code": "12a"}).json()["code"][0]
    assert client.post("/code", {"code": code}).status_code == 200
    second = Client()
    enter(second)
    answer = second.post("/code", {"code": code})
    assert (answer.status_code, "动态口令不正确或已用过" in answer.content.decode()) == (422, True)
    assert second.get("/work").status_code == 302


def test_a_stolen_password_does_not_change_itself_without_the_code(client: Client, person: Person) -> None:
    device = TOTPDevice.objects.create(user=person, name="", confirmed=True)
    people.reset_password(person=person, password=PASSWORD, by=SYSTEM, at=ENTERED_AT, on=ENTERED)
    enter(client)
    fields = {"old": PASSWORD, "new": NEW, "again": NEW}

    assert client.post("/password", fields).headers["Location"] == "/code"
    client.post("/code", {"code": code_of(device)})
    assert client.get("/work").headers["Location"] == "/password?next=/work"
    assert client.post("/password", fields).json() == {}
    assert client.get("/work").status_code == 200


def test_who_lost_the_device_enrols_anew(client: Client, person: Person) -> None:
    TOTPDevice.objects.create(user=person, name="", confirmed=True)
    enter(client)
    totp.reset(person=person, by=SYSTEM, at=ENTERED_AT, on=ENTERED)

    assert client.get("/work").headers["Location"] == "/code?next=/work"
    client.get("/enrol")
    client.post("/enrol", {"code": code_of(TOTPDevice.objects.get())})
    assert client.get("/work").status_code == 200


def test_of_leaders_and_where_it_is_off_no_code_is_asked(
    signed_in: Client, office: Office, settings: Settings
) -> None:
    make_person(username="admin", password=PASSWORD, roles=[("administrator", office)])
    other = Client()
    enter(other, "admin")
    assert other.get("/work").status_code == 200

    settings.TOTP_REQUIRED = True
    assert signed_in.get("/work").status_code == 200
    assert other.get("/work").status_code == 302
