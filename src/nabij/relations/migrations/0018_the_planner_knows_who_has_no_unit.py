# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations


class Migration(migrations.Migration):
    """Tell the planner that what has no unit is an organisation, and seldom a person.

    Without it a list reads a million persons to find the few of no unit: it takes kind and unit
    for independent. Goes with every ANALYZE, that of autovacuum too.
    """

    dependencies = [("relations", "0017_objections")]

    operations = [
        migrations.RunSQL(
            "CREATE STATISTICS party_kind_and_unit (mcv) ON kind, unit_id, is_shielded"
            " FROM relations_party",
            "DROP STATISTICS party_kind_and_unit",
        )
    ]
