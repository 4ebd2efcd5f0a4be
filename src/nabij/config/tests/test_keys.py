# SPDX-License-Identifier: EUPL-1.2
"""Keys are replaced while others work: nothing is lost, nothing is not found,
nothing stays behind."""

import sys
import threading
import time
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.utils import timezone

from nabij.access import queries as access_queries
from nabij.config import keys
from nabij.config.management.commands import serve
from nabij.core import crypto, resealing
from nabij.core.identifiers import is_bsn
from nabij.database.testing.scratch import connected
from nabij.dossiers.tests import making
from nabij.linkage.models import PatientRecord
from nabij.linkage.queries import candidates
from nabij.matching import score_pairs
from nabij.relations import actions, queries
from nabij.relations.actions import bulk
from nabij.relations.models import Identifier
from nabij.relations.types import BsnCheckFields, PersonFields, PersonName

# Binary columns that hold hashes and public keys, not secrets.
NOT_SEALED = {
    "access_logseal.hash",
    "access_logseal.hashes",
    "access_logseal.previous",
    "access_secondfactor.credential_id",
    "access_secondfactor.public",
    "access_recoverycode.digest",
    "relations_identifier.blind_index",
    "relations_identifier.previous_blind_index",
    "linkage_patientrecord.bsn_index",
    "linkage_patientrecord.previous_bsn_index",
    "linkage_patientrecord.hash",
    "dossiers_intake.key",
    "dossiers_intakefile.sha256",
    "dossiers_fact.hash",
    "dossiers_sourceresource.hash",
    "imports_headermapping.header_key",
    "contact_calendarfeed.token_hash",
    "privacy_staffmark.check_hash",
}


def bsns():
    """Yield BSNs that pass the eleven test."""
    number = 100_000_000
    while True:
        if is_bsn(value := str(number)):
            yield value
        number += 1


def machine():
    return access_queries.machine(at=timezone.now(), command="test")


def quiet(_place, _done, _total):
    pass


class World:
    """A database of its own with a keyring of its own, and something sealed in every place."""

    def __init__(self, cluster, name, folder):
        self.cluster, self.name, self.folder = cluster, name, folder
        self.bsns = []

    def as_keys(self):
        return connected(self.cluster, self.name, role="nabij_keys")

    def fill(self, persons, dossiers):
        source_of = bsns()
        self.bsns = [next(source_of) for _ in range(persons)]
        fields = [
            PersonFields(name=PersonName(own_name=f"Massa{n}"), client_number=f"C{n}")
            for n in range(persons)
        ]
        made = actions.create_persons(viewer=machine(), persons=fields)
        check = {"step": "seen", "document_kind": "passport", "checked_on": timezone.localdate()}
        self.persons = dict(zip(self.bsns, made, strict=True))
        bulk.add_bsns(
            viewer=machine(),
            bsns={
                party.pk: (bsn, BsnCheckFields(document_number=f"NX{bsn}", **check))
                for bsn, party in self.persons.items()
            },
        )
        safes = {party.pk: (f"{number:04}", "") for number, party in enumerate(made[:40])}
        bulk.add_key_safes(viewer=machine(), safes=safes)
        with connected(self.cluster, self.name, role="nabij_intake"):
            self.gp = making.source("gp")
            resources = []
            for number, bsn in enumerate(self.bsns[:dossiers]):
                identifier = [{"system": making.BSN, "value": bsn}]
                resources.append(
                    making.patient(
                        f"p{number}", identifier=identifier, name=[{"family": f"Massa{number}"}]
                    )
                )
                resources.append(making.problem(f"c{number}", f"Patient/p{number}"))
            resources.append({"resourceType": "Organization", "id": "o", "name": "Praktijk"})
            resources.append({"resourceType": "Condition", "id": "wrong", "code": 3})
            self.unknown = next(source_of)
            named = {"identifier": {"system": making.BSN, "value": self.unknown}}
            resources.append(making.problem("later", subject="") | {"subject": named})
            making.take_in(self.gp, making.write(self.folder, "dossier.ndjson", *resources))

    def finds(self, bsn):
        found = Identifier.objects.with_bsn(bsn).values_list("party_id", flat=True)
        # The intake may have made another person of who has this BSN.
        return self.persons[bsn].pk in found


@pytest.fixture
def world(committing_db, cluster, settings, tmp_path):
    settings.NABIJ_KEYS_FILE = tmp_path / "keyring.json"
    crypto.write_keyring(crypto.new_keyring(), settings.NABIJ_KEYS_FILE)
    return World(cluster, committing_db, tmp_path)


def test_the_command_makes_a_keyring_once(tmp_path, settings, capsys):
    settings.NABIJ_KEYS_FILE = tmp_path / "ring.json"
    call_command("keys", "create")
    assert "safe place" in capsys.readouterr().out
    before = settings.NABIJ_KEYS_FILE.read_text()
    with pytest.raises(CommandError, match="already"):
        call_command("keys", "create")
    call_command("keys", "create", "--if-absent")
    assert settings.NABIJ_KEYS_FILE.read_text() == before


