"""Programs send documents in, and see how far they are read."""

import pytest
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


@pytest.mark.parametrize("head", ["x" * 5000, "multipart/form-data"])
def test_a_form_that_cannot_be_taken_apart_is_refused_in_the_one_shape(
    county: County, program: Programs, head: str
) -> None:
    edge = "" if head == "multipart/form-data" else "; boundary=edge"
    body = f'--edge\r\nContent-Disposition: form-data; name="file"; filename="{head}"\r\n\r\n1\r\n--edge--'
    one = program("coordinator").client
    answer = one.generic("POST", "/api/v1/drafts", body, content_type=f"multipart/form-data{edge}")

    assert problem(answer) == (400, "garbled")
