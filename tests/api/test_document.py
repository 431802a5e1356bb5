"""The OpenAPI document is that of the interface, and the interface keeps to it whatever is sent."""

import json
import os
from collections.abc import Iterator
from typing import Any, Final

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from guatu.api import openapi
from guatu.ledgers.models import Evidence, Item
from guatu.wsgi import application
from tests.api.conftest import Programs, token_of
from tests.ledgers.doing import scene
from tests.ledgers.factories import County
from tests.repeating import repeated

EXAMPLES: Final = 50 if os.environ.get("GUATU_SOAK") else 2
DOCUMENT: Final = json.loads(openapi.FILE.read_text(encoding="utf-8"))
SCHEMA: Final = schemathesis.openapi.from_dict(DOCUMENT)
OPERATIONS: Final = sorted(
    (path, method.upper()) for path, methods in DOCUMENT["paths"].items() for method in methods
)
CHECKS: Final = (
    not_a_server_error,
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)


@pytest.fixture
def _kept_open() -> Iterator[None]:
    """Requests come in at the server's own door, which would close the connection of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_the_committed_document_is_that_of_the_interface() -> None:
    assert openapi.FILE.read_text(encoding="utf-8") == openapi.written()


def test_the_document_is_handed_to_who_got_in(program: Programs, client: Client) -> None:
    assert program("town", "read").get("/openapi.json").json() == openapi.document()
    assert client.get("/api/v1/openapi.json").status_code == 401


def test_every_operation_is_named_once_and_said_in_words() -> None:
    told = [DOCUMENT["paths"][path][method.lower()] for path, method in OPERATIONS]
    names = [one["operationId"] for one in told]

    assert len(names) == len(set(names))
    assert all(any("\u4e00" <= letter <= "\u9fff" for letter in one["summary"]) for one in told)
    for one in told:
        assert one["security"] == [{"BearerToken": []}, {"SessionCookie": []}]
        assert {"401", "404", "422"} <= one["responses"].keys()


@repeated
def begun_with(county: County) -> tuple[Item, Evidence, dict[str, str]]:
    """An item with all that could be asked about, and programs of three people by what they send along."""
    it = scene(county, "in_progress")
    names = ("coordinator", "town", "administrator")
    return it.item, it.evidence, {name: f"Bearer {token_of(county, name)}" for name in names}


@pytest.mark.usefixtures("_kept_open")
@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # files that its client leaves open
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_whatever_is_sent_is_answered_as_the_document_says(county: County, path: str, method: str) -> None:
    item, evidence, headers = begun_with(county)
    own = {
        "item_id": item.pk, "ledger_id": county.ledger.pk, "evidence_id": evidence.pk,
        "office_id": county.office.pk, "unit_id": county.lead.pk, "division_id": county.lead.division_id,
        "person_id": county.people["town"].pk, "standard_id": county.standard.standard_id,
    }  # fmt: skip
    operation = SCHEMA[path][method]

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), print_blob=False)
    @given(case=operation.as_strategy(), who=st.sampled_from(sorted(headers)), is_own=st.booleans())
    def sent(case: Any, who: str, is_own: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
        if is_own:
            case.path_parameters = {
                name: own.get(name, value) for name, value in case.path_parameters.items()
            }
        with transaction.atomic():
            answer = case.call(app=application, headers={"Authorization": headers[who]})
            case.validate_response(answer, checks=CHECKS)
            transaction.set_rollback(True)

    sent()
