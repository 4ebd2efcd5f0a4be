# SPDX-License-Identifier: EUPL-1.2
"""A row in every table that points to parties, and a look at every row of the database."""

from datetime import date
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.db import connection, models
from django.utils import timezone

from nabij.relations.models import HouseholdMember, LeftOut, Merge, Party

# The history of merges is what may be added; the log is only ever added to.
HISTORY = {Merge._meta.db_table}
ADDED_TO = ("access_accessentry", "access_logseal", "procrastinate_")
# What a table wants beyond the plainest value of each column.
RECIPES: dict[str, dict[str, Any]] = {
    "relations.Address": {"use": "temp", "street": "Lange Wal", "city": "Kampen"},
    "relations.ContactPoint": {"system": "email", "value": "iemand@example.nl"},
    "relations.Identifier": {"system": "big", "value": "19012345601"},
    "relations.BsnCheck": {"step": "from_message"},
    "relations.ContactInstruction": {"text": "Laat lang overgaan", "ends_on": date(2999, 1, 1)},
    "relations.Relationship": {"kind": "friend"},
    "relations.DuplicateQuestion": {"answer": ""},
    "linkage.RecordMove": {"records": [1]},
    "contact.ClientStatement": {"text": "Dat zie ik anders"},
    "privacy.Case": {
        "state": "open",
        "kind": "log_line",
        "due_on": date(2999, 1, 1),
        "what": "Dit klopt niet",
    },
    "privacy.Find": {"reasons": [], "entries": []},
    "privacy.PrivacyRequest": {"due_on": date(2999, 1, 1)},
    "contact.InteractionParty": {"is_subject": True},
    "access.CareRelation": {"user": None, "kind": "care"},
    "access.Death": {"died_on": None},
    "access.Representation": {"kind": "shut_out", "evidence_kind": "spoken"},
}
# The two rows that every party has already, and what only merging itself writes.
NOT_MADE = {"relations.PersonDetail", "relations.OrganisationDetail", "relations.Merge"}


def a_row_for_every_foreign_key(*, to: Party, others: tuple[Party, ...]) -> list[models.Model]:
    """Make, for every column of every table that points to parties, a row that points to `to`."""
    made = []
    for model in apps.get_models():
        columns = [f for f in model._meta.concrete_fields if f.related_model is Party]
        for column in columns:
            if model._meta.label in NOT_MADE or model is Party:
                continue
            if model is HouseholdMember and not to.is_person:
                continue
            made.append(_row(model, {column.name: to}, others))
    return made


def _row(model: type[models.Model], given: dict[str, Any], others: tuple[Party, ...]) -> Any:
    values = RECIPES.get(model._meta.label, {}) | given
    fields: Any = model._meta.concrete_fields
    for field in fields:
        is_own_key = field.primary_key and not field.is_relation
        is_told = field.name in values or is_own_key or field.generated
        if is_told or (_is_left_empty(field) and field.attname != "unit_id"):
            continue
        values[field.name] = _plain(field, others)
    with connection.cursor() as cursor:
        cursor.execute("select has_table_privilege(%s, 'insert')", [model._meta.db_table])
        is_written_by_app = cursor.fetchone()[0]
        cursor.execute(f"set role {'nabij_app' if is_written_by_app else 'nabij_intake'}")
        try:
            return model._default_manager.create(**values)
        finally:
            cursor.execute("set role nabij_app")


def _is_left_empty(field: Any) -> bool:
    return bool(field.null or field.has_default() or field.has_db_default())


def _plain(field: Any, others: tuple[Party, ...]) -> Any:
    """Return the plainest value of a column."""
    if field.is_relation:
        if field.related_model is Party:
            return others[-1]
        return field.related_model._default_manager.order_by("pk").first() or _row(
            field.related_model, {}, others
        )
    if field.blank and field.empty_strings_allowed:
        return ""
    if field.choices:
        return field.choices[0][0]
    kind = field.get_internal_type()
    return {
        "CharField": f"x{uuid4().hex[:6]}"[: field.max_length],
        "SlugField": f"x{uuid4().hex[:6]}",
        "TextField": "x",
        "BooleanField": False,
        "BinaryField": b"x",
        "DateField": timezone.localdate(),
        "DateTimeField": timezone.now(),
        "UUIDField": uuid4(),
        "JSONField": {},
    }.get(kind, 1)


def all_rows() -> dict[str, list[str]]:
    """Return every row of the database that the application may read, by table.

    Left out are the log, the jobs, histories, and what row-level security guards: the
    application opens that by the log only, and can change none of it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class join pg_namespace n on n.oid = relnamespace "
            "where nspname = 'public' and relkind = 'r' and not relrowsecurity "
            "and not relispartition and has_table_privilege(pg_class.oid, 'select') order by 1"
        )
        tables = [name for (name,) in cursor.fetchall()]
        found = {}
        for table in tables:
            if table in HISTORY or table.startswith(ADDED_TO) or table.endswith("history"):
                continue
            cursor.execute(f'select to_jsonb(t)::text from "{table}" t order by 1')
            found[table] = [row for (row,) in cursor.fetchall()]
    assert LeftOut._meta.db_table in found
    return found
