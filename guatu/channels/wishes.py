"""Somebody says where and when he wishes to be reached."""

from dataclasses import dataclass
from datetime import time

from django.core.exceptions import ValidationError

from guatu.channels.errors import WishMalformed
from guatu.channels.models import Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class Wished:
    """A wish as it is said; what is not sent needs no address."""

    email: str = ""
    phone: str = ""
    mail: str = Wish.Rhythm.NEVER
    sms: str = Wish.Weight.NEVER
    quiet_from: time = time(20)
    quiet_to: time = time(8)
    on_days_off: bool = False


def keep(person_id: int, wished: Wished) -> Wish:
    """Keep what somebody wishes; the address of a channel that he does not want is forgotten."""
    email, phone = wished.email.strip(), wished.phone.strip()
    if wished.mail != Wish.Rhythm.NEVER and not email:
        raise WishMalformed("email", "要收邮件，请填邮箱；不收请选“不发”")
    if wished.sms != Wish.Weight.NEVER and not phone:
        raise WishMalformed("phone", "要收短信，请填手机号；不收请选“不发”")
    wish = Wish(
        person_id=person_id,
        email=email if wished.mail != Wish.Rhythm.NEVER else "",
        phone=phone if wished.sms != Wish.Weight.NEVER else "",
        mail=wished.mail,
        sms=wished.sms,
        quiet_from=wished.quiet_from,
        quiet_to=wished.quiet_to,
        on_days_off=wished.on_days_off,
    )
    try:
        wish.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        field = min(error.message_dict)
        raise WishMalformed(field, _CURES.get(field, "请重新填写")) from error
    wish.save()
    return wish


_CURES = {"email": "邮箱写法不对，例如 name@county.example", "phone": "手机号应为 11 位数字"}


def of(person_id: int) -> Wished:
    """What somebody wishes now."""
    fields = ("email", "phone", "mail", "sms", "quiet_from", "quiet_to", "on_days_off")
    found = Wish.objects.filter(person=person_id).values(*fields).first()
    return Wished(**found) if found else Wished()
