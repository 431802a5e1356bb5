"""Looking again at what was struck off (回头看): planned by risk, done by somebody else than the doer."""

from django.db import models
from django.db.models import F, Q

from guatu.accounts.models import Person
from guatu.history.models import Tracked
from guatu.ledgers.models.items import Item
from guatu.ledgers.models.ledgers import Ledger


class Risk(models.TextChoices):
    """How likely it is that what was struck off comes back."""

    HIGH = "high", "高风险"
    MIDDLE = "middle", "中风险"
    LOW = "low", "低风险"


class LookBackDraw(Tracked):
    """A random sample of the look-backs of one risk (抽查): anybody can draw it again and gets the same.

    The items of the pool stand in the order of `sha256(seed + number)`; the first of them are looked at.
    """

    track = "look_back_draw"
    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="look_back_draws", verbose_name="台账")
    risk = models.CharField("风险", max_length=8, choices=Risk)
    share = models.PositiveSmallIntegerField("抽查比例")
    """In per cent."""
    checkpoint = models.PositiveBigIntegerField("检查点")
    """The number of the last checkpoint at the moment of the draw."""
    seed = models.CharField("种子", max_length=64)
    """The digest of that checkpoint."""
    pool = models.PositiveIntegerField("参加抽查")
    taken = models.PositiveIntegerField("抽中")
    drawn_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="抽查人")
    drawn_on = models.DateField("抽查日期")

    class Meta:
        verbose_name = "回头看抽查"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(share__gte=1, share__lte=100), name="look_back_draw_share_is_percent"
            ),
            models.CheckConstraint(
                condition=Q(taken__gte=1, taken__lte=F("pool")), name="look_back_draw_takes_of_its_pool"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ledger_id} {self.drawn_on}"


class LookBack(Tracked):
    """Looking again at what was struck off: does it hold?"""

    class State(models.TextChoices):
        PLANNED = "planned", "待回头看"
        HOLDS = "holds", "稳定"
        MOSTLY = "mostly", "基本稳定"
        RELAPSED = "relapsed", "反弹"
        DROPPED = "dropped", "不回头看"

    LOOKED = (State.HOLDS, State.MOSTLY, State.RELAPSED)
    """Somebody has looked."""

    track = "look_back"
    texts = frozenset(("finding", "why"))
    item = models.ForeignKey(Item, models.PROTECT, related_name="look_backs", verbose_name="事项")
    due_on = models.DateField("计划日期")
    state = models.CharField("状态", max_length=12, choices=State, default=State.PLANNED)
    risk = models.CharField("风险", max_length=8, choices=Risk, blank=True)
    """As it stood when a coordinator decided; empty where nobody has yet."""
    why = models.CharField("风险依据", max_length=300, blank=True)
    accepted_on = models.DateField("确认日期", null=True, blank=True)
    """When a coordinator took it into the plan."""
    looker = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="回头看人"
    )
    """Who is to look; without one any verifier."""
    draw = models.ForeignKey(
        LookBackDraw, models.PROTECT, null=True, blank=True, related_name="look_backs", verbose_name="抽查"
    )
    done_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="核查人"
    )
    done_on = models.DateField("核查日期", null=True, blank=True)
    finding = models.TextField("情况", blank=True)

    class Meta:
        verbose_name = "回头看"
        ordering = ("due_on",)
        constraints = [
            models.UniqueConstraint(
                fields=("item",), condition=Q(state="planned"), name="look_back_one_at_a_time"
            ),
            models.CheckConstraint(
                name="look_back_done_means_dated",
                condition=Q(state="planned", done_on__isnull=True, done_by__isnull=True)
                | (~Q(state="planned") & Q(done_on__isnull=False, done_by__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.due_on}"
