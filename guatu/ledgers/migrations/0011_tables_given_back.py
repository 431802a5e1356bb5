import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("history", "0002_redaction"),
        ("ledgers", "0010_photographs_and_passages"),
    ]

    operations = [
        migrations.AddField(
            model_name="importdraft",
            name="marked",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="history.storedfile",
                verbose_name="标出退回处的表",
            ),
        ),
    ]
