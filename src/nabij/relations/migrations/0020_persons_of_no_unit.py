# SPDX-License-Identifier: EUPL-1.2
"""The list by team is read by kind too: most of what has no team are organisations."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models import Q

CURRENT = Q(archived_at__isnull=True, canonical__isnull=True)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("relations", "0019_more_kinds_of_ties")]

    operations = [
        RemoveIndexConcurrently(model_name="party", name="party_of_unit"),
        AddIndexConcurrently(
            model_name="party",
            index=models.Index(
                fields=["kind", "unit", "sort_key", "id"],
                condition=CURRENT,
                name="party_of_unit",
            ),
        ),
    ]
