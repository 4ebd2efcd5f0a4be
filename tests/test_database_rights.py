# SPDX-License-Identifier: EUPL-1.2
"""The wall in the database itself: who may touch which table, whatever the code says."""

import pytest
from django.db import connection

from nabij.database import rights

# They hold keys and decisions, no facts; the gate covers them.
WITHOUT_ROW_LEVEL_SECURITY = {"linkage_ground", "linkage_recordlink", "dossiers_intakerecord"}
CARE_PREFIXES = ("dossiers_", "linkage_", "access_")

pytestmark = pytest.mark.django_db


def _rows(query, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchall()


def test_every_table_about_a_patient_record_is_guarded_and_forced():
    tables = _rows(
        """SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity
           FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r'
           WHERE a.attname = 'patient_record_id' AND c.relnamespace = 'public'::regnamespace"""
    )
    assert {name for name, is_guarded in tables if not is_guarded} == WITHOUT_ROW_LEVEL_SECURITY
    assert {"dossiers_fact", "dossiers_original", "dossiers_reference"} <= {
        name for name, is_guarded in tables if is_guarded
    }


def test_segments_and_reports_have_no_right_on_care():
    """A-109: what a dossier says never reaches commerce, in the database either."""
    granted = _rows(
        """SELECT table_name, privilege_type FROM information_schema.role_table_grants
           WHERE grantee = 'nabij_report'
           UNION SELECT table_name, privilege_type FROM information_schema.role_column_grants
           WHERE grantee = 'nabij_report'"""
    )
    assert not [row for row in granted if row[0].startswith(CARE_PREFIXES)]


def test_the_application_changes_neither_log_nor_facts():
    for table in ("access_accessentry", "dossiers_fact", "dossiers_original", "dossiers_reference"):
        for right in ("UPDATE", "DELETE", "TRUNCATE"):
            assert _rows("SELECT has_table_privilege('nabij_app', %s, %s)", table, right) == [
                (False,)
            ]


def test_the_intake_reads_no_content_of_facts():
    for column in ("value", "text", "code", "code_text", "details", "status"):
        assert _rows(
            "SELECT has_column_privilege('nabij_intake', 'dossiers_fact', %s, 'SELECT')", column
        ) == [(False,)]
    assert _rows(
        "SELECT has_column_privilege('nabij_intake', 'dossiers_original', 'content', 'SELECT')"
    ) == [(False,)]


def test_only_the_backup_passes_by_row_level_security_and_it_cannot_write():
    roles = _rows(
        "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname LIKE 'nabij\\_%%'"
    )
    assert {name for name, _, bypasses in roles if bypasses} == {"nabij_backup"}
    assert not [name for name, is_super, _ in roles if is_super]
    writable = _rows(
        """SELECT table_name FROM information_schema.role_table_grants
           WHERE grantee = 'nabij_backup' AND privilege_type <> 'SELECT'"""
    )
    assert writable == []


def test_the_list_of_rights_names_no_table_that_does_not_exist():
    existing = {
        name for (name,) in _rows("SELECT relname FROM pg_class WHERE relkind IN ('r','p')")
    }
    listed = {*rights.APP_GUARDED, *rights.INTAKE, *rights.REPORT, *rights.KEYS}
    assert listed <= existing
