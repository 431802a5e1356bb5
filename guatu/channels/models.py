"""What somebody wishes to be sent, and each sending with what became of it."""

from datetime import time

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from guatu.accounts.models import Person
from guatu.notices.models import Notice


class Wish(models.Model):
    """Where somebody wishes to be reached, and when not; entered by himself, in no trail."""

    class Rhythm(models.TextChoices):
        """How soon a mail comes."""

        NEVER = "never", "不发"
        DAILY = "daily", "每天一封"
        AT_ONCE = "at_once", "随时"

    class Weight(models.TextChoices):
        """Of what an SMS comes."""

        NEVER = "never", "不发"
        URGENT = "urgent", "只发急的"
        ALL = "all", "都发"

    person = models.OneToOneField(
        Person, models.CASCADE, related_name="wish", primary_key=True, verbose_name="人员"
    )
    email = models.EmailField("邮箱", blank=True)
    phone = models.CharField(
        "手机", max_length=11, blank=True, validators=[RegexValidator(r"^1\d{10}$", "手机号应为 11 位数字")]
    )
    mail = models.CharField("邮件", max_length=8, choices=Rhythm, default=Rhythm.NEVER)
    sms = models.CharField("短信", max_length=8, choices=Weight, default=Weight.NEVER)
    quiet_from = models.TimeField("免打扰起", default=time(20))
    quiet_to = models.TimeField("免打扰止", default=time(8))
    on_days_off = models.BooleanField("休息日也送", default=False)

    class Meta:
        verbose_name = "送达意愿"
        constraints = [
            models.CheckConstraint(condition=Q(mail="never") | ~Q(email=""), name="wish_mail_has_address"),
            models.CheckConstraint(condition=Q(sms="never") | ~Q(phone=""), name="wish_sms_has_number"),
        ]

    def __str__(self) -> str:
        return str(self.person_id)


class Delivery(models.Model):
    """A notice on its way by a channel."""

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", "待送"
        SENT = "sent", "已送"
        DROPPED = "dropped", "不必再送"
        FAILED = "failed", "没有送成"

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries", verbose_name="消息")
    channel = models.CharField("渠道", max_length=20)
    state = models.CharField("状态", max_length=8, choices=State, default=State.WAITING)
    due_at = models.DateTimeField("何时送")
    tries = models.PositiveSmallIntegerField("试过几次", default=0)
    why = models.CharField("原因", max_length=120, blank=True)
    """Why it was not sent; names no person and no secret."""
    ended_at = models.DateTimeField("结束时间", null=True)

    class Meta:
        verbose_name = "送达"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=("notice", "channel"), name="delivery_once"),
            models.CheckConstraint(
                condition=Q(state="waiting", ended_at__isnull=True)
                | (~Q(state="waiting") & Q(ended_at__isnull=False)),
                name="delivery_ends_once",
            ),
        ]
        indexes = [
            models.Index(fields=("due_at",), condition=Q(state="waiting"), name="delivery_due"),
            models.Index(fields=("channel", "state"), name="delivery_of_channel"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.notice_id}"
