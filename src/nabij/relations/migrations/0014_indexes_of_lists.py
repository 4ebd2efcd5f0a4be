# SPDX-License-Identifier: EUPL-1.2
"""What lists of persons and organisations are read by, made while others work."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q
from django.db.models.functions import Upper

CURRENT = Q(archived_at__isnull=True, canonical__isnull=True)
INDEXES = {
    "party": [
        models.Index(fields=["unit", "sort_key", "id"], condition=CURRENT, name="party_of_unit"),
        models.Index(Upper("city"), "sort_key", "id", condition=CURRENT, name="party_of_city"),
        models.Index(fields=["updated_at", "id"], condition=CURRENT, name="party_changed"),
    ],
    "organisationdetail": [models.Index(fields=["kind"], name="organisationdetail_kind")],
    "relationship": [
        models.Index(
            fields=["kind", "subject"],
            condition=Q(ends_on__isnull=True),
            name="relationship_open_of_kind",
        )
    ],
}


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("relations", "0013_history")]

    operations = [
        AddIndexConcurrently(model_name=model, index=index)
        for model, indexes in INDEXES.items()
        for index in indexes
    ]
