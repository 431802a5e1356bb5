"""Papers on their way: who sees them, who signs, and how they are printed for good."""

from datetime import date

import pytest

from guatu.accounts.actions import roles
from guatu.history import rebuilding, redacting, store
from guatu.history.chains import Actor
from guatu.history.models import Enclosure, Event
from guatu.papers import actions, printing, queries
from guatu.papers.errors import IssuedAlready, NotAddressee, NotKept, ReceivedAlready
from guatu.papers.models import Paper, PaperReceipt
from tests.accounts.factories import ENTERED, ENTERED_AT, as_actor, make_person, moment
from tests.papers.conftest import DAY, Desk
from tests.papers.words import words_of


def test_a_paper_is_seen_by_its_office_its_inspector_and_its_addressee(desk: Desk) -> None:
    paper = desk.issue()
    seen = {name for name in desk.people if queries.one(desk(name), paper.pk)}
    assert seen == desk.people.keys() - {"stranger"}
    assert list(queries.waiting(desk("liaison").units("liaison"))) == [paper]


def test_the_unit_signs_once_and_it_is_in_the_chain(desk: Desk) -> None:
    paper = desk.issue()
    receipt = actions.receive(paper=paper, **desk.when("liaison"))
    assert (receipt.received_on, receipt.received_by) == (DAY, desk.people["liaison"])
    event = Event.objects.latest("pk")
    assert (event.kind, event.subject_kind, event.subject_id) == ("paper.received", "paper", paper.pk)
    assert event.unit_id == desk.unit.pk
    assert not queries.waiting([desk.unit.pk])
    with pytest.raises(ReceivedAlready):
        actions.receive(paper=paper, **desk.when("liaison"))
    assert PaperReceipt.objects.count() == 1
    assert rebuilding.check().found == []


@pytest.mark.parametrize("name", ["coordinator", "reviewer", "stranger", "leader"])
def test_nobody_else_signs(desk: Desk, name: str) -> None:
    paper, known = desk.issue(), Event.objects.count()
    with pytest.raises(NotAddressee):
        actions.receive(paper=paper, **desk.when(name))
    assert Event.objects.count() == known


def test_a_paper_without_addressee_is_not_signed_for(desk: Desk) -> None:
    with pytest.raises(NotAddressee, match="没有主送单位"):
        actions.receive(paper=desk.issue(addressee=None), **desk.when("liaison"))


def test_who_acts_for_the_liaison_is_named_with_him(desk: Desk) -> None:
    principal, delegate = desk.people["liaison"], make_person()
    roles.delegate(
        principal=principal,
        delegate=delegate,
        unit=desk.unit,
        office=None,
        valid_from=ENTERED,
        valid_to=date(2027, 1, 1),
        by=as_actor(principal),
        at=ENTERED_AT,
        on=ENTERED,
    )
    desk.people = {**desk.people, "delegate": delegate}
    receipt = actions.receive(paper=desk.issue(), **desk.when("delegate"))
    assert (receipt.received_by, receipt.principal) == (delegate, principal)


def test_a_paper_is_about_rows_of_rooms_above(desk: Desk) -> None:
    paper = desk.issue(about=[desk.office, desk.unit])
    assert list(queries.about(desk("leader"), "unit", desk.unit.pk)) == [paper]
    assert list(queries.about(desk("stranger"), "unit", desk.unit.pk)) == []
    assert queries.subjects_of(paper, "office") == [desk.office.pk]


def test_a_printed_paper_bears_its_mark_and_the_link_that_issued_it(desk: Desk) -> None:
    paper = desk.issue()
    event = Event.objects.get(kind="paper.issued", subject_id=paper.pk)
    text = words_of(printing.docx(paper))
    assert f"督办函〔2026〕1号　留痕摘要 {event.hash[:12]}" in text
    assert "关于督办基站转供电改造的函" in text
    assert "{{" not in text


def test_a_paper_is_printed_by_its_own_template_for_good(desk: Desk) -> None:
    paper = desk.issue()
    before = printing.docx(paper)
    desk.issue("reminder")
    fresh = Paper.objects.get(pk=paper.pk)
    assert printing.docx(fresh) == before
    assert fresh.template is not None
    with store.open_file(fresh.template.sha256) as file:
        assert file.read() == printing.template_bytes(None, "letter")


def test_the_same_paper_on_the_same_day_is_refused(desk: Desk) -> None:
    desk.issue()
    twin = actions.issuing(
        office=desk.office,
        kind="letter",
        title="关于督办基站转供电改造的函",
        body=Paper.objects.get().content,
        addressee=desk.unit,
        by=Actor(person_id=desk.people["coordinator"].pk),
        at=moment(DAY),
        on=DAY,
    )[0]
    with pytest.raises(IssuedAlready, match="督办函〔2026〕1号"):
        actions.refuse_twin(twin)
    twin.title = "另一封"
    actions.refuse_twin(twin)


def _anybody(_: Actor) -> None:
    """Who may redact is asked by rooms above."""


def test_a_redacted_paper_says_so_in_every_place(desk: Desk) -> None:
    paper = desk.issue()
    words = Enclosure.objects.filter(event__subject_kind="paper", name__in=(f"paper:{paper.pk}.body",))
    first, second = (as_actor(desk.people[name]) for name in ("administrator", "leader"))
    asked = redacting.ask(list(words), by=first, reason="误写个人信息", at=moment(DAY), check=_anybody)
    redacting.confirm(asked, by=second, at=moment(DAY), check=_anybody)
    paper.refresh_from_db()
    text = words_of(printing.docx(paper))
    assert paper.is_redacted
    assert "〔已删除〕" in text
    assert "督办函〔2026〕1号" in text
    assert "基站转供电改造推进缓慢" not in text


def test_a_kind_without_template_is_not_printed(desk: Desk) -> None:
    paper = desk.issue(body={"items": []})
    assert not printing.can_print(paper)
    with pytest.raises(NotKept, match="督办函没有模板"):
        printing.docx(paper)
