"""Divisions, units, offices, people, roles, delegations and the days an office decided itself."""

from datetime import date, timedelta
from typing import ClassVar, Final, Self, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from guatu.history.models import Tracked
from guatu.kernel.divisions import SCHEMES

_Row = TypeVar("_Row", bound=models.Model)
OFFICE_OR_UNIT: Final = Q(office__isnull=False, unit__isnull=True) | Q(
    office__isnull=True, unit__isnull=False
)


def _in_force(on: date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))


class InForce(models.QuerySet[_Row]):
    """Rows that hold from a first day to a last, which is excluded."""

    def in_force(self, *, on: date) -> Self:
        return self.filter(_in_force(on))


class Division(Tracked):
    """An administrative division, under one code scheme; codes roll up within their scheme only."""

    track = "division"
    scheme = models.CharField("代码体系", max_length=16, choices=[(one, one) for one in SCHEMES])
    code = models.CharField("区划代码", max_length=12)
    name = models.CharField("名称", max_length=60)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name="上级区划")
    valid_from = models.DateField("启用日期")
    valid_to = models.DateField("停用日期", null=True, blank=True)
    objects = InForce.as_manager()

    class Meta:
        verbose_name = "行政区划"
        ordering = ("scheme", "code")
        constraints = [
            models.UniqueConstraint(fields=("scheme", "code", "valid_from"), name="division_code_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="division_ends_after_start",
            ),
            models.CheckConstraint(condition=~Q(parent=F("pk")), name="division_not_above_itself"),
        ]

    def __str__(self) -> str:
        return self.name


class Unit(Tracked):
    """A body that can owe something: a department, a town, an enterprise, or an office's own body."""

    class Kind(models.TextChoices):
        DEPARTMENT = "department", "部门"
        TOWN = "town", "镇街"
        ENTERPRISE = "enterprise", "企业"
        OTHER = "other", "其他"

    track = "unit"
    name = models.CharField("单位名称", max_length=80)
    kind = models.CharField("类型", max_length=12, choices=Kind, default=Kind.DEPARTMENT)
    division = models.ForeignKey(Division, models.PROTECT, verbose_name="所属区划")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name="上级单位")
    code_scheme = models.CharField("代码体系", max_length=16, blank=True)
    code = models.CharField("单位代码", max_length=32, blank=True)
    position = models.PositiveIntegerField("排序", default=0)
    valid_from = models.DateField("成立日期")
    valid_to = models.DateField("撤销日期", null=True, blank=True)
    objects = InForce.as_manager()

    class Meta:
        verbose_name = "单位"
        ordering = ("kind", "position", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("division", "name"), condition=Q(valid_to__isnull=True), name="unit_name_once"
            ),
            models.UniqueConstraint(
                fields=("code_scheme", "code"), condition=~Q(code=""), name="unit_code_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="unit_ends_after_start",
            ),
            models.CheckConstraint(condition=~Q(parent=F("pk")), name="unit_not_above_itself"),
            models.CheckConstraint(
                condition=Q(code="", code_scheme="") | (~Q(code="") & ~Q(code_scheme="")),
                name="unit_code_with_scheme",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def stands(self, *, on: date) -> bool:
        """Has it been founded, and not been abolished, by that day?"""
        return self.valid_from <= on and (self.valid_to is None or self.valid_to > on)


class ShortName(Tracked):
    """A name by which documents and people call a unit; a former full name is one too."""

    track = "short_name"
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="short_names", verbose_name="单位")
    name = models.CharField("简称", max_length=80)
    dropped_on = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = "单位简称"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=("unit", "name"), condition=Q(dropped_on__isnull=True), name="short_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Succession(Tracked):
    """Functions pass from one unit to another on a day (职能划转), by a paper."""

    track = "succession"
    texts = frozenset(("paper",))
    predecessor = models.ForeignKey(Unit, models.PROTECT, related_name="successions", verbose_name="原单位")
    successor = models.ForeignKey(Unit, models.PROTECT, related_name="takeovers", verbose_name="承接单位")
    effective_on = models.DateField("划转日期")
    paper = models.CharField("依据文件", max_length=200)

    class Meta:
        verbose_name = "职能划转"
        constraints = [
            models.UniqueConstraint(
                fields=("predecessor", "successor", "effective_on"), name="succession_once"
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="succession_between_two_units"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id}→{self.successor_id}"


class Office(Tracked):
    """A unit that runs ledgers: the tenant. Its events are one chain."""

    track = "office"
    unit = models.OneToOneField(Unit, models.PROTECT, related_name="office", verbose_name="单位")
    name = models.CharField("办公室名称", max_length=80)
    sign_within = models.PositiveSmallIntegerField("签收时限（工作日）", default=2)
    answer_within = models.PositiveSmallIntegerField("延期批复时限（工作日）", default=5)

    class Meta:
        verbose_name = "办公室"
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name

    @property
    def chain(self) -> str:
        """The code of the office's event chain."""
        return f"office-{self.pk}"


class People(BaseUserManager["Person"]):
    """Everybody who can sign in."""


class Person(AbstractBaseUser, Tracked):
    """Somebody who can sign in; no more is kept of a person than the work needs."""

    track = "person"
    texts = frozenset(("name", "username", "external_id"))
    untracked = frozenset(("password", "last_login"))
    username = models.CharField("用户名", max_length=60, unique=True)
    name = models.CharField("姓名", max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="people", verbose_name="所在单位")
    external_id = models.CharField("统一身份标识", max_length=80, blank=True)
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField("须改密码", default=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[People] = People()

    class Meta:
        verbose_name = "人员"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=("external_id",), condition=~Q(external_id=""), name="person_external_id_once"
            ),
            models.CheckConstraint(condition=Q(username=Lower("username")), name="person_username_lower"),
        ]

    def __str__(self) -> str:
        return self.name


