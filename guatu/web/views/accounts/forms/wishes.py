"""Where one wishes to be reached outside the building, and when not."""

from typing import Final

from django import forms
from django.conf import settings

from guatu.channels import wishes
from guatu.channels.models import Wish
from guatu.channels.settings import MailChannel, SmsChannel
from guatu.channels.wishes import Wished
from guatu.web.views.accounts.forms.base import DeedForm, Done, one_of
from guatu.web.views.items.forms.fields import line


def _hour(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": f"请填{label}", "invalid": f"{label}请写成 20:00 这样"},
    )


class WishForm(DeedForm):
    """One's own wish; only the channels that the county has are asked about."""

    title = "消息送到哪里"
    confirm = "保存"
    note = "送出去的只有类别和编号，内容登录后看。邮箱和手机只用来送消息，选“不发”即删除。"

    mail = one_of("邮件", Wish.Rhythm.choices)
    email = line("邮箱", required=False, longest=254)
    sms = one_of("短信", Wish.Weight.choices, hint="急的：催办、批示、退回、逾期、明天到期、会议调整")
    phone = line("手机", required=False, longest=11)
    quiet_from = _hour("免打扰，从")
    quiet_to = _hour("免打扰，到")
    on_days_off = forms.BooleanField(label="休息日也送", required=False)

    def prepare(self) -> None:
        wished = wishes.of(self.request.user.pk)
        self.initial = {name: getattr(wished, name) for name in self.fields}
        for name in hidden():
            del self.fields[name]

    def perform(self) -> Done:
        given = {name: getattr(wishes.of(self.request.user.pk), name) for name in hidden()}
        wishes.keep(self.request.user.pk, Wished(**(given | self.cleaned_data)))
        return Done(words="已保存，今后的消息照此送达")


_OF_CHANNEL: Final = {MailChannel: ("mail", "email"), SmsChannel: ("sms", "phone")}


def hidden() -> list[str]:
    """The fields of channels that the county does not have."""
    kinds = {type(one) for one in settings.CHANNELS}
    return [name for kind, names in _OF_CHANNEL.items() if kind not in kinds for name in names]


def offers_anything() -> bool:
    """Whether there is something to be wished for."""
    return any(isinstance(one, MailChannel | SmsChannel) for one in settings.CHANNELS)


def in_words(person_id: int) -> str:
    """What somebody wishes now, in a line."""
    wished, gone = wishes.of(person_id), hidden()
    told = [
        f"{label}{dict(choices)[value]}"
        for name, label, choices, value in (
            ("mail", "邮件", Wish.Rhythm.choices, wished.mail),
            ("sms", "短信", Wish.Weight.choices, wished.sms),
        )
        if name not in gone
    ]
    return "，".join(told)
