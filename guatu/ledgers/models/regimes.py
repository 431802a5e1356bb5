"""An office's own regimes of lights: by version, approved by a second person; which ledger uses which."""

import hashlib
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from guatu.accounts.models import Office, Person
from guatu.history.models import Tracked
from guatu.ledgers.models.ledgers import Ledger


class LightRegime(Tracked):
    """A regime of lights that an office keeps; changed by new versions only."""

    track = "regime"
    office = models.ForeignKey(
        Office, models.PROTECT, related_name="light_regimes", db_index=False, verbose_name="办公室"
    )
    name = models.CharField("名称", max_length=40)

    class Meta:
        verbose_name = "亮灯规则"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=("office", "name"), name="light_regime_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Proposed(models.Model):
    """What one person of an office asks for and another one answers."""

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        ASKED = "asked", "待批准"
        APPROVED = "approved", "已批准"
        DECLINED = "declined", "未批准"
        WITHDRAWN = "withdrawn", "已撤回"

    OPEN: ClassVar = (State.DRAFT, State.ASKED)
    ANSWERED: ClassVar = (State.APPROVED, State.DECLINED)

    texts = frozenset(("remark",))
    state = models.CharField("状态", max_length=12, choices=State, default=State.DRAFT)
    starts_on = models.DateField("启用日期", null=True, blank=True)
    """The first day in force; on approval it may move to a later day."""
    asked_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提请人"
    )
    asked_for = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提请人的委托人"
    )
    asked_on = models.DateField("提请日期", null=True, blank=True)
    answered_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="答复人"
    )
    answered_for = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="答复人的委托人"
    )
    answered_on = models.DateField("答复日期", null=True, blank=True)
    remark = models.TextField("意见", blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_asked_means_dated",
                condition=Q(state__in=("draft", "withdrawn"))
                | Q(asked_by__isnull=False, asked_on__isnull=False, starts_on__isnull=False),
            ),
            models.CheckConstraint(
                name="%(class)s_answered_means_dated",
                condition=Q(
                    state__in=("approved", "declined"), answered_by__isnull=False, answered_on__isnull=False
                )
                | Q(
                    state__in=("draft", "asked", "withdrawn"),
                    answered_by__isnull=True,
                    answered_for__isnull=True,
                    answered_on__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="%(class)s_by_two_persons",
                condition=Q(answered_by__isnull=True)
                | ~Q(answered_by=F("asked_by"))
                & (Q(asked_for__isnull=True) | ~Q(answered_by=F("asked_for")))
                & (Q(answered_for__isnull=True) | ~Q(answered_for=F("asked_by")))
                & (
                    Q(asked_for__isnull=True) | Q(answered_for__isnull=True) | ~Q(answered_for=F("asked_for"))
                ),
            ),
            models.CheckConstraint(
                name="%(class)s_in_force_after_approval",
                condition=~Q(state="approved") | Q(starts_on__gte=F("answered_on")),
            ),
        ]


class RegimeVersion(Proposed, Tracked):
    """A regime as it was written once: palette, lights, parameters and examples in one text."""

    track = "regime_version"
    regime = models.ForeignKey(
        LightRegime, models.PROTECT, related_name="versions", db_index=False, verbose_name="亮灯规则"
    )
    number = models.PositiveSmallIntegerField("版本")
    text = models.TextField("规则")
    """As `guatu.ledgers.lights.writing` reads it; it stays once it was asked for."""

    class Meta:
        verbose_name = "亮灯规则版本"
        ordering = ("regime", "number")
        constraints = [
            *Proposed.Meta.constraints,
            models.UniqueConstraint(fields=("regime", "number"), name="regime_version_number_once"),
            models.UniqueConstraint(
                fields=("regime",),
                condition=Q(state__in=("draft", "asked")),
                name="regime_version_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"第 {self.number} 版"

    @property
    def digest(self) -> str:
        """A short word for the text as it stands, to know it again."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]

    @property
    def code(self) -> str:
        """By which a stored light finds its palette again, also when the version is no longer in force."""
        return f"office-{self.regime_id}.{self.number}"


class RegimeUse(Proposed, Tracked):
    """From a day on a ledger is lit by a regime of its office, or by a shipped one."""

    track = "regime_use"
    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="regime_uses", verbose_name="台账")
    regime = models.ForeignKey(
        LightRegime, models.PROTECT, null=True, blank=True, related_name="uses", verbose_name="亮灯规则"
    )
    preset = models.CharField("通用规则", max_length=40, blank=True)
    """The code of a shipped regime, where it is none of the office's own."""
    asked_with = models.ForeignKey(
        RegimeVersion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="uses_asked",
        verbose_name="随哪一版提请",
    )
    """The version with which it was asked for; both are answered at once."""

    class Meta:
        verbose_name = "亮灯规则适用"
        ordering = ("ledger", "pk")
        constraints = [
            *Proposed.Meta.constraints,
            models.CheckConstraint(
                name="regime_use_own_or_shipped",
                condition=Q(regime__isnull=False, preset="") | Q(regime__isnull=True) & ~Q(preset=""),
            ),
            models.UniqueConstraint(
                fields=("ledger",), condition=Q(state="asked"), name="regime_use_asked_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.regime) if self.regime is not None else self.preset
