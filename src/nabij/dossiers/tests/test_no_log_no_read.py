# SPDX-License-Identifier: EUPL-1.2
"""No log, no read (A-117): every road to a guarded row is shut without an entry,
and none is slow."""

import json
import re
from datetime import date, timedelta

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Count
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.access.choices import CareRelationKind, CareRelationOrigin
from nabij.access.models import CareRelation, RoleAssignment, User
from nabij.core.viewer import Role
from nabij.dossiers.models import Fact, Intake, IntakeFile, Original, Reference, SourceResource
from nabij.dossiers.queries import facts as fact_queries
from nabij.dossiers.queries import keys as key_queries
from nabij.dossiers.tests.making import (
    BSN,
    as_owner,
    bundle,
    patient,
    problem,
    source,
    take_in,
    write,
)
from nabij.linkage import queries as linkage_queries

GUARDED = ("dossiers_fact", "dossiers_original", "dossiers_reference")


@pytest.fixture
def dossier(committing_db, as_role, tmp_path):
    """A client with facts from two sources, taken in as in real life."""
    doctor = {"resourceType": "Practitioner", "id": "a1", "name": [{"text": "dr. Visser"}]}
    problems = [problem(f"c{n}", asserter={"reference": "Practitioner/a1"}) for n in range(3)]
    person = patient(identifier=[{"system": BSN, "value": "999911120"}])
    with as_role("nabij_intake"):
        for name in ("gp", "hospital"):
            delivered = bundle(person, doctor, *problems)
            take_in(source(name), write(tmp_path, f"{name}.json", delivered))
    (row,) = as_owner("select distinct person_id from linkage_recordlink where state = 'automatic'")
    return row["person_id"]


@pytest.fixture
def nurse(dossier):
    user = User.objects.create_user("fatima@example.nl", "Fatima")
    on = timezone.localdate() - timedelta(days=1)
    RoleAssignment.objects.create(user=user, role=Role.CARE_PROFESSIONAL, starts_on=on)
    CareRelation.objects.create(
        person_id=dossier,
        user=user,
        kind=CareRelationKind.CARE,
        origin=CareRelationOrigin.HAND,
        starts_on=on,
    )
    return access_queries.viewer_of(user=user, at=timezone.now(), access_point="127.0.0.1")


def _read_everything(viewer, records):
    """Every read of facts there is, once."""
    keys = [record.id for record in records]
    given = {"viewer": viewer, "records": keys}
    found = fact_queries.state_facts(
        **given, kinds=["problem"], visits_from=timezone.localdate(viewer.at)
    )
    fact_queries.timeline(**given, words=["hypertensie"], source=found[0].source.ref)
    fact_queries.overview(**given)
    fact_queries.facts_by_key(**given, keys=[found[0].key])
    fact_queries.fact(**given, ref=found[0].ref)
    fact_queries.original(**given, ref=found[0].ref)
    fact_queries.versions(**given, ref=found[0].ref)
    return found


@pytest.fixture
def statements(dossier, nurse):
    """The SQL of every read of facts, as it was sent inside an opening."""
    records = linkage_queries.records_in_view(viewer=nurse, person_id=dossier)
    with (
        access_actions.open_dossier(
            viewer=nurse, person_id=dossier, records=records, event="picture"
        ),
        CaptureQueriesContext(connection) as captured,
    ):
        assert len(_read_everything(nurse, records)) == 6
    sent = [query["sql"] for query in captured if any(t in query["sql"] for t in GUARDED)]
    assert len(sent) >= 6
    return sent


def test_every_public_read_of_facts_is_tried_here():
    """A new query in `queries.facts` that is not tried above fails here."""
    import inspect

    own = {
        name
        for name, function in inspect.getmembers(fact_queries, inspect.isfunction)
        if function.__module__ == fact_queries.__name__ and not name.startswith("_")
    }
    tried = set(re.findall(r"fact_queries\.(\w+)\(", inspect.getsource(_read_everything)))
    assert own == tried == set(EVERY_READ)


def test_every_read_of_facts_is_refused_without_an_entry(statements):
    assert [sql for sql in statements if not _is_refused(lambda sql=sql: _run(sql))] == []


ROADS_OF_THE_ORM = [
    lambda: list(Fact.objects.all()),
    lambda: Fact.objects.count(),
    lambda: Fact.objects.exists(),
    lambda: Fact.objects.filter(version=1).first(),
    lambda: Fact.objects.aggregate(Count("pk")),
    lambda: list(Fact.objects.values_list("pk", flat=True)[:1]),
    lambda: Fact.objects.filter(code_text__icontains="x").exists(),
    lambda: list(Original.objects.all()),
    lambda: Original.objects.filter(media="json").first(),
    lambda: list(Reference.objects.all()),
    lambda: list(Reference.objects.select_related("fact")),
    lambda: list(IntakeFile.objects.filter(pk__in=Fact.objects.values("intake_file_id"))),
    lambda: list(Intake.objects.annotate(n=Fact.objects.values("version")[:1])),
    lambda: list(
        SourceResource.objects.exclude(pk__in=Reference.objects.values("target_resource"))
    ),
]
ROADS_OF_SQL = [
    "select 1 from {} limit 1",
    "select * from {} where patient_record_id is not null",
    "select count(*) from {} tablesample system (100)",
    "copy (select * from {}) to stdout",
    "with t as (select * from {}) select count(*) from t",
    "select exists (select 1 from {})",
    "create temporary table stolen as select * from {}",
    "do $$ begin perform * from {}; end $$",
    "explain analyze select * from {}",
    "declare c cursor for select * from {}; fetch 1 from c",
]


