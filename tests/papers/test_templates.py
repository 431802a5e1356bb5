"""Templates of an office: changed by its own people, by version; papers keep the one they were issued by."""

import pytest

from guatu.history import rebuilding, store
from guatu.history.models import Event, StoredFile
from guatu.papers import actions, printing, queries
from guatu.papers.errors import NotKept, NotTemplateKeeper, TemplateRefused
from guatu.papers.layout.shipped import shipped
from guatu.papers.models import PaperTemplate
from tests.accounts.factories import moment
from tests.papers.conftest import DAY, Desk
from tests.papers.words import words_of, written


def stored(*lines: str) -> StoredFile:
    return store.put(written(*lines), name="x.docx", at=moment(DAY))


def change(desk: Desk, *lines: str, name: str = "coordinator", kind: str = "letter") -> PaperTemplate:
    return actions.change_template(
        office=desk.office, kind=kind, file=stored(*lines), name="我室督办函.docx", **desk.when(name)
    )


@pytest.mark.parametrize("name", ["coordinator", "administrator"])
def test_its_own_people_change_a_template(desk: Desk, name: str) -> None:
    before = desk.issue()
    version = change(desk, "我室专用 {{标题}}", name=name)
    after = desk.issue(title="另一封")
    assert (version.number, version.changed_by) == (1, desk.people[name])
    assert "我室专用 另一封" in words_of(printing.docx(after))
    assert "我室专用" not in words_of(printing.docx(before))
    event = Event.objects.get(kind="paper_template.changed")
    assert (event.subject_kind, event.subject_id) == ("paper_template", version.pk)
    assert rebuilding.check().found == []


def test_the_shipped_one_comes_back_and_papers_in_between_keep_theirs(desk: Desk) -> None:
    change(desk, "第一版 {{标题}}")
    first = desk.issue()
    change(desk, "第二版 {{标题}}")
    actions.restore_template(office=desk.office, kind="letter", **desk.when("administrator"))
    last = desk.issue(title="再一封")
    assert [one.number for one in queries.versions(desk.office, "letter")] == [3, 2, 1]
    assert words_of(printing.docx(first)).startswith("第一版")
    assert "第二版" not in words_of(printing.docx(last))
    assert printing.template_bytes(queries.template_in_force(desk.office, "letter"), "letter") == shipped(
        "letter"
    )
    with pytest.raises(TemplateRefused, match="现在用的就是自带模板"):
        actions.restore_template(office=desk.office, kind="letter", **desk.when("administrator"))


def test_a_template_is_of_one_kind_and_one_office(desk: Desk) -> None:
    change(desk, "专用 {{标题}}")
    assert queries.template_in_force(desk.office, "reminder") is None
    assert "专用" not in words_of(printing.docx(desk.issue("reminder")))


@pytest.mark.parametrize("name", ["leader", "liaison", "inspector", "stranger"])
def test_others_do_not(desk: Desk, name: str) -> None:
    with pytest.raises(NotTemplateKeeper):
        change(desk, "{{标题}}", name=name)
    with pytest.raises(NotTemplateKeeper):
        actions.restore_template(office=desk.office, kind="letter", **desk.when(name))
    assert not PaperTemplate.objects.exists()


def test_a_hostile_template_changes_nothing(desk: Desk) -> None:
    known = Event.objects.count()
    with pytest.raises(TemplateRefused, match="大括号里只能写字段名"):
        change(desk, "{{ ''.__class__.__mro__ }}")
    with pytest.raises(TemplateRefused, match="不认识的字段：密码"):
        change(desk, "{{密码}}")
    assert Event.objects.count() == known


def test_kinds_without_fields_have_no_template(desk: Desk) -> None:
    with pytest.raises(NotKept):
        change(desk, "{{标题}}", kind="custody_list")
