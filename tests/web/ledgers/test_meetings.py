"""Meetings in the pages: planned, held, filed, read, reported back; who sees what, and what is refused."""

from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document

from guatu.history.models import Event as Link
from guatu.ledgers.actions import meeting_topics
from guatu.ledgers.events import Event
from guatu.ledgers.models import Draft, Item, Meeting, MeetingTopic
from guatu.web.views.items.registry import url_of
from tests.ledgers.factories import County
from tests.ledgers.meeting_factories import filed, held, planned, put
from tests.web.ledgers.conftest import FRIDAY, SignIn

BEFORE = date(2026, 3, 6)
HTMX = {"HX-Request": "true"}
PLAN = {"kind": "dispatch", "name": "整改工作调度会", "meets_on": "2026-03-27", "starts": "15:00"}


def address(name: str, *args: int) -> str:
    return reverse(f"web:{name}", args=args)


def words(answer: Any) -> str:
    return str(answer.content.decode())


def late(county: County) -> Item:
    return Item.objects.get(title="逾期一件")


def decided(county: County, meeting: Meeting, item: Item, text: str = "三日内拿出赶工方案") -> MeetingTopic:
    topic = put(county, meeting, item, on=FRIDAY)
    return meeting_topics.decide(topic=topic, decision=text, **county.when("coordinator", FRIDAY))


def test_a_coordinator_plans_a_meeting(county: County, as_: SignIn) -> None:
    given = PLAN | {"chair": "分管副县长", "place": "二楼会议室", "units": "县供电公司、双桥镇"}
    answer = as_("coordinator").post(address("meeting-plan"), given)
    meeting = Meeting.objects.get()

    assert (answer.status_code, answer.headers["location"]) == (302, address("meeting", meeting.pk))
    assert (meeting.title, meeting.starts) == ("整改工作调度会（2026年第1次）", "15:00")
    text = words(as_("coordinator").get(address("meeting", meeting.pk)))
    assert "2026年3月27日 周五 15:00" in text
    assert "本系列的第一次会议" in text
    assert "登记开会" not in text  # its day has not come
    assert meeting.title in words(as_("coordinator").get(address("meetings")))


def test_what_is_wrong_stands_in_the_dialog_and_what_was_typed_stays(county: County, as_: SignIn) -> None:
    given = PLAN | {"chair": "", "units": "不存在局", "place": "二楼会议室"}
    answer = as_("coordinator").post(address("meeting-plan"), given, headers=HTMX)

    assert answer.status_code == 422
    assert "请填写主持人" in words(answer)
    assert "没有“不存在局”" in words(answer)
    assert 'value="二楼会议室"' in words(answer)
    assert not Meeting.objects.exists()


def test_the_next_one_takes_over_what_the_last_one_had(county: County, as_: SignIn) -> None:
    meeting = held(county, on=BEFORE, meets_on=BEFORE)
    text = words(as_("coordinator").get(f"{address('meeting-plan')}?after={meeting.pk}"))

    assert "安排下一次整改工作调度会" in text
    assert 'value="县供电公司、双桥镇"' in text
    assert as_("coordinator").get(f"{address('meeting-plan')}?after=987654").status_code == 404


def hold(client: Client, meeting: Meeting, **given: Any) -> Any:
    rows = {f"status_{row.unit_id}": "present" for row in meeting.attendances.all()}
    first = {"meets_on": str(FRIDAY), "chair": "分管副县长", **rows}
    return client.post(address("meeting-hold", meeting.pk), first | given)


