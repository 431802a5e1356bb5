"""Meetings of an office: the series they belong to, who came, what was put before them, and their minutes."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from guatu.accounts.models import Office, Unit
from guatu.history.models import StoredFile, Tracked
from guatu.ledgers.models.items import Item


class MeetingSeries(Tracked):
    """Meetings of one kind and name that an office holds again and again; they are numbered within a year."""

    class Kind(models.TextChoices):
        JOINT = "joint", "联席会议"
        DISPATCH = "dispatch", "调度会"
        LEADING_GROUP = "leading_group", "领导小组会议"
        OFFICE = "office", "办公会"
        TOPIC = "topic", "专题会"

    track = "meeting_series"
    texts = frozenset(("name",))
    office = models.ForeignKey(
        Office, models.PROTECT, related_name="meeting_series", db_index=False, verbose_name="办公室"
    )
    kind = models.CharField("会议类型", max_length=16, choices=Kind)
    name = models.CharField("会议名称", max_length=80)

    class Meta:
        verbose_name = "会议系列"
        ordering = ("office", "pk")
        constraints = [models.UniqueConstraint(fields=("office", "kind", "name"), name="meeting_series_once")]

    def __str__(self) -> str:
        return self.name


class Meeting(Tracked):
    """One meeting: planned for a day, held on it, and filed with its minutes; or called off."""

    class State(models.TextChoices):
        PLANNED = "planned", "待召开"
        HELD = "held", "已召开"
        FILED = "filed", "纪要已归档"
        CANCELLED = "cancelled", "已取消"

    HAPPENED: ClassVar = (State.HELD, State.FILED)

    track = "meeting"
    texts = frozenset(("place", "chair", "minutes_name", "remark"))
    series = models.ForeignKey(
        MeetingSeries, models.PROTECT, related_name="meetings", db_index=False, verbose_name="会议系列"
    )
    year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveSmallIntegerField("第几次")
    meets_on = models.DateField("会议日期")
    starts = models.CharField("开始时间", max_length=5, blank=True)
    place = models.CharField("地点", max_length=80, blank=True)
    chair = models.CharField("主持人", max_length=80)
    state = models.CharField("状态", max_length=12, choices=State, default=State.PLANNED)
    remark = models.CharField("取消原因", max_length=200, blank=True)
    minutes = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="会议纪要"
    )
    minutes_name = models.CharField("纪要文件名", max_length=200, blank=True)
    filed_on = models.DateField("归档日期", null=True, blank=True)

    class Meta:
        verbose_name = "会议"
        ordering = ("-meets_on", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("series", "year", "number"),
                condition=~Q(state="cancelled"),
                name="meeting_number_once",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="meeting_number_from_one"),
            models.CheckConstraint(
                name="meeting_filed_means_dated",
                condition=Q(state="filed", filed_on__isnull=False, filed_on__gte=F("meets_on"))
                | (~Q(state="filed") & Q(filed_on__isnull=True, minutes__isnull=True)),
            ),
        ]
        indexes = [models.Index(fields=("series", "meets_on"), name="meeting_by_day")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """整改工作调度会（2026年第3次）."""
        return f"{self.series.name}（{self.year}年第{self.number}次）"

    @property
    def has_happened(self) -> bool:
        return self.state in self.HAPPENED


class Attendance(Tracked):
    """Whether a unit that was asked to a meeting came, and in which post somebody sat there for it."""

    class Status(models.TextChoices):
        INVITED = "invited", "应到"
        PRESENT = "present", "到会"
        DEPUTED = "deputed", "代会"
        LEAVE = "leave", "请假"
        ABSENT = "absent", "缺席"
        DROPPED = "dropped", "不再通知"

    CAME: ClassVar = (Status.PRESENT, Status.DEPUTED)
    SETTLED: ClassVar = (Status.PRESENT, Status.DEPUTED, Status.LEAVE, Status.ABSENT)

    track = "attendance"
    texts = frozenset(("post",))
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="attendances", db_index=False, verbose_name="会议"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    status = models.CharField("到会情况", max_length=12, choices=Status, default=Status.INVITED)
    post = models.CharField("参会人员职务", max_length=60, blank=True)

    class Meta:
        verbose_name = "到会情况"
        ordering = ("meeting", "pk")
        constraints = [models.UniqueConstraint(fields=("meeting", "unit"), name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.meeting_id}:{self.unit_id}"


class MeetingTopic(Tracked):
    """An item that is put before a meeting (上会研究), and what the meeting decided about it."""

    track = "meeting_topic"
    texts = frozenset(("decision",))
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="topics", db_index=False, verbose_name="会议"
    )
    item = models.ForeignKey(Item, models.PROTECT, related_name="topics", verbose_name="事项")
    position = models.PositiveSmallIntegerField("序号")
    decision = models.TextField("议定意见", blank=True)
    is_withdrawn = models.BooleanField("已撤下", default=False)

    class Meta:
        verbose_name = "会议议题"
        ordering = ("meeting", "position")
        constraints = [
            models.UniqueConstraint(fields=("meeting", "item"), name="meeting_topic_once"),
            models.UniqueConstraint(fields=("meeting", "position"), name="meeting_topic_position_once"),
            models.CheckConstraint(
                condition=Q(is_withdrawn=False) | Q(decision=""), name="meeting_topic_withdrawn_undecided"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}:{self.item_id}"
