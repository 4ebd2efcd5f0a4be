# SPDX-License-Identifier: EUPL-1.2
"""The index of the keys, made while others work."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("relations", "0010_match_keys_filled")]

    operations = [
        AddIndexConcurrently(
            model_name="persondetail",
            index=GinIndex(fields=["match_keys"], fastupdate=False, name="persondetail_match"),
        ),
    ]