def test_every_binary_column_is_replaced_with_the_keys_or_holds_no_secret():
    binary = {
        f"{model._meta.db_table}.{field.column}"
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, models.BinaryField) and model.__module__.startswith("nabij.")
    }
    assert {place.name for place in keys.PLACES} == binary - NOT_SEALED


def test_500_rows_are_sealed_anew_while_all_stays_found(world):
    world.fill(persons=150, dossiers=60)
    before = crypto.keyring()
    shown = []
    with world.as_keys():
        ring, done = keys.rotate(
            at=timezone.now(), report=lambda place, done, total: shown.append((place, done, total))
        )
        assert sum(done.values()) > 500
        assert set(done) == {place.name for place in keys.PLACES}
        assert set(resealing.rows_per_key(keys.PLACES)) == {ring.current}
        assert ring.current != before.current
    assert shown[-1][1] == shown[-1][2]
    assert all(world.finds(bsn) for bsn in world.bsns)
    # A record of today meets one from before the rotation: the same hash is compared.
    assert _compared(world, 0) == "same"

    with world.as_keys():
        with pytest.raises(crypto.KeyTooFresh):
            keys.retire(at=timezone.now())
        after, gone = keys.retire(at=timezone.now() + timedelta(days=2))
        with pytest.raises(crypto.NoOlderKey):
            keys.retire(at=timezone.now() + timedelta(days=4))
    assert (after.previous_index, gone) == (None, [before.current])
    assert all(world.finds(bsn) for bsn in world.bsns)
    assert not Identifier.objects.exclude(previous_blind_index=None).exists()
    assert not PatientRecord.objects.exclude(previous_bsn_index=None).exists()
    assert _compared(world, 1) == "same"
    bsn, party = next(iter(world.persons.items()))
    assert queries.bsn_of(viewer=machine(), person_id=party.pk) == bsn
    assert actions.reveal_bsn(viewer=machine(), ref=party.ref).document_number == f"NX{bsn}"
    assert actions.reveal_key_safe(viewer=machine(), ref=party.ref) == "0000"


def _compared(world, number):
    """Return the verdict on two BSNs: of a record, and of the same one typed now."""
    (record,) = candidates.engine_records(
        viewer=machine(), ids=[PatientRecord.objects.get(source_key=f"p{number}").pk]
    )
    typed = queries.match_record_of(
        viewer=machine(),
        fields=PersonFields(name=PersonName(own_name=f"Massa{number}")),
        bsn=world.bsns[number],
    )
    (pair,) = score_pairs([typed], [record], [(0, record.key)])
    return next(item.level for item in pair.evidence if item.field == "bsn")


def test_a_reference_to_somebody_who_comes_later_is_found_after_the_rotation(world):
    world.fill(persons=3, dossiers=2)
    with world.as_keys():
        keys.rotate(at=timezone.now(), report=quiet)
        keys.retire(at=timezone.now() + timedelta(days=2))
    with connected(world.cluster, world.name, role="nabij_intake"):
        identifier = [{"system": making.BSN, "value": world.unknown}]
        come = making.patient("p-later", identifier=identifier)
        making.take_in(world.gp, making.write(world.folder, "later.ndjson", come, come))
    (fact,) = making.facts("fact.source_key = 'later'")
    assert fact["subject"] == "p-later"


def test_a_killed_rotation_goes_on_with_the_key_it_had_made(world, monkeypatch):
    monkeypatch.setattr(resealing, "BATCH", 20)
    places = tuple(resealing.SealedColumn(**_values(place, batch=20)) for place in keys.PLACES)
    monkeypatch.setattr(keys, "PLACES", places)
    world.fill(persons=60, dossiers=10)

    class Killed(BaseException):
        pass

    def kill(place, done, total):
        if place.table == "linkage_patientrecord" or done == 40:
            raise Killed

    for _ in range(3):
        with world.as_keys(), pytest.raises(Killed):
            keys.rotate(at=timezone.now(), report=kill)
        assert len(crypto.keyring().sealing) == 2
        assert all(world.finds(bsn) for bsn in world.bsns)
        with world.as_keys(), pytest.raises(resealing.KeyInUse):
            keys.retire(at=timezone.now() + timedelta(days=2))
        # What is done stays done: the next run is killed further on.
    with world.as_keys():
        ring, _ = keys.rotate(at=timezone.now(), report=quiet)
        assert set(resealing.rows_per_key(keys.PLACES)) == {ring.current}
        with pytest.raises(crypto.KeysAreRotating):
            keys.rotate(at=timezone.now(), report=quiet)


def _values(place, **changes):
    return {name: getattr(place, name) for name in place.__slots__} | changes


