# SPDX-License-Identifier: EUPL-1.2
"""Which role may do what with which table: one table, put in force after every migration.

Row-level policies stand in the migrations of the package that owns the table; this is about
whole tables and columns. The values are written as in SQL's GRANT.
"""

from collections.abc import Mapping

from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

SCHEMAS = ("public", "access")
ALL = "select, insert, update, delete"

# What a writer of the log may fill in. `xid` and `at` are missing on purpose: the database fills
# them, and row-level security trusts them as proof that this very transaction wrote the entry.
LOG_COLUMNS = """
  event action outcome checks purpose way_in user_id user_name user_role user_is_initiator
  responsible_id responsible_name responsible_role access_point_type access_point object_type
  object_class object_id object_ids object_count is_name_only detail records sensitive_records
  classes categories authorisation_protocol care_relation_protocol consent_profile sensitivity
  life_cycle_stage search_query source_id source_type source_location
""".split()  # noqa: SIM905 - forty quotes and commas would hide the names
WRITE_LOG = f"insert ({', '.join(LOG_COLUMNS)})"

# nabij_app has ALL on every table except these, and histories.
APP_GUARDED: Mapping[str, str] = {
    "django_migrations": "select",
    # The column `xid` is missing on purpose: the database fills it, and history is silent by it.
    "core_historyrange": "select, insert (at, source, subject_ref, first, last, user_id)",
    "pghistory_context": "select",  # context stands with each row of history itself
    "access_accessentry": f"select, {WRITE_LOG}",
    "access_logseal": "select",  # made by a function of the owner
    # Who cared for whom, and who said that a standing in was not right, is never removed.
    "access_carerelation": "select, insert, update",
    "access_standinreview": "select, insert, update",
    "access_emergency": "select, insert, update",
    # Who stood for a client, and what was judged of a client, is never removed.
    "access_representation": "select, insert, update",
    "access_capacity": "select, insert",
    "access_death": "select, insert, update",
    "access_afterdeathcase": "select, insert",
    "dossiers_fact": "select",
    "dossiers_original": "select",
    "dossiers_reference": "select",
    "dossiers_plannedvisit": "select",
    # An estimate and a run are never changed: a better one is a new row.
    "value_estimate": "select, insert",
    "value_run": "select, insert",
    "relations_bsncheck": "select, insert",
    "relations_objection": "select, insert, update",
    "relations_restriction": "select, insert, update",
    # Who was made one with whom, and whose records moved, is never removed.
    "relations_merge": "select, insert, update",
    "linkage_recordmove": "select, insert, update",
    "linkage_judgement": "select, insert, update",
    "linkage_sample": "select, insert",
    # What was learned is never changed: better weights are a new row.
    "linkage_linkweights": "select, insert",
    "privacy_case": "select, insert, update",
    # What a person asked and what became of it is never removed.
    "privacy_privacyrequest": "select, insert, update",
    # What goes for ever, who approved it and what held it.
    "privacy_erasure": "select, insert, update",
    "privacy_legalhold": "select, insert, update",
    "privacy_withholding": "select, insert",
    "privacy_personcopy": "select, insert, update",
    "privacy_casenotice": "select, insert, update",
    # What was found, judged and reported is never removed.
    "privacy_find": "select, insert, update",
    "privacy_reviewedday": "select, insert",
    "privacy_wellknown": "select, insert, update",
    "privacy_breach": "select, insert, update",
    # What was said is corrected by a new version; the old ones stay.
    "contact_interactiontext": "select, insert",
    "contact_tasktext": "select, insert",
    "contact_clientstatement": "select, insert",
    "contact_taskstep": "select, insert",
    "contact_appointmenttext": "select, insert",
    "contact_workedtime": "select, insert",
    "contact_meetingtext": "select, insert",
    "contact_decision": "select, insert",
    "contact_decisiontext": "select, insert",
    "contact_meetingaction": "select, insert",
}

