# SPDX-License-Identifier: EUPL-1.2
"""No log, no erasure: of facts and texts an erasure reaches those of whom its entry opened.

Of a text that is about others too it sees that it is there, and leaves it.
"""

from django.db import migrations

FACTS = ("dossiers_fact", "dossiers_original", "dossiers_reference")
TEXTS = (
    "contact_interactiontext",
    "contact_tasktext",
    "contact_appointmenttext",
    "contact_meetingtext",
    "contact_decisiontext",
)
OF_RECORD = "patient_record_id = ANY ((SELECT access.opened_records())::bigint[])"
OF_PERSON = """
  (SELECT access.opened_persons()) IS NOT NULL
  AND (cardinality(person_ids) = 0 OR person_ids && (SELECT access.opened_persons()))"""


def _policies(tables: tuple[str, ...], reached: str) -> str:
    return "".join(
        f"CREATE POLICY erased_by_log ON {table} TO nabij_erasure"
        f" USING ({reached}) WITH CHECK (true);\n"
        for table in tables
    )


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0004_copies_and_erasures"),
        ("contact", "0013_said_in_confidence"),
        ("dossiers", "0007_visits_at_the_desk"),
    ]

    operations = [
        migrations.RunSQL(
            _policies(FACTS, OF_RECORD) + _policies(TEXTS, OF_PERSON),
            "".join(f"DROP POLICY erased_by_log ON {table};\n" for table in (*FACTS, *TEXTS)),
        )
    ]
