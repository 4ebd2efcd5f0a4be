# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations


# A merge remembers these columns by their place, the fifth and sixth of seven.
FORGET = """
UPDATE relations_merge SET
  before = jsonb_set(before, '{derived}', (before -> 'derived') - 5 - 4),
  written = jsonb_set(written, '{derived}', (written -> 'derived') - 5 - 4)
WHERE jsonb_array_length(before -> 'derived') = 7
"""


class Migration(migrations.Migration):
    dependencies = [
        ("relations", "0014_indexes_of_lists"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="persondetail",
            name="persondetail_surname",
        ),
        migrations.RemoveIndex(
            model_name="persondetail",
            name="persondetail_partner_surname",
        ),
        migrations.RemoveField(
            model_name="persondetail",
            name="partner_surname_key",
        ),
        migrations.RemoveField(
            model_name="persondetail",
            name="surname_key",
        ),
        migrations.RunSQL(FORGET, migrations.RunSQL.noop),
    ]
