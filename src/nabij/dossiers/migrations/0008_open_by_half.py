# SPDX-License-Identifier: EUPL-1.2
"""A client may open a copy by half: who comes and when, but not the content of care.

The gate says of which records, for the length of its transaction; this policy narrows what the
entry of the log opened, and never widens it.
"""

from django.db import migrations

TABLES = ("dossiers_fact", "dossiers_original", "dossiers_reference")


def _narrow(table: str) -> str:
    return f"""
CREATE POLICY open_by_half ON {table} AS RESTRICTIVE FOR SELECT TO nabij_app USING (
  data_class IN ('a', 'b')
  OR patient_record_id IS NULL
  OR patient_record_id <> ALL ((SELECT string_to_array(
    coalesce(current_setting('nabij.limited_records', true), ''), ','))::bigint[])
);
"""


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0007_visits_at_the_desk")]

    operations = [
        migrations.RunSQL(
            "".join(_narrow(table) for table in TABLES),
            "".join(f"DROP POLICY open_by_half ON {table};" for table in TABLES),
        )
    ]
