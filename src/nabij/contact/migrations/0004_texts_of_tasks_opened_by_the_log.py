# SPDX-License-Identifier: EUPL-1.2
"""What a task is about opens like what was said: by the log entry of the same transaction."""

from django.db import migrations

TABLE = "contact_tasktext"
GUARD = f"""
ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY;
CREATE POLICY opened_by_log ON {TABLE} FOR SELECT TO nabij_app USING (
  cardinality(person_ids) = 0
  OR (person_ids <@ (SELECT access.opened_persons())
      AND data_class::text = ANY ((SELECT access.opened_classes())::text[]))
);
CREATE POLICY writing ON {TABLE} FOR INSERT TO nabij_app WITH CHECK (true);
"""
UNGUARD = f"""
DROP POLICY opened_by_log ON {TABLE};
DROP POLICY writing ON {TABLE};
ALTER TABLE {TABLE} NO FORCE ROW LEVEL SECURITY;
ALTER TABLE {TABLE} DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("contact", "0003_tasks")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
