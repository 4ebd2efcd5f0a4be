# SPDX-License-Identifier: EUPL-1.2
"""No log, no read: who reads what was said about a person must have logged that they open them.

A text shows where the entries of this transaction opened everybody it is about, in its class of
data. A text about nobody in private is business: which colleague reads it is decided by queries.
"""

from django.db import migrations

# As `access.opened_records()`: entries of this transaction only, and without one it raises. What
# was written before a merge keeps the key of then, so merged keys open with their person.
OPENED_PERSONS = """
CREATE FUNCTION access.opened_persons() RETURNS bigint[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  entries bigint;
  opened bigint[];
BEGIN
  SELECT count(*), coalesce(array_agg(e.object_id) FILTER (WHERE e.object_id IS NOT NULL), '{}')
  INTO entries, opened
  FROM access_accessentry e
  WHERE e.xid = pg_current_xact_id_if_assigned() AND e.at = transaction_timestamp()
    AND e.outcome = 'success' AND cardinality(e.classes) > 0;
  IF entries = 0 THEN
    RAISE EXCEPTION 'no-access-entry' USING ERRCODE = 'insufficient_privilege',
      HINT = 'Open the person through access.actions.open_dossier.';
  END IF;
  RETURN opened || ARRAY(SELECT p.id FROM relations_party p WHERE p.canonical_id = ANY (opened));
END $$;
"""

OPEN = """
  cardinality(person_ids) = 0
  OR (person_ids <@ (SELECT access.opened_persons())
      AND data_class::text = ANY ((SELECT access.opened_classes())::text[]))
"""


def guard(table: str) -> str:
    return f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY opened_by_log ON {table} FOR SELECT TO nabij_app USING ({OPEN});
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
    dependencies = [
        ("contact", "0001_interactions"),
        ("access", "0002_access_log"),
        ("relations", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(OPENED_PERSONS, "DROP FUNCTION access.opened_persons();"),
        migrations.RunSQL(guard("contact_interactiontext"), unguard("contact_interactiontext")),
    ]
