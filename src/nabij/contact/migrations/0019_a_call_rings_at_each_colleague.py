# SPDX-License-Identifier: EUPL-1.2
"""A call that rings at several colleagues, or is put through, has a card for each of them."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contact", "0018_a_call_is_recorded_once"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="incomingcall", name="incomingcall_told_once"),
        migrations.AddConstraint(
            model_name="incomingcall",
            constraint=models.UniqueConstraint(
                fields=("exchange", "key", "colleague"), name="incomingcall_rings_once"
            ),
        ),
    ]