def _is_refused(read):
    try:
        with transaction.atomic():
            read()
    except (DatabaseError, psycopg.Error) as error:
        return "no-access-entry" in str(error)
    return False


def test_every_road_of_the_orm_is_refused_without_an_entry(dossier):
    assert [n for n, read in enumerate(ROADS_OF_THE_ORM) if not _is_refused(read)] == []


def test_every_road_of_sql_is_refused_without_an_entry(dossier):
    statements = [road.format(table) for road in ROADS_OF_SQL for table in GUARDED]
    assert [sql for sql in statements if not _is_refused(lambda sql=sql: _run(sql))] == []


EVERY_READ = {
    "state_facts": {"kinds": ["problem"], "visits_from": date(2026, 1, 1)},
    "timeline": {"words": ["nothing like it"]},
    "overview": {},
    "facts_by_key": {"keys": [(1, "Condition", "nothing-like-it")]},
    "fact": {"ref": "x" * 16},
    "original": {"ref": "x" * 16},
    "versions": {"ref": "x" * 16},
}


@pytest.mark.parametrize("name", EVERY_READ)
@pytest.mark.parametrize("records", [[], [-1]])
def test_a_read_that_would_find_nothing_is_refused_without_an_entry(committing_db, name, records):
    """No rows at all, no record and no hit: without an entry none may look like "nothing known"."""
    assert not as_owner("select 1 from dossiers_fact")
    read, given = getattr(fact_queries, name), EVERY_READ[name]
    machine = access_queries.machine(at=timezone.now(), command="test")
    assert _is_refused(lambda: read(viewer=machine, records=records, **given))


def test_the_key_of_a_fact_tells_its_record_and_opens_nothing(dossier, nurse):
    (row,) = as_owner("select ref, patient_record_id, kind from dossiers_fact limit 1")
    keys = key_queries.fact_keys(viewer=nurse, ref=row["ref"])
    assert (keys.record_id, keys.kind) == (row["patient_record_id"], row["kind"])
    assert key_queries.fact_keys(viewer=nurse, ref="x" * 16) is None
    # What the function set for its own look is gone, and the owner sees no other row by it.
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('nabij.fact_ref', true)")
        assert cursor.fetchone()[0] in (None, "")
    with pytest.raises(DatabaseError, match="no-access-entry"), transaction.atomic():
        Fact.objects.filter(ref=row["ref"]).exists()


def _run(statement):
    with connection.cursor() as cursor:
        if statement.startswith("copy"):
            with cursor.copy(statement) as copy:
                list(copy)
        else:
            cursor.execute(statement)


def test_an_entry_of_another_transaction_opens_nothing(dossier, nurse):
    records = linkage_queries.records_in_view(viewer=nurse, person_id=dossier)
    with access_actions.open_dossier(
        viewer=nurse, person_id=dossier, records=records, event="picture"
    ):
        assert Fact.objects.filter(kind="problem").count() == 6
    with pytest.raises(DatabaseError, match="no-access-entry"), transaction.atomic():
        Fact.objects.count()


def test_the_application_cannot_write_facts_at_all(dossier):
    for statement in (
        "update dossiers_fact set code_text = 'x'",
        "delete from dossiers_original",
        "insert into dossiers_reference (fact_id) values (1)",
        "truncate dossiers_fact cascade",
    ):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


SAYING = {
    Fact: [
        "code_text",
        "value",
        "text",
        "author",
        "details",
        "status",
        "starts_on",
        "ref",
        "category",
    ],
    Original: ["content"],
    Reference: ["display", "path", "role"],
}


def test_the_intake_cannot_read_what_facts_say(dossier, as_role):
    for model, columns in SAYING.items():
        for column in columns:
            with (
                as_role("nabij_intake"),
                pytest.raises(DatabaseError, match="permission denied"),
                transaction.atomic(),
            ):
                model.objects.values_list(column).first()


def _scans(plan):
    yield plan["Node Type"], plan.get("Relation Name", ""), plan.get("Index Cond", "")
    for below in plan.get("Plans", []):
        yield from _scans(below)


def test_no_read_of_facts_scans_a_guarded_table(statements, dossier, nurse):
    """On tables of any size: where an index serves, the planner is told to prefer it."""
    records = linkage_queries.records_in_view(viewer=nurse, person_id=dossier)
    with (
        access_actions.open_dossier(
            viewer=nurse, person_id=dossier, records=records, event="picture"
        ),
        connection.cursor() as cursor,
    ):
        cursor.execute("set local enable_seqscan = off")
        for statement in statements:
            cursor.execute(f"explain (format json) {statement}")
            (plan,) = cursor.fetchone()
            (top,) = json.loads(plan) if isinstance(plan, str) else plan
            for node, table, condition in _scans(top["Plan"]):
                assert node != "Seq Scan" or table not in GUARDED, statement
                if table in GUARDED and node.startswith("Index"):
                    assert condition, f"{node} without a condition: {statement}"
