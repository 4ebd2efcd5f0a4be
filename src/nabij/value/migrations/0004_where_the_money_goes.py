from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("value", "0003_leaving_by_length_of_stay"),
    ]

    operations = [
        migrations.AddField(
            model_name="valuemodel",
            name="destination",
            field=models.CharField(
                blank=True, default="", max_length=300, verbose_name="where the money goes"
            ),
            preserve_default=False,
        ),
    ]