def test_who_came_is_recorded_and_put_right(county: County, as_: SignIn) -> None:
    meeting = planned(county, on=FRIDAY, meets_on=FRIDAY)
    town, client = county.towns[0].pk, as_("coordinator")
    refused = hold(client, meeting, **{f"status_{town}": "deputed"})
    assert refused.status_code == 422
    assert "双桥镇代会人员的职务" in words(refused)

    hold(client, meeting, **{f"status_{town}": "deputed", f"post_{town}": "党政办主任", "others": "石泉镇"})
    text = words(client.get(address("meeting", meeting.pk)))
    assert "党政办主任" in text
    assert "3/3" in text
    again = hold(client, meeting)
    assert again.status_code == 409
    assert "已召开" in words(again)

    rows = {f"status_{row.unit_id}": row.status for row in meeting.attendances.all()}
    posts = {f"post_{row.unit_id}": row.post for row in meeting.attendances.all()}
    given = rows | posts | {f"status_{town}": "absent", "reason": "签到表有误"}
    assert client.post(address("meeting-correct", meeting.pk), given).status_code == 302
    assert meeting.attendances.get(unit=town).status == "absent"
    assert Link.objects.filter(kind="meeting.attendance_corrected").count() == 1


def paper(
    name: str = "会议纪要.txt", text: str = "会议纪要\n会议议定：县供电公司月底前完成改造。"
) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(), content_type="text/plain")


def test_minutes_are_filed_and_read(county: County, as_: SignIn) -> None:
    meeting, client = held(county, on=FRIDAY, meets_on=FRIDAY), as_("coordinator")
    given = {"minutes": paper(), "is_read": "on", "ledger": county.ledger.pk}
    answer = client.post(address("meeting-file", meeting.pk), given)
    draft = Draft.objects.get()

    assert answer.headers["location"] == address("draft", draft.pk)
    assert (draft.meeting, draft.ledger) == (meeting, county.ledger)
    text = words(client.get(address("meeting", meeting.pk)))
    assert "正在读纪要" in text
    assert "归档纪要</a>" not in text
    file: Any = client.get(address("meeting-minutes", meeting.pk))
    assert b"".join(file.streaming_content).decode().startswith("会议纪要")
    again = client.post(address("meeting-file", meeting.pk), {"minutes": paper("又一份.txt", "另一份纪要")})
    assert again.status_code == 409
    assert "纪要已归档" in words(again)


def test_minutes_with_a_mark_of_secrecy_are_not_kept(county: County, as_: SignIn) -> None:
    meeting = held(county, on=FRIDAY, meets_on=FRIDAY)
    given = {"minutes": paper(text="机密★1年\n会议纪要\n会议议定三件事。")}
    answer = as_("coordinator").post(address("meeting-file", meeting.pk), given)

    assert answer.status_code == 422
    assert "文件没有保存" in words(answer)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.minutes) == ("held", None)


def test_filed_minutes_are_read_later_and_replaced(county: County, as_: SignIn) -> None:
    meeting, client = held(county, on=FRIDAY, meets_on=FRIDAY), as_("coordinator")
    client.post(address("meeting-file", meeting.pk), {"minutes": paper()})
    assert not Draft.objects.exists()
    new = {"minutes": paper("定稿.txt", "会议纪要定稿"), "reason": "误传了征求意见稿"}
    assert client.post(address("meeting-replace", meeting.pk), new).status_code == 302
    assert "定稿.txt" in words(client.get(address("meeting", meeting.pk)))
    client.post(address("meeting-read", meeting.pk), {})
    assert Draft.objects.get().meeting == meeting


def test_topics_are_put_by_number_decided_and_withdrawn(county: County, as_: SignIn) -> None:
    meeting, client = held(county, on=FRIDAY, meets_on=FRIDAY), as_("coordinator")
    item = late(county)
    unknown = client.post(address("meeting-topic-put", meeting.pk), {"items": "5G-999"})
    assert "本办公室没有编号 5G-999" in words(unknown)
    client.post(address("meeting-topic-put", meeting.pk), {"items": item.number.lower()})
    topic = MeetingTopic.objects.get()
    given = {"decision": "三日内拿出赶工方案"}
    client.post(address("meeting-topic-decide", meeting.pk, topic.pk), given)
    text = words(client.get(address("meeting", meeting.pk)))
    assert "三日内拿出赶工方案" in text
    refused = client.post(address("meeting-topic-withdraw", meeting.pk, topic.pk))
    assert refused.status_code == 409
    assert client.get(address("meeting-topic-decide", meeting.pk, 987654)).status_code == 404
    assert "议定：三日内拿出赶工方案" in words(client.get(address("item", item.pk)))


