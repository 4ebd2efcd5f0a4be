# SPDX-License-Identifier: EUPL-1.2
"""A row about somebody at an organisation knows which relationship it made."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("imports", "0001_imports")]

    operations = [
        migrations.AddField(
            model_name="importrow", name="tie", field=models.BigIntegerField(null=True)
        ),
    ]
