"""Whether an item came back from its last close-out stands on the item, told from its close-outs."""

from typing import Any

from django.db import migrations, models

_DECIDED = ("returned", "closed")


def tell_returned(apps: Any, schema_editor: Any) -> None:
    """Set what follows from the close-outs that stand."""
    rows = apps.get_model("ledgers", "CloseOut").objects.filter(state__in=_DECIDED)
    last = dict(rows.order_by("number").values_list("item", "state"))
    returned = [pk for pk, state in last.items() if state == "returned"]
    items = apps.get_model("ledgers", "Item").objects
    for start in range(0, len(returned), 500):
        items.filter(pk__in=returned[start : start + 500]).update(is_returned=True)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_delegations_of_one_role"),
        ("ledgers", "0019_regimes_of_offices"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="item",
            name="item_in_list",
        ),
        migrations.AddField(
            model_name="item",
            name="is_returned",
            field=models.BooleanField(default=False, verbose_name="退回后未改好"),
        ),
        migrations.RunPython(tell_returned, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                fields=[
                    "ledger",
                    "state",
                    "deadline",
                    "is_suspended",
                    "is_long_term",
                    "merged_into",
                    "transferred_to",
                    "is_returned",
                    "times_reopened",
                    "extensions",
                    "category",
                    "lead_unit",
                    "phase",
                    "light",
                    "last_at",
                    "progress",
                ],
                name="item_in_list",
            ),
        ),
    ]
