"""Views: a list under a name, kept by one person for himself or by an office for its people."""

from django.db import models
from django.db.models import Q

from guatu.accounts.models import Office, Person
from guatu.ledgers.models.ledgers import Ledger


class SavedView(models.Model):
    """What somebody looks at again and again: filters, order, heads and columns, as the words of an address.

    It holds no rows: whoever opens it sees what he may see of them. It is no part of the trail.
    """

    ledger = models.ForeignKey(
        Ledger, models.PROTECT, null=True, blank=True, related_name="views", verbose_name="台账"
    )
    """None is the list over all ledgers."""
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="共享给办公室"
    )
    """The office with which it is shared; none where a person keeps it for himself."""
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="保存人")
    name = models.CharField("视图名称", max_length=20)
    words = models.TextField("条件", blank=True)
    """The query of an address, without a day, a page or another view."""
    saved_at = models.DateTimeField("保存时间")

    class Meta:
        verbose_name = "视图"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=("person", "ledger", "name"),
                condition=Q(office__isnull=True, ledger__isnull=False),
                name="view_own_once",
            ),
            models.UniqueConstraint(
                fields=("person", "name"),
                condition=Q(office__isnull=True, ledger__isnull=True),
                name="view_own_of_all_once",
            ),
            models.UniqueConstraint(
                fields=("office", "ledger", "name"),
                condition=Q(office__isnull=False, ledger__isnull=False),
                name="view_shared_once",
            ),
            models.UniqueConstraint(
                fields=("office", "name"),
                condition=Q(office__isnull=False, ledger__isnull=True),
                name="view_shared_of_all_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FirstView(models.Model):
    """The view with which a list opens for one person."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False, verbose_name="人员")
    ledger = models.ForeignKey(
        Ledger, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="台账"
    )
    view = models.ForeignKey(SavedView, models.CASCADE, related_name="firsts", verbose_name="视图")

    class Meta:
        verbose_name = "默认视图"
        constraints = [
            models.UniqueConstraint(
                fields=("person", "ledger"),
                condition=Q(ledger__isnull=False),
                name="first_view_once",
            ),
            models.UniqueConstraint(
                fields=("person",), condition=Q(ledger__isnull=True), name="first_view_of_all_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}:{self.view_id}"