# nabij_intake has nothing except this.
INTAKE: Mapping[str, str] = {
    "django_migrations": "select",
    "access_accessentry": f"select (id, at), {WRITE_LOG}",
    # A roster makes and extends the care relations of teams.
    "access_carerelation": "select, insert, update",
    "access_unit": "select",
    # Who asked for the work answers for it in the log.
    "access_user": "select (id, name, email, is_active)",
    "access_roleassignment": "select",
    "procrastinate_jobs": ALL,
    "procrastinate_events": ALL,
    "procrastinate_periodic_defers": ALL,
    "procrastinate_workers": ALL,
    "core_job": "select, insert, update",
    "core_historyrange": "select, insert (at, source, subject_ref, first, last, user_id)",
    # Of the guarded tables it reads keys, hashes and references only, never what they say.
    "dossiers_fact": """
      select (id, source_id, type, source_key, version, hash, patient_record_id, kind, data_class,
              intake_file_id, received_at, superseded_at),
      insert, update (patient_record_id, superseded_at)""",
    "dossiers_original": """
      select (fact_id, patient_record_id, data_class), insert, update (patient_record_id)""",
    "dossiers_reference": """
      select (id, source_id, fact_id, position, data_class, patient_record_id, is_subject, state,
              target_type, target_key, target_identifier, target_fact_id, target_resource_id,
              target_record_id),
      insert,
      update (patient_record_id, state, target_fact_id, target_resource_id, target_record_id)""",
    "dossiers_sourceresource": """
      select (id, source_id, type, source_key, version, hash, superseded_at),
      insert, update (superseded_at)""",
    "dossiers_intake": "select, insert, update",
    "dossiers_intakefile": "select, insert, update",
    "dossiers_intakerecord": "select, insert",
    "dossiers_quarantine": "select, insert, update",
    "dossiers_dossiernotice": "select, insert",
    "dossiers_plannedvisit": ALL,
    "dossiers_roster": "select, insert, update",
    "linkage_source": "select, insert",
    "linkage_patientrecord": "select, insert, update",
    "linkage_ground": "select, insert",
    "linkage_recordlink": "select, insert, update",
    "linkage_linkweights": "select, insert",
    "linkage_linkrun": "select, insert, update",
    "linkage_plannedlink": "select, insert, delete",
    **dict.fromkeys(
        (
            "relations_address",
            "relations_contactpoint",
            "relations_identifier",
            "relations_party",
            "relations_persondetail",
        ),
        "select, insert, update",
    ),
    "relations_bsncheck": "select (id, recorded_at), insert",
    # Whom a colleague took apart is not proposed again.
    "relations_merge": "select (kept_id, given_id, ended_at)",
    # What holds no longer of somebody who was merged is not compared.
    "relations_leftout": "select (address_id, contact_point_id, identifier_id)",
}

# nabij_keys has nothing except this: what is sealed, what it is sealed for, and nothing beside it.
KEYS: Mapping[str, str] = {
    "django_migrations": "select",
    "core_job": "select (kind, state, heartbeat_at)",
    "access_secondfactor": "select (id, uid, secret), update (secret)",
    "relations_identifier": """
      select (id, uid, key_id, cipher, blind_index, previous_blind_index),
      update (key_id, cipher, blind_index, previous_blind_index)""",
    "relations_bsncheck": "select (id, uid, document_number), update (document_number)",
    "relations_keysafe": "select (id, uid, cipher), update (cipher)",
    "lists_bulkrun": "select (id, ref, filled_in), update (filled_in)",
    "desk_draft": "select (id, colleague_id, form, sealed), update (sealed)",
    "linkage_patientrecord": """
      select (id, source_id, source_key, bsn_index, previous_bsn_index, bsn_sealed),
      update (bsn_index, previous_bsn_index, bsn_sealed)""",
    "dossiers_fact": "select (id, source_id, type, source_key, hash)",
    "dossiers_original": "select (fact_id, content), update (content)",
    "dossiers_reference": """
      select (id, fact_id, state, target_identifier), update (target_identifier)""",
    "dossiers_sourceresource": """
      select (id, source_id, type, source_key, hash, content), update (content)""",
    "dossiers_intakefile": "select (id, source_id, sha256, content), update (content)",
    "dossiers_quarantine": """
      select (id, intake_file_id, position, content, mended_content),
      update (content, mended_content)""",
    "dossiers_roster": "select (id, ref, content, told), update (content, told)",
    "imports_import": "select (id, ref)",
    "privacy_personcopy": "select (id, ref, bundle, paper), update (bundle, paper)",
    "imports_importpart": "select (id, whole_id, number, rows, drafts), update (rows, drafts)",
    "imports_importrow": "select (id, whole_id, number, before), update (before)",
}

