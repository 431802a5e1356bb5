"""From an identifier to a person of the registry; nobody is made, and nobody closed is opened."""

from django.conf import settings

from guatu.accounts import fields
from guatu.accounts.models import Person
from guatu.http.identity.errors import PersonClosed, UnknownPerson
from guatu.http.identity.providers import Recognised


def person_of(found: Recognised) -> Person:
    """The person who bears the identifier; refuses an unknown one and one whose sign-in is closed."""
    by_name = found.door.match == "username"
    subject = fields.username(found.subject) if by_name else found.subject
    person = Person.objects.filter(**{found.door.match: subject}).first() if subject else None
    if person is None:
        raise UnknownPerson(
            door=found.door.label,
            subject=found.subject,
            mark="用户名" if by_name else "统一身份标识",
            help=settings.SIGN_IN_HELP,
        )
    if not person.is_active:
        raise PersonClosed(help=settings.SIGN_IN_HELP)
    return person