class Role(Tracked):
    """What a person may do, in an office or in a unit, from one day to another."""

    class Kind(models.TextChoices):
        COORDINATOR = "coordinator", "督办员"
        VERIFIER = "verifier", "核查员"
        LEADER = "leader", "领导"
        ADMINISTRATOR = "administrator", "管理员"
        INSPECTOR = "inspector", "纪检监督员"
        LIAISON = "liaison", "联络员"
        REVIEWER = "reviewer", "单位审核人"

    IN_OFFICE: ClassVar = (Kind.COORDINATOR, Kind.VERIFIER, Kind.LEADER, Kind.ADMINISTRATOR, Kind.INSPECTOR)
    IN_UNIT: ClassVar = (Kind.LIAISON, Kind.REVIEWER)

    track = "role"
    person = models.ForeignKey(Person, models.PROTECT, related_name="roles", verbose_name="人员")
    kind = models.CharField("角色", max_length=16, choices=Kind)
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, verbose_name="办公室")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, verbose_name="单位")
    valid_from = models.DateField("起")
    valid_to = models.DateField("止", null=True, blank=True)
    objects = InForce.as_manager()

    class Meta:
        verbose_name = "角色"
        constraints = [
            models.CheckConstraint(
                name="role_in_office_or_unit",
                condition=Q(
                    kind__in=("coordinator", "verifier", "leader", "administrator", "inspector"),
                    office__isnull=False,
                    unit__isnull=True,
                )
                | Q(kind__in=("liaison", "reviewer"), office__isnull=True, unit__isnull=False),
            ),
            models.UniqueConstraint(
                fields=("person", "kind", "office"),
                condition=Q(valid_to__isnull=True, office__isnull=False),
                name="role_once_in_office",
            ),
            models.UniqueConstraint(
                fields=("person", "kind", "unit"),
                condition=Q(valid_to__isnull=True, unit__isnull=False),
                name="role_once_in_unit",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="role_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Delegation(Tracked):
    """One person acts for another, in one office or one unit, from a day to a day; events name both.

    Without a kind it is of all roles that the principal holds there.
    """

    track = "delegation"
    texts = frozenset(("reason",))
    principal = models.ForeignKey(Person, models.PROTECT, related_name="delegations", verbose_name="委托人")
    delegate = models.ForeignKey(Person, models.PROTECT, related_name="mandates", verbose_name="受托人")
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, verbose_name="办公室")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, verbose_name="单位")
    kind = models.CharField("角色", max_length=16, choices=Role.Kind, blank=True, default="")
    reason = models.CharField("事由", max_length=200, blank=True)
    valid_from = models.DateField("起")
    valid_to = models.DateField("止")
    objects = InForce.as_manager()

    class Meta:
        verbose_name = "委托"
        constraints = [
            models.CheckConstraint(condition=~Q(principal=F("delegate")), name="delegation_to_another"),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="delegation_ends_after_start"
            ),
            models.CheckConstraint(condition=OFFICE_OR_UNIT, name="delegation_in_office_or_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.principal_id}→{self.delegate_id}"

    @property
    def work(self) -> str:
        """What is handed over, in words: 县督查室的督办员工作."""
        return handed_over(str(self.office or self.unit), self.kind)


def handed_over(place: str, kind: str) -> str:
    """What a delegation hands over, in words; all that is held there without a kind."""
    return f"{place}的{Role.Kind(kind).label if kind else ''}工作"


class Token(Tracked):
    """A key by which a program acts as a person; only its digest is kept, the key itself is shown once."""

    class Scope(models.TextChoices):
        READ = "read", "只读"
        WRITE = "write", "读写"

    track = "token"
    untracked = frozenset(("digest", "used_at"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="tokens", verbose_name="人员")
    scope = models.CharField("范围", max_length=8, choices=Scope)
    digest = models.CharField("密钥摘要", max_length=64, unique=True)
    made_at = models.DateTimeField("发放时间")
    valid_to = models.DateField("止", null=True, blank=True)
    revoked_on = models.DateField("停用日期", null=True, blank=True)
    used_at = models.DateTimeField("最近使用", null=True, blank=True)

    class Meta:
        verbose_name = "接口令牌"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(condition=Q(scope__in=("read", "write")), name="token_scope_known"),
            models.CheckConstraint(condition=~Q(digest=""), name="token_has_digest"),
        ]

    def __str__(self) -> str:
        return f"令牌 {self.pk}"

    def holds(self, *, on: date) -> bool:
        """Does it open the door on that day?"""
        return self.revoked_on is None and (self.valid_to is None or on < self.valid_to)

    @property
    def last_day(self) -> date | None:
        """The last day on which it opens the door."""
        return self.valid_to - timedelta(days=1) if self.valid_to else None


class CalendarDay(Tracked):
    """A day that the county decided itself, against the notices of the State Council."""

    track = "calendar_day"
    texts = frozenset(("note",))
    day = models.DateField("日期", unique=True)
    is_working = models.BooleanField("上班")
    note = models.CharField("依据", max_length=200)

    class Meta:
        verbose_name = "工作日调整"

    def __str__(self) -> str:
        return f"{self.day} {'上班' if self.is_working else '休息'}"
