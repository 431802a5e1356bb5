"""Issuing papers, signing for them, changing their templates.

Who may issue is asked by the room whose deed the paper is of; who signs and who keeps templates is asked
here. A room draws up a paper in one call: `issue(office=…, kind=…, title=…, body=…, addressee=…, about=[…])`;
with a body of `{"fields": …, "lists": …}`, as `papers.layout.fields` names them, it is printed by the
template in force.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Max

from guatu.accounts.models import Office, Unit
from guatu.accounts.queries import Acting, actor_for
from guatu.history import store
from guatu.history.canonical import canonical
from guatu.history.chains import Actor
from guatu.history.deeds import Deed
from guatu.history.models import StoredFile, Tracked
from guatu.papers import permissions, queries
from guatu.papers.errors import (
    IssuedAlready,
    NotAddressee,
    NotKept,
    NotTemplateKeeper,
    ReceivedAlready,
    TemplateRefused,
)
from guatu.papers.layout import trial
from guatu.papers.layout.fields import BLANKS
from guatu.papers.layout.shipped import shipped
from guatu.papers.models import Paper, PaperReceipt, PaperSubject, PaperTemplate

ISSUED: Final = "paper.issued"
RECEIVED: Final = "paper.received"
TEMPLATE_CHANGED: Final = "paper_template.changed"
TEMPLATE_RESTORED: Final = "paper_template.restored"
_TITLE: Final = 200
_NAME: Final = 200


def issuing(
    *,
    office: Office,
    kind: str,
    title: str,
    body: Mapping[str, object],
    by: Actor,
    at: datetime,
    on: date,
    addressee: Unit | None = None,
    about: Iterable[Tracked] = (),
    why_earlier: str = "",
) -> tuple[Paper, Deed]:
    """A paper under the next number of its office, kind and year, and the deed that issues it.

    Commit the deed together with the deeds that the paper is of, in the transaction in which it was made: the
    number is taken from then on, and free again if nothing is written. `about` are the rows it speaks of.
    """
    Office.objects.select_for_update(of=("self",), no_key=True).get(pk=office.pk)
    given = Paper.objects.filter(office=office, kind=kind, year=on.year).aggregate(last=Max("number"))
    paper = Paper(
        office=office,
        kind=kind,
        year=on.year,
        number=(given["last"] or 0) + 1,
        title=title if len(title) <= _TITLE else f"{title[: _TITLE - 1]}…",
        body=canonical(body).decode(),
        addressee=addressee,
        template=_template(office, kind, at) if kind in BLANKS and "fields" in body else None,
        issued_on=on,
        issued_by_id=by.person_id,
    )
    deed = Deed(ISSUED, paper, chain=office.chain, by=by, at=at, on=on).add(paper)
    for row in about:
        deed.add(PaperSubject(paper=paper, subject_kind=row.track, subject_id=row.pk))
    return paper, deed.say(why_earlier=why_earlier)


@transaction.atomic
def issue(
    *,
    office: Office,
    kind: str,
    title: str,
    body: Mapping[str, object],
    by: Actor,
    at: datetime,
    on: date,
    addressee: Unit | None = None,
    about: Iterable[Tracked] = (),
    why_earlier: str = "",
) -> Paper:
    """Issue a paper that is a deed of its own."""
    paper, deed = issuing(
        office=office,
        kind=kind,
        title=title,
        body=body,
        by=by,
        at=at,
        on=on,
        addressee=addressee,
        about=about,
        why_earlier=why_earlier,
    )
    deed.commit()
    return paper


def refuse_twin(paper: Paper) -> None:
    """Refuse a paper that was issued today, word for word, to the same unit: a second press, no second paper.

    Call it in the transaction in which the paper was made, when its office is locked.
    """
    same = Paper.objects.filter(
        office=paper.office,
        kind=paper.kind,
        issued_on=paper.issued_on,
        addressee=paper.addressee,
        title=paper.title,
        body=paper.body,
    )
    if twin := same.first():
        raise IssuedAlready(mark=twin.mark)


def _template(office: Office, kind: str, at: datetime) -> StoredFile:
    """The template in force as a stored file, so that the paper can be printed by it for good."""
    own = queries.template_in_force(office, kind)
    if own is not None and own.file is not None:
        return own.file
    return store.put(shipped(kind), name=f"{kind}.docx", at=at)


@transaction.atomic
def receive(*, paper: Paper, by: Acting, at: datetime, on: date) -> PaperReceipt:
    """The unit that a paper is addressed to signs for it, once."""
    unit = paper.addressee
    role = permissions.receiver_of(by, paper)
    if unit is None or role is None:
        raise NotAddressee(mark=paper.mark, unit=unit.name if unit else "")
    Office.objects.select_for_update(of=("self",), no_key=True).get(pk=paper.office_id)
    if PaperReceipt.objects.filter(paper=paper).exists():
        raise ReceivedAlready(mark=paper.mark)
    who = Actor(person_id=by.person_id, principal_id=role.principal_id, unit_id=unit.pk)
    receipt = PaperReceipt(
        paper=paper, received_by_id=by.person_id, principal_id=role.principal_id, received_on=on
    )
    Deed(RECEIVED, paper, chain=paper.office.chain, by=who, at=at, on=on).add(receipt).commit()
    return receipt


@transaction.atomic
def change_template(
    *, office: Office, kind: str, file: StoredFile, name: str, by: Acting, at: datetime, on: date
) -> PaperTemplate:
    """Print papers of a kind by an uploaded template from now on; papers issued before keep theirs."""
    version = _next_version(office, kind, by=by, on=on)
    with store.open_file(file.sha256) as stored:
        if faults := trial.faults(stored.read(), kind):
            raise TemplateRefused(*faults)
    version.file, version.file_name = file, name[-_NAME:]
    return _commit(TEMPLATE_CHANGED, version, by=by, at=at, on=on)


@transaction.atomic
def restore_template(*, office: Office, kind: str, by: Acting, at: datetime, on: date) -> PaperTemplate:
    """Go back to the template that came with the program."""
    version = _next_version(office, kind, by=by, on=on)
    now = queries.template_in_force(office, kind)
    if now is None or now.is_shipped:
        raise TemplateRefused(f"{version.get_kind_display()}现在用的就是自带模板")
    version.is_shipped = True
    return _commit(TEMPLATE_RESTORED, version, by=by, at=at, on=on)


def _next_version(office: Office, kind: str, *, by: Acting, on: date) -> PaperTemplate:
    if not permissions.keeps_templates(by, office.pk):
        raise NotTemplateKeeper
    if kind not in BLANKS:
        raise NotKept(kind=str(dict(Paper.Kind.choices).get(kind, kind)))
    Office.objects.select_for_update(of=("self",), no_key=True).get(pk=office.pk)
    given = PaperTemplate.objects.filter(office=office, kind=kind).aggregate(last=Max("number"))
    return PaperTemplate(
        office=office, kind=kind, number=(given["last"] or 0) + 1, changed_by_id=by.person_id, changed_on=on
    )


def _commit(event: str, version: PaperTemplate, *, by: Acting, at: datetime, on: date) -> PaperTemplate:
    office = version.office
    actor = actor_for(by, *permissions.KEEPERS, office_id=office.pk)
    Deed(event, version, chain=office.chain, by=actor, at=at, on=on).add(version).commit()
    return version
