# SPDX-License-Identifier: EUPL-1.2
"""What appointments and meetings are about opens like what was said: by the log of the same transaction."""

from django.db import migrations


def guard(table: str) -> str:
    return f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY opened_by_log ON {table} FOR SELECT TO nabij_app USING (
  cardinality(person_ids) = 0
  OR (person_ids <@ (SELECT access.opened_persons())
      AND data_class::text = ANY ((SELECT access.opened_classes())::text[]))
);
CREATE POLICY writing ON {table} FOR INSERT TO nabij_app WITH CHECK (true);
"""


def unguard(table: str) -> str:
    return f"""
DROP POLICY opened_by_log ON {table};
DROP POLICY writing ON {table};
ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("contact", "0010_calendar_hours_and_meetings")]

    operations = [
        migrations.RunSQL(guard(table), unguard(table))
        for table in ("contact_appointmenttext", "contact_meetingtext", "contact_decisiontext")
    ]
