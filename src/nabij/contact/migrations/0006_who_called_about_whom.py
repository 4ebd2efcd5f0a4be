# SPDX-License-Identifier: EUPL-1.2
"""Who called about whom, until that is recorded as a contact."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contact", "0005_incoming_calls"),
        ("relations", "0012_match_keys_by_house"),
    ]

    operations = [
        migrations.AddField(
            model_name="incomingcall",
            name="about",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="relations.party",
            ),
        ),
        migrations.AddField(
            model_name="incomingcall",
            name="caller",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="relations.party",
            ),
        ),
    ]