# nabij_erasure removes and blanks whatever is about a person, except this.
ERASURE: Mapping[str, str] = {
    "django_migrations": "select",
    # A line of the log ends by its term only; without one of this transaction nothing opens.
    "access_accessentry": f"select, {WRITE_LOG}",
    "access_logseal": "",
    "access_session": "",
    "access_user": "select (id, name, email, is_active)",
    "access_secondfactor": "",
    "access_recoverycode": "",
    "access_singlesignon": "",
    "core_historyrange": "select",
    "core_job": "select, update",
}

# nabij_report has nothing except this: no care table may ever stand here.
REPORT: Mapping[str, str] = {
    "django_migrations": "select",
    "value_valuemodel": "select, update (version, changed_at, changed_by_id)",
    "value_segment": "select",
    "value_product": "select",
    "value_plateau": "select",
    "value_scenario": "select",
    "value_lever": "select",
    "value_trial": "select",
    "value_estimate": "select, insert",
    "value_run": "select, insert",
}

SERIAL_SEQUENCES = """
select sequence.oid::regclass::text
from pg_depend
join pg_class as sequence on sequence.oid = pg_depend.objid and sequence.relkind = 'S'
where pg_depend.refobjid = %s::regclass and pg_depend.deptype in ('a', 'i')
"""

OWN_TABLES = """
select pg_namespace.nspname, pg_class.relname, pg_class.relispartition
from pg_class
join pg_namespace on pg_namespace.oid = pg_class.relnamespace
where pg_namespace.nspname = any(%s) and pg_class.relkind in ('r', 'p', 'v', 'm')
  and pg_class.relowner = (select oid from pg_roles where rolname = current_user)
order by 1, 2
"""


def apply(connection: BaseDatabaseWrapper) -> None:
    """Put the rights in force, in one transaction; rights not listed here are taken away.

    Tables that are not there (yet) are skipped, so that a database can stand at any migration.
    Partitions get nothing of their own: they are reached through their parent.
    """
    from django.db import transaction

    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        roles = sql.SQL(
            "nabij_app, nabij_intake, nabij_report, nabij_backup, nabij_keys, nabij_erasure"
        )
        for schema in map(sql.Identifier, SCHEMAS):
            cursor.execute(sql.SQL("grant usage on schema {} to {}").format(schema, roles))
        cursor.execute(OWN_TABLES, [list(SCHEMAS)])
        for schema_name, name, is_partition in cursor.fetchall():
            table = sql.Identifier(schema_name, name)
            cursor.execute(sql.SQL("revoke all on {} from public, {}").format(table, roles))
            for role, rights in rights_on(name, is_partition=is_partition).items():
                cursor.execute(
                    sql.SQL("grant {} on {} to {}").format(
                        sql.SQL(rights), table, sql.Identifier(role)
                    )
                )
                if "insert" in rights:
                    cursor.execute(SERIAL_SEQUENCES, [table.as_string()])
                    for (sequence,) in cursor.fetchall():
                        cursor.execute(
                            sql.SQL("grant usage, select on sequence {} to {}").format(
                                sql.SQL(sequence), sql.Identifier(role)
                            )
                        )
        # The dump also reads where sequences stand.
        for schema in map(sql.Identifier, SCHEMAS):
            cursor.execute(
                sql.SQL("grant select on all sequences in schema {} to nabij_backup").format(schema)
            )


def rights_on(table: str, *, is_partition: bool = False) -> dict[str, str]:
    """Return rights by role on `table`, in the words of GRANT."""
    if is_partition:
        return {"nabij_backup": "select"}
    if table.endswith("history"):
        return _rights_on_history(table.removesuffix("history"))
    rights = {
        "nabij_app": APP_GUARDED.get(table, ALL),
        "nabij_intake": INTAKE.get(table),
        "nabij_report": REPORT.get(table),
        "nabij_backup": "select",
        "nabij_keys": KEYS.get(table),
        "nabij_erasure": ERASURE.get(table, "select, update, delete"),
    }
    return {role: granted for role, granted in rights.items() if granted}


def _rights_on_history(table: str) -> dict[str, str]:
    """Triggers write history as who changed the row; nobody removes it but an erasure."""
    rights = {
        "nabij_app": "select, insert",
        "nabij_backup": "select",
        "nabij_erasure": "select, insert, delete",
    }
    for role, given in (("nabij_intake", INTAKE), ("nabij_report", REPORT)):
        if any(right in given.get(table, "") for right in ("insert", "update", "delete")):
            rights[role] = "insert"
    return rights