def test_an_item_is_put_before_a_meeting_from_its_own_page(county: County, as_: SignIn) -> None:
    item, client = late(county), as_("coordinator")
    assert "请先在“会议”里安排" in words(client.get(address("item-meeting", item.pk)))
    meeting = planned(county, on=FRIDAY, meets_on=FRIDAY)
    assert "上会研究" in words(client.get(address("item", item.pk)))
    client.post(address("item-meeting", item.pk), {"meeting": meeting.pk})
    assert meeting.topics.get().item == item
    assert as_("town").get(address("item-meeting", item.pk)).status_code == 403
    assert as_("stranger").get(address("item-meeting", item.pk)).status_code == 404


def test_the_next_meeting_hears_what_was_decided(county: County, as_: SignIn) -> None:
    first, item = held(county, on=BEFORE, meets_on=BEFORE), late(county)
    decided(county, first, item)
    second = planned(county, on=FRIDAY, meets_on=FRIDAY)

    text = words(as_("coordinator").get(address("meeting", second.pk)))
    assert "1 项，未办结 1 项，逾期 1 项" in text
    assert "逾期 7 天" in text
    assert "议定：三日内拿出赶工方案" in text
    assert "下次会议报告" in words(as_("town").get(address("item", item.pk)))
    put(county, second, item, on=FRIDAY)
    text = words(as_("coordinator").get(address("item", item.pk)))
    assert "下次会议报告" in text
    assert "列入议题" in text


def test_units_see_their_own_part_of_a_meeting(county: County, as_: SignIn) -> None:
    meeting = filed(county, held(county, on=BEFORE, meets_on=BEFORE), on=BEFORE)
    town = as_("town")
    text = words(town.get(address("meeting", meeting.pk)))

    assert "双桥镇" in text
    assert "县供电公司</span>" not in text
    assert "会议纪要.docx" not in text
    assert town.get(address("meeting-minutes", meeting.pk)).status_code == 404
    answer: Any = as_("leader").get(address("meeting-minutes", meeting.pk))
    assert b"".join(answer.streaming_content)
    assert as_("inspector").get(address("meeting", meeting.pk)).status_code == 200
    for name in ("other_town", "stranger"):
        assert as_(name).get(address("meeting", meeting.pk)).status_code == 404
        assert meeting.title not in words(as_(name).get(address("meetings")))


@pytest.mark.parametrize("name", ["town", "leader", "verifier", "administrator", "inspector"])
def test_only_coordinators_change_meetings(county: County, as_: SignIn, name: str) -> None:
    meeting, client = held(county, on=BEFORE, meets_on=BEFORE), as_(name)
    topic = put(county, meeting, late(county), on=FRIDAY)
    for act in ("change", "cancel", "hold", "correct", "file", "read", "replace", "topic-put"):
        answer = client.post(address(f"meeting-{act}", meeting.pk))
        assert answer.status_code == 403, act
        assert "督办员" in words(answer)
    for act in ("decide", "withdraw"):
        assert client.post(address(f"meeting-topic-{act}", meeting.pk, topic.pk)).status_code == 403
    assert client.get(address("meeting-plan")).status_code == 404


def read_sheet(answer: Any) -> Any:
    return openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))


