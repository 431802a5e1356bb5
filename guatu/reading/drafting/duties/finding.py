"""Find who must act in a passage: its fields, its brackets and its sentences."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from guatu.reading.draft import Kind, Leader, UnitDuty
from guatu.reading.drafting.duties.duties import Claim, Duties, settled
from guatu.reading.drafting.duties.fields import find_brackets, find_fields, read_fields
from guatu.reading.drafting.duties.running import find_addressees, find_running

_LEADER = re.compile(
    r"由(?P<name>(?:[县市区]委)?(?:常委、)?(?:[县市区]政府)?(?:常务)?副?(?:[县市区镇乡]长|书记|主任)[\u4e00-\u9fff]{2,3}?)(?:同志)?"
    r"(?:总?(?P<lead>牵头|负责)|(?P<sponsor>包保|包联|挂帅|联系))"
)


def find_duties(
    text: str,
    *,
    kind: Kind,
    offset: int = 0,
    writer: Sequence[str] = (),
    first_leads: bool = False,
    others_owe: bool = False,
) -> Duties:
    """Who must act by a measure or a paragraph.

    `offset` is where the text begins in the repaired text. `writer` are the names of the document's own
    issuer, never an owner. `first_leads` says that in this document the first unit of a list leads.
    `others_owe` says that the item itself names who owes it: then only known words of duty count.
    """
    fields = find_fields(text)
    claims, leaders = read_fields(text, fields, offset=0)
    brackets = list(find_brackets(text, fields))
    claims += [claim for _, found in brackets for claim in found]
    masked = [field.span for field in fields] + [span for span, _ in brackets]
    claims += find_running(text, kind=kind, masked=masked)
    if not claims and not others_owe:
        claims += find_addressees(text, kind=kind, masked=masked)
    leaders += _leaders(text)
    return settled(
        [_moved(claim, offset) for claim in claims if claim.unit.unit not in writer],
        [Leader(one.name_or_post, one.role, (one.span[0] + offset, one.span[1] + offset)) for one in leaders],
        first_leads=first_leads and bool(masked),
    )


def _moved(claim: Claim, offset: int) -> Claim:
    unit = claim.unit
    moved = UnitDuty(unit.unit, unit.duty, (unit.span[0] + offset, unit.span[1] + offset))
    return replace(claim, unit=moved)


def _leaders(text: str) -> Iterator[Leader]:
    for found in _LEADER.finditer(text):
        yield Leader(found["name"], "lead" if found["lead"] else "sponsor", found.span("name"))
