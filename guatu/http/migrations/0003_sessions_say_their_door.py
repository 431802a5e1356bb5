from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("http", "0002_forms_act_once"),
    ]

    operations = [
        migrations.AddField(
            model_name="session",
            name="door",
            field=models.CharField(blank=True, max_length=20, verbose_name="登录方式"),
        ),
    ]
