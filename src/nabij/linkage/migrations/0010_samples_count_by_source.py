# SPDX-License-Identifier: EUPL-1.2
"""A sample tells per source how many records were drawn, and how many had a look-alike."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("linkage", "0009_match_keys_by_house")]

    operations = [
        migrations.RemoveField(model_name="sample", name="records"),
        migrations.RemoveField(model_name="sample", name="near"),
        migrations.AddField(
            model_name="sample", name="drawn", field=models.JSONField(default=dict)
        ),
    ]
