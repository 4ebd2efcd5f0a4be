# SPDX-License-Identifier: EUPL-1.2
"""The index of the keys, made while others work."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("linkage", "0007_match_keys_filled")]

    operations = [
        AddIndexConcurrently(
            model_name="patientrecord",
            index=GinIndex(fields=["match_keys"], fastupdate=False, name="patientrecord_match"),
        ),
    ]
