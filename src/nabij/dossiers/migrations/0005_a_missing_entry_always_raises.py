# SPDX-License-Identifier: EUPL-1.2
"""Ask for the entry before the first row, so that a read without one raises on an empty table too.

PostgreSQL evaluated the policy of 0002 when it met a row (or began an index scan by record), so a
search that met none answered "nothing". The first condition here has no column of the table: the
planner puts it before the scan and asks it once.
"""

from django.db import migrations

TABLES = ("dossiers_fact", "dossiers_original", "dossiers_reference")
OPEN = """
  patient_record_id = ANY ((SELECT access.opened_records())::bigint[])
  AND (
    data_class::text = ANY ((SELECT access.opened_classes())::text[])
    OR (data_class = 'd'
        AND patient_record_id = ANY ((SELECT access.opened_sensitive_records())::bigint[]))
  )
"""
ENTRY = "(SELECT access.opened_records()) IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0004_keys_are_replaced")]

    operations = [
        migrations.RunSQL(
            "".join(
                f"ALTER POLICY opened_by_log ON {table} USING ({ENTRY} AND {OPEN});\n"
                for table in TABLES
            ),
            "".join(f"ALTER POLICY opened_by_log ON {table} USING ({OPEN});\n" for table in TABLES),
        )
    ]
