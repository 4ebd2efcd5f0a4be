# SPDX-License-Identifier: EUPL-1.2
"""A statement of a client opens where the same transaction shows what it stands beside.

The policy asks the guarded tables themselves, so whatever shuts a fact or what was said shuts the
statement beside it, today and after every change of their own policies. An erasure reaches it by
the person, as it reaches texts.
"""

from django.db import migrations

GUARD = """
ALTER TABLE contact_clientstatement ENABLE ROW LEVEL SECURITY;
ALTER TABLE contact_clientstatement FORCE ROW LEVEL SECURITY;
CREATE POLICY opened_by_log ON contact_clientstatement FOR SELECT TO nabij_app USING (
  person_ids <@ (SELECT access.opened_persons())
  AND CASE
    WHEN source_id IS NOT NULL THEN EXISTS (
      SELECT FROM dossiers_fact fact
      WHERE fact.source_id = contact_clientstatement.source_id
        AND fact.type = contact_clientstatement.fact_type
        AND fact.source_key = contact_clientstatement.fact_key
        AND fact.superseded_at IS NULL)
    WHEN interaction_id IS NOT NULL THEN EXISTS (
      SELECT FROM contact_interactiontext said
      WHERE said.interaction_id = contact_clientstatement.interaction_id)
    ELSE data_class::text = ANY ((SELECT access.opened_classes())::text[])
  END
);
CREATE POLICY writing ON contact_clientstatement FOR INSERT TO nabij_app WITH CHECK (true);
CREATE POLICY erased_by_log ON contact_clientstatement TO nabij_erasure USING (
  person_ids && (SELECT access.opened_persons())
) WITH CHECK (true);
"""
UNGUARD = """
DROP POLICY opened_by_log ON contact_clientstatement;
DROP POLICY writing ON contact_clientstatement;
DROP POLICY erased_by_log ON contact_clientstatement;
ALTER TABLE contact_clientstatement NO FORCE ROW LEVEL SECURITY;
ALTER TABLE contact_clientstatement DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("contact", "0014_statements_of_clients"),
        ("dossiers", "0008_open_by_half"),
    ]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
