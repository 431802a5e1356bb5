"""Programs send documents in, and see how far they are read."""

from django.core.files.uploadedfile import SimpleUploadedFile

from guatu.api.operations.documents import Drafts, DraftTold, DraftWhole
from guatu.ledgers.models import Draft
from tests.api.conftest import Programs, problem
from tests.ledgers.factories import County

TEXT = "整改方案\n一、路灯不亮。由县供电公司牵头，6月底前修复。".encode()


def paper(name: str = "整改方案.txt", text: bytes = TEXT) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text)


def test_a_document_waits_until_it_is_read(county: County, program: Programs) -> None:
    one, office = program("coordinator"), str(county.office.pk)
    sent = one.send("/drafts", office_id=office, file=paper())

    told = DraftTold.model_validate(sent.json())
    assert (sent.status_code, told.state, told.name) == (202, "waiting", "整改方案.txt")
    listed = Drafts.model_validate(one.get("/drafts").json())
    assert [each.id for each in listed.drafts] == [told.id]
    whole = DraftWhole.model_validate(one.get(f"/drafts/{told.id}").json())
    assert (whole.entries, whole.counts) == ([], {})
    assert problem(one.send("/drafts", office_id=office, file=paper())) == (409, "already_received")
    assert one.send("/drafts", office_id=office, again="true", file=paper()).status_code == 202
    assert problem(one.send("/drafts", office_id=office, file=paper(text=b""))) == (422, "incomplete")
    assert problem(one.send("/drafts", office_id=office)) == (422, "malformed")


def test_only_coordinators_send_documents_and_see_drafts(county: County, program: Programs) -> None:
    office = str(county.office.pk)
    draft = program("coordinator").send("/drafts", office_id=office, file=paper()).json()
    for who in ("verifier", "leader", "administrator", "town", "stranger"):
        one = program(who)
        assert problem(one.send("/drafts", office_id=office, file=paper())) == (404, "absent"), who
        assert one.get("/drafts").json() == {"drafts": [], "next": None}, who
        assert problem(one.get(f"/drafts/{draft['id']}")) == (404, "absent"), who
    assert Draft.objects.count() == 1