def test_the_list_of_a_meeting_goes_out_as_a_sheet_and_as_a_document(county: County, as_: SignIn) -> None:
    first, item = held(county, on=BEFORE, meets_on=BEFORE), late(county)
    decided(county, first, item)
    second = planned(county, on=FRIDAY, meets_on=FRIDAY)
    put(county, second, Item.objects.get(title="临期一件"), on=FRIDAY)
    client = as_("coordinator")

    book = read_sheet(client.post(address("meeting-export", second.pk), {"form": "xlsx"}))
    row = [cell.value for cell in book["上次议定事项"][4]]
    assert row[:5] == [
        item.number, "逾期一件（三日内拿出赶工方案）", "2026年第1次", "县供电公司", "办理中"
    ]  # fmt: skip
    assert (row[5].date(), row[6], row[7]) == (date(2026, 3, 13), "逾期 7 天", "没有报过")
    assert book["本次议题"][4][1].value == "临期一件"
    answer: Any = client.post(address("meeting-export", second.pk), {"form": "docx"})
    text = "\n".join(one.text for one in Document(BytesIO(b"".join(answer.streaming_content))).paragraphs)
    assert "整改工作调度会（2026年第2次）议题清单" in text
    assert "未办结 1 项，其中逾期 1 项" in text
    assert "2026年第1次会议议定：三日内拿出赶工方案。" in text
    assert Link.objects.filter(kind="meeting.exported").count() == 2
    assert client.post(address("meeting-export", second.pk), {"form": "pdf"}).status_code == 404
    assert client.get(address("meeting-export", second.pk)).status_code == 405


def test_a_recorded_meeting_is_chosen_as_the_second_key(county: County, as_: SignIn) -> None:
    item = Item.objects.get(title="申请销号一件")
    meeting = held(county, on=FRIDAY, meets_on=FRIDAY)
    put(county, meeting, item, on=FRIDAY)
    client = as_("coordinator")
    url = url_of(Event.CLOSE_BY_MEETING, item.pk)
    assert "没有登记的会议" not in words(client.get(url))
    meeting = filed(county, meeting, on=FRIDAY)

    assert "会议研究销号" in words(client.get(address("item", item.pk)))
    assert f'value="{meeting.pk}" selected' in words(client.get(url))
    twice = client.post(url, {"meeting": meeting.pk, "attendees": "周行之"})
    assert twice.status_code == 422
    assert "请不要另填" in words(twice)
    assert client.post(url, {"meeting": meeting.pk}).status_code == 302
    item.refresh_from_db()
    assert item.state == "closed"
    text = words(client.get(address("item", item.pk)))
    assert "分管副县长（主持）、县供电公司（副总经理）" in text
    assert address("meeting", meeting.pk) in text


def test_a_form_acts_once(county: County, as_: SignIn) -> None:
    given = PLAN | {"chair": "分管副县长", "form_key": "k1"}
    client = as_("coordinator")
    client.post(address("meeting-plan"), given)
    again = client.post(address("meeting-plan"), given, follow=True)
    assert "已经提交过" in words(again)
    assert Meeting.objects.count() == 1


def test_on_a_past_day_nothing_is_done(county: County, as_: SignIn) -> None:
    meeting = planned(county, on=FRIDAY, meets_on=FRIDAY)
    answer = as_("coordinator").post(
        f"{address('meeting-cancel', meeting.pk)}?as_of=2026-03-19", {"reason": "x"}
    )
    assert answer.status_code == 409
    meeting.refresh_from_db()
    assert meeting.state == "planned"


def test_the_statements_do_not_grow_with_the_items(
    county: County, as_: SignIn, django_assert_max_num_queries: Any
) -> None:
    first = held(county, on=BEFORE, meets_on=BEFORE)
    for item in Item.objects.filter(state__in=Item.OPEN):
        decided(county, first, item)
    second = planned(county, on=FRIDAY, meets_on=FRIDAY)
    client = as_("coordinator")
    client.get(address("meeting", second.pk))
    with django_assert_max_num_queries(42):
        text = words(client.get(address("meeting", second.pk)))
    assert text.count('class="mono no"') == 5
    with django_assert_max_num_queries(32):
        client.get(address("meetings"))
