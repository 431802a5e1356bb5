"""The JSON file keeps the published schema, and says of a draft what the contract says."""

import json
from dataclasses import replace
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import validator_for

from guatu.reading.draft import Draft, Due, Duty, Kind, Measure
from guatu.reading.writing import as_json


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = json.loads(as_json.schema())
    assert validator_for(schema) is Draft202012Validator
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def written(draft: Draft) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(as_json.write(draft))
    return value


def test_a_ledger_of_every_shape_satisfies_the_published_schema(
    draft: Draft, validator: Draft202012Validator
) -> None:
    validator.validate(written(draft))


def test_a_document_without_a_single_item_satisfies_the_published_schema(
    empty_draft: Draft, validator: Draft202012Validator
) -> None:
    file = written(empty_draft)

    validator.validate(file)
    assert file["items"] == []
    assert file["feedback_window"] is None


def test_keys_stand_in_the_order_of_the_contract(draft: Draft) -> None:
    file = written(draft)

    assert list(file) == [
        "schema",
        "document",
        "items",
        "contacts_present",
        "feedback_window",
        "repairs",
        "warnings",
    ]
    assert list(file["document"]) == [
        "title",
        "issuer",
        "issued_on",
        "kind",
        "number",
        "secrecy",
        "source",
    ]
    assert list(file["items"][0])[:7] == [
        "no",
        "heading_path",
        "problem",
        "category",
        "span",
        "confidence",
        "measures",
    ]
    assert list(file["items"][0]["measures"][0])[:9] == [
        "text",
        "owners",
        "lead",
        "due",
        "due_text",
        "metrics",
        "done",
        "span",
        "confidence",
    ]


def test_the_head_of_the_document_is_written_with_days_as_iso(draft: Draft) -> None:
    file = written(draft)

    assert file["schema"] == "guatu.draft/1"
    assert file["document"]["issued_on"] == "2026-03-28"
    assert file["document"]["secrecy"] is None
    assert file["document"]["source"]["name"] == "云桥整改方案.docx"
    assert file["feedback_window"] == ["2026-04-01", "2026-04-20"]
    assert file["contacts_present"] is True


def test_an_item_holds_nothing_that_its_measures_would_inherit(draft: Draft) -> None:
    for item in written(draft)["items"]:
        assert not {"owners", "units", "responsible", "lead", "due", "due_text", "deadline"} & set(item)


def test_a_deadline_is_given_as_value_as_words_and_as_a_day(draft: Draft) -> None:
    items = written(draft)["items"]
    fixed, monthly = items[0]["measures"]
    on_receipt = items[2]["measures"][0]

    assert (fixed["due"], fixed["due_text"], fixed["due_on"]) == ("2026-09-30", "9月底前", "2026-09-30")
    assert (monthly["due"], monthly["due_text"], monthly["due_on"]) == (
        "recurring:monthly",
        "每月5日前",
        None,
    )
    assert on_receipt["due"] is None
    assert on_receipt["due_text"] == "收到投诉后15个工作日内"
    assert items[4]["due_on"] == "2026-12-31"


def test_a_duty_names_the_expanded_unit_and_where_it_is_written(draft: Draft) -> None:
    duty = written(draft)["items"][0]["measures"][0]["duties"][1]

    assert (duty["unit"], duty["duty"]) == ("云桥县发展和改革局", "cooperating")
    start, end = duty["span"]
    assert draft.text[start:end] == "发改局"


def test_a_whole_figure_is_written_without_a_decimal_point(draft: Draft) -> None:
    text = as_json.write(draft)

    assert '"value": 360,' in text
    assert '"value": 12.5,' in text
    assert '"value": 360.0' not in text


def test_a_repair_shows_its_examples_as_found_and_as_mended(draft: Draft) -> None:
    assert written(draft)["repairs"][0] == {
        "kind": "pinyin",
        "count": 1,
        "examples": [["企业(yè)12", "企业12"]],
    }


def test_chinese_stands_in_the_file_as_it_is_read(draft: Draft) -> None:
    assert "便民服务中心“一窗受理”流于形式" in as_json.write(draft)


def test_the_schema_knows_every_kind_and_every_duty(draft: Draft) -> None:
    definitions = json.loads(as_json.schema())["$defs"]

    assert definitions["document"]["properties"]["kind"]["enum"] == list(get_args(Kind))
    assert definitions["duty"]["properties"]["duty"]["enum"] == list(get_args(Duty))


@pytest.mark.parametrize("due", ["2026-9-30", "下周五", "recurring:sometimes", "2026"])
def test_the_schema_refuses_a_deadline_no_ledger_could_use(
    draft: Draft, validator: Draft202012Validator, due: str
) -> None:
    measure = Measure(text="整改", span=(0, 2), due=Due(due, due, None, (0, 2)))
    item = replace(draft.items[0], measures=(measure,))

    with pytest.raises(ValidationError):
        validator.validate(written(replace(draft, items=(item,))))


def test_the_schema_refuses_an_item_with_an_owner_of_its_own(
    draft: Draft, validator: Draft202012Validator
) -> None:
    file = written(draft)
    file["items"][0]["owners"] = ["县工信局"]

    with pytest.raises(ValidationError):
        validator.validate(file)
