# SPDX-License-Identifier: EUPL-1.2
"""No log, no read: who reads facts must have written the access entry in the same transaction.

The application sees the rows of the records and classes that its entry opened. The intake writes
and sees every row, but its column rights (nabij.database.rights) stop at keys, hashes and
references. The tables' owner is held too (FORCE).
"""

from django.db import migrations

TABLES = ("dossiers_fact", "dossiers_original", "dossiers_reference")

# `= ANY ((SELECT f())::bigint[])`: the function runs once per statement, and the rows are found by
# the index on patient_record_id.
OPEN = """
  patient_record_id = ANY ((SELECT access.opened_records())::bigint[])
  AND (
    data_class::text = ANY ((SELECT access.opened_classes())::text[])
    OR (data_class = 'd'
        AND patient_record_id = ANY ((SELECT access.opened_sensitive_records())::bigint[]))
  )
"""


def _guard(table: str) -> str:
    return f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY opened_by_log ON {table} FOR SELECT TO nabij_app USING ({OPEN});
CREATE POLICY intake_reads_keys ON {table} FOR SELECT TO nabij_intake USING (true);
CREATE POLICY intake_adds ON {table} FOR INSERT TO nabij_intake WITH CHECK (true);
CREATE POLICY intake_marks ON {table} FOR UPDATE TO nabij_intake USING (true) WITH CHECK (true);
"""


def _unguard(table: str) -> str:
    policies = "opened_by_log intake_reads_keys intake_adds intake_marks".split()
    drops = "".join(f"DROP POLICY {policy} ON {table};\n" for policy in policies)
    return f"{drops}ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;\nALTER TABLE {table} DISABLE ROW LEVEL SECURITY;\n"


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0001_initial"), ("access", "0002_access_log")]

    operations = [
        migrations.RunSQL(
            "".join(_guard(table) for table in TABLES),
            "".join(_unguard(table) for table in TABLES),
        )
    ]
