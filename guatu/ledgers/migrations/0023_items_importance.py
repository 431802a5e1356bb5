"""How important an item is, which an office's own rules of lights may ask; what stands is ordinary."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledgers", "0022_items_restarted"),
    ]

    operations = [
        migrations.AddField(
            model_name="item",
            name="importance",
            field=models.CharField(
                choices=[("special", "特别重要"), ("important", "重要"), ("ordinary", "一般")],
                default="ordinary",
                max_length=12,
                verbose_name="重要程度",
            ),
        ),
    ]