def test_a_colleague_who_changes_a_bsn_meanwhile_loses_nothing(world, monkeypatch):
    places = tuple(resealing.SealedColumn(**_values(place, batch=10)) for place in keys.PLACES)
    monkeypatch.setattr(keys, "PLACES", places)
    world.fill(persons=80, dossiers=0)
    fresh = bsns()
    unused = [next(fresh) for _ in range(400)][200:]
    changed, errors = {}, []

    def change(numbers):
        try:
            with connection.cursor() as cursor:
                cursor.execute("set role nabij_app")
            for number in numbers:
                party = world.persons[world.bsns[number]]
                actions.set_bsn(
                    viewer=machine(), ref=party.ref, bsn=unused[number], check=BsnCheckFields()
                )
                changed[number] = unused[number]
        except Exception as error:  # noqa: BLE001 - told below, in the thread of the test
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=change, args=(range(k, 80, 3),)) for k in range(3)]
    with world.as_keys():
        for thread in threads:
            thread.start()
        ring, _ = keys.rotate(at=timezone.now(), report=lambda *_: time.sleep(0.01))
        for thread in threads:
            thread.join()
        assert errors == []
        keys.rotate(at=timezone.now(), report=quiet) if _is_old_left(ring) else None
        keys.retire(at=timezone.now() + timedelta(days=2))
    assert len(changed) == 80
    for number, bsn in changed.items():
        party = world.persons[world.bsns[number]]
        assert queries.bsn_of(viewer=machine(), person_id=party.pk) == bsn
        assert list(Identifier.objects.with_bsn(bsn).values_list("party_id", flat=True)) == [
            party.pk
        ]


def _is_old_left(ring):
    return set(resealing.rows_per_key(keys.PLACES)) != {ring.current}


def test_rows_that_others_hold_are_left_and_said(world):
    world.fill(persons=5, dossiers=0)
    held, let_go = threading.Event(), threading.Event()

    def hold():
        with connection.cursor() as cursor:
            cursor.execute("begin")
            cursor.execute("select id from relations_identifier order by id limit 1 for update")
            held.set()
            let_go.wait(30)
            cursor.execute("rollback")
        connection.close()

    holder = threading.Thread(target=hold)
    with world.as_keys():
        holder.start()
        held.wait(30)
        with pytest.raises(resealing.RowsAreHeld):
            keys.rotate(at=timezone.now(), report=quiet)
        let_go.set()
        holder.join()
        ring, _ = keys.rotate(at=timezone.now(), report=quiet)
        assert set(resealing.rows_per_key(keys.PLACES)) == {ring.current}


def test_sealed_values_that_were_swapped_between_rows_stop_the_rotation(world):
    world.fill(persons=4, dossiers=0)
    one, other = Identifier.objects.order_by("pk")[:2]
    Identifier.objects.filter(pk=one.pk).update(cipher=bytes(other.cipher))
    with world.as_keys(), pytest.raises(crypto.SealBroken):
        keys.rotate(at=timezone.now(), report=quiet)
    assert bytes(Identifier.objects.get(pk=other.pk).cipher) == bytes(other.cipher)


def test_a_running_job_keeps_the_old_key(world):
    world.fill(persons=2, dossiers=0)
    with world.as_keys():
        keys.rotate(at=timezone.now(), report=quiet)
    apps.get_model("core", "Job").objects.create(
        kind="dossiers.take_in", state="running", heartbeat_at=timezone.now()
    )
    with world.as_keys(), pytest.raises(resealing.WorkGoesOn):
        keys.retire(at=timezone.now() + timedelta(days=2))


def test_the_role_of_the_keys_reads_nothing_but_what_is_sealed(world):
    world.fill(persons=1, dossiers=1)
    with world.as_keys():
        for statement in (
            "select name from relations_party",
            "select text from dossiers_fact",
            "select name from linkage_patientrecord",
            "select user_name from access_accessentry",
            "update dossiers_fact set text = ''",
        ):
            with pytest.raises(Exception, match="permission denied"), connection.cursor() as cursor:
                cursor.execute(statement)


def test_nabij_does_not_start_without_a_key_that_is_in_use(world, settings):
    world.fill(persons=1, dossiers=0)
    serve._refuse_missing_keys()
    settings.NABIJ_KEYS_FILE = settings.NABIJ_KEYS_FILE.with_name("other.json")
    crypto.write_keyring(crypto.new_keyring(), settings.NABIJ_KEYS_FILE)
    with pytest.raises(crypto.KeyMissing):
        serve._refuse_missing_keys()


@pytest.mark.faults
def test_100_000_rows_are_sealed_anew(world, capsys):
    world.fill(persons=50_000, dossiers=0)
    with world.as_keys():
        start = time.perf_counter()
        _ring, done = keys.rotate(at=timezone.now(), report=quiet)
        seconds = time.perf_counter() - start
    rows = sum(done.values())
    with capsys.disabled():
        sys.stdout.write(f"\n{rows} rows sealed anew in {seconds:.1f} s, {rows / seconds:.0f}/s\n")
    assert rows >= 100_000
    assert all(world.finds(bsn) for bsn in world.bsns[::500])
