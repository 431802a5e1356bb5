"""When an item was resumed or opened again last stands on the item, told from its events."""

from typing import Any

from django.db import migrations, models


def tell_restarted(apps: Any, schema_editor: Any) -> None:
    """Set what follows from the events that stand."""
    events = apps.get_model("history", "Event").objects.filter(subject_kind="item")
    restarted = events.filter(kind__in=("item.resumed", "item.reopened")).order_by()
    items = apps.get_model("ledgers", "Item").objects
    for pk, day in restarted.values_list("subject_id").annotate(last=models.Max("happened_on")):
        items.filter(pk=pk).update(restarted_on=day)


class Migration(migrations.Migration):
    dependencies = [
        ("history", "0002_redaction"),
        ("ledgers", "0021_items_returned"),
    ]

    operations = [
        migrations.AddField(
            model_name="item",
            name="restarted_on",
            field=models.DateField(null=True, verbose_name="恢复办理日期"),
        ),
        migrations.RunPython(tell_restarted, migrations.RunPython.noop),
    ]
