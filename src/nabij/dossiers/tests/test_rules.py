# SPDX-License-Identifier: EUPL-1.2
"""The pure half of the intake: rows, addresses, originals, deliveries, readers."""

import random
import string
import zipfile
from datetime import UTC, date, datetime

import pytest
from django.db import connection

from nabij.core import crypto
from nabij.core.refs import is_ref
from nabij.dossiers.fhir.types import IdentifierFound
from nabij.dossiers.rules import copying, originals
from nabij.dossiers.rules.addressing import server_of
from nabij.dossiers.rules.batches import FileToRead, Recipe, read_batches
from nabij.dossiers.rules.beside import GROUP_FILES, ReaderDied, batches_of, groups_of
from nabij.dossiers.rules.deliveries import Delivered, DeliveredFile, Skipped, files_of
from nabij.dossiers.rules.patients import client_number
from nabij.dossiers.tests.making import bundle, patient, problem, write

KEYS = crypto.new_keyring()
RECIPE = Recipe(1, "b", "r4", "", KEYS)

VALUES = [
    ("text", copying.text, ["", "abc", "Łukasz 🙂", "tab\tnewline\n\\N", "x" * 70_000]),
    ("text", copying.word, ["final", "é"]),
    ("text", copying.optional, ["a", None]),
    ("bytea", copying.binary, [b"", bytes(range(256)), None]),
    ("boolean", copying.boolean, [True, False]),
    ("smallint", copying.smallint, [0, 32_000]),
    ("integer", copying.integer, [0, 2**31 - 1]),
    ("bigint", copying.bigint, [1, 2**62]),
    ("date", copying.day, [date(1, 1, 1), date(1941, 3, 9), date(9999, 12, 31), None]),
    (
        "timestamptz",
        copying.moment,
        [datetime(1999, 12, 31, 23, 59, 59, 999_999, UTC), datetime(2026, 3, 29, tzinfo=UTC), None],
    ),
    ("jsonb", copying.jsonb, [{}, {"a": [1, "é", None, True]}, []]),
]


@pytest.mark.parametrize(("kind", "write_field", "values"), VALUES)
def test_what_is_copied_is_what_the_database_holds(db, kind, write_field, values):
    with connection.cursor() as cursor:
        cursor.execute(f"create temporary table copied (n integer, value {kind})")
        rows = [
            copying.row([copying.integer(n), write_field(value)]) for n, value in enumerate(values)
        ]
        with cursor.copy("copy copied from stdin (format binary)") as copy:
            copy.write(copying.table(rows))
        cursor.execute("select value from copied order by n")
        found = [row[0] for row in cursor.fetchall()]
        cursor.execute("drop table copied")
    if kind == "bytea":
        found = [None if value is None else bytes(value) for value in found]
    if kind == "jsonb":
        import json

        found = [json.loads(value) if isinstance(value, str) else value for value in found]
    assert found == values


def test_what_the_database_cannot_hold_goes_out(db):
    odd = ["a\0b", "x\ud800y"]
    with connection.cursor() as cursor:
        cursor.execute("create temporary table copied (plain text, nested jsonb)")
        rows = [copying.row([copying.text(v), copying.jsonb({"v": [v]})]) for v in odd]
        with cursor.copy("copy copied from stdin (format binary)") as copy:
            copy.write(copying.table(rows))
        cursor.execute("select plain, nested->'v'->>0 from copied")
        assert cursor.fetchall() == [("ab", "ab"), ("x?y", "x?y")]


@pytest.mark.parametrize("size", [0, 1, 500, 16 * 1024, 16 * 1024 + 1, 300_000])
def test_an_original_is_unpacked_to_the_same_bytes(size):
    plain = "".join(random.Random(size).choices(string.printable, k=size)).encode()
    content = originals.pack(plain, context=b"here", keys=KEYS)
    assert originals.unpack(content, context=b"here", keys=KEYS) == plain
    with pytest.raises(crypto.SealBroken):
        originals.unpack(content, context=b"there", keys=KEYS)


def test_contexts_of_different_things_never_meet():
    contexts = {
        originals.resource_context(source_id=1, type="A", source_key="b", hash=b"h"),
        originals.resource_context(source_id=1, type="Ab", source_key="", hash=b"h"),
        originals.resource_context(source_id=11, type="A", source_key="b", hash=b"h"),
        originals.quarantine_context(source_id=1, sha256=b"h", position=0),
        originals.file_context(source_id=1, sha256=b"h"),
    }
    assert len(contexts) == 5


@pytest.mark.parametrize(
    ("address", "server"),
    [
        ("https://host/fhir/Patient/1", "https://host/fhir"),
        ("https://host/fhir/Patient/1/_history/3", "https://host/fhir"),
        ("https://host/a/b/Patient/1", "https://host/a/b"),
        ("urn:uuid:1", None),
        ("Patient/1", None),
        ("https://host/", None),
    ],
)
def test_the_server_in_an_address(address, server):
    assert server_of(address) == server


@pytest.mark.parametrize(
    ("found", "number"),
    [
        ([("bsn", "999911120"), ("https://x/clientnummer", "77")], "77"),
        ([("https://x/dossier", "5"), ("urn:x:client-number", "77")], "77"),
        ([("https://x/dossier", "5")], "5"),
        ([("bsn", "999911120"), ("agb", "01234567")], ""),
        ([("https://x/clientnummer", "9" * 31)], ""),
    ],
)
def test_the_number_of_a_person_at_the_source(found, number):
    identifiers = tuple(IdentifierFound(system, value) for system, value in found)
    assert client_number(identifiers) == number


def _files(folder, count):
    for number in range(count):
        key = f"p{number}"
        write(
            folder,
            f"{number:03}.json",
            bundle(patient(key), problem(f"c{number}", f"Patient/{key}")),
        )
    return [
        FileToRead(n, item.sha256, item.name, item.size, 0, item.open)
        for n, item in enumerate(files_of(folder))
        if isinstance(item, DeliveredFile)
    ]


def _told(batches):
    return [
        (f.file_id, f.entries_done, f.is_done)
        for batch in batches
        for f in batch.files
        if f.is_done
    ]


def test_processes_beside_hand_back_the_files_in_their_order(tmp_path, monkeypatch):
    monkeypatch.setattr("nabij.dossiers.rules.beside.GROUP_FILES", 3)
    files = _files(tmp_path, 14)
    assert len(list(groups_of(files))) == 5
    here = _told(batches_of(files, recipe=RECIPE, fetch=list, readers=0))
    beside = _told(batches_of(files, recipe=RECIPE, fetch=list, readers=2))
    assert here == beside == [(n, 2, True) for n in range(14)]


def test_groups_are_small_enough_to_divide(tmp_path):
    files = _files(tmp_path, 2) * GROUP_FILES
    assert [len(group) for group in groups_of(files)] == [GROUP_FILES, GROUP_FILES]


def test_a_reader_that_is_killed_stops_the_intake_at_once(tmp_path, monkeypatch):
    monkeypatch.setattr("nabij.dossiers.rules.beside.GROUP_FILES", 1)
    files = _files(tmp_path, 12)
    batches = batches_of(files, recipe=RECIPE, fetch=list, readers=2)
    next(batches)
    import multiprocessing

    for process in multiprocessing.active_children():
        process.kill()
    with pytest.raises((ReaderDied, ConnectionError)):
        list(batches)


def test_a_mistake_in_a_reader_rises_in_the_intake(tmp_path):
    files = [FileToRead(1, b"x", "gone.json", 5, 0, Delivered(str(tmp_path), "gone.json"))]
    with pytest.raises(FileNotFoundError):
        list(batches_of(files, recipe=RECIPE, fetch=list, readers=1))


def test_a_file_is_taken_up_behind_what_was_done(tmp_path, monkeypatch):
    monkeypatch.setattr("nabij.dossiers.rules.batches.MOST_ENTRIES", 2)
    path = write(tmp_path, "a.ndjson", patient(), *(problem(f"c{n}") for n in range(6)))
    (item,) = files_of(path)
    batches = list(
        read_batches(
            [FileToRead(1, item.sha256, item.name, item.size, 3, item.open)], recipe=RECIPE
        )
    )
    assert [batch.entries for batch in batches] == [2, 2]
    assert [file.entries_done for batch in batches for file in batch.files] == [5, 7]
    assert not any(batch.patients for batch in batches)


def test_a_large_file_is_read_twice_instead_of_held(tmp_path, monkeypatch):
    monkeypatch.setattr("nabij.dossiers.rules.batches.HELD_BYTES", 10)
    url = "urn:uuid:00000001-0000-4000-8000-000000000000"
    person = patient()
    path = write(tmp_path, "a.json", bundle(problem(subject=url), person, urls=["", url]))
    (item,) = files_of(path)
    (batch,) = read_batches(
        [FileToRead(1, item.sha256, item.name, item.size, 0, item.open)], recipe=RECIPE
    )
    assert b"p1" in batch.facts[0]


def test_a_delivery_is_listed_with_names_and_hashes(tmp_path):
    write(tmp_path, "b/one.json", patient())
    write(tmp_path, "b/notes.docx", b"x")
    with zipfile.ZipFile(tmp_path / "b" / "z.zip", "w") as archive:
        archive.writestr("in/two.json", b"{}")
        archive.writestr("../../evil.json", b"[]")
    found = list(files_of(tmp_path / "b"))
    names = {item.name for item in found if isinstance(item, DeliveredFile)}
    assert "one.json" in names
    assert any(name.endswith("in/two.json") for name in names)
    assert [item.name for item in found if isinstance(item, Skipped)] == ["notes.docx"]
    for item in found:
        if isinstance(item, DeliveredFile):
            with item.open() as stream:
                assert stream.read()
    uploaded = list(files_of(tmp_path / "b" / "z.zip", label="dossiers.zip"))
    assert all(item.name.startswith("dossiers.zip/") for item in uploaded)


def test_refs_made_in_bulk_are_refs():
    from nabij.dossiers.rules.rows import _REFS

    found = {next(_REFS)[4:].decode() for _ in range(2000)}
    assert len(found) == 2000
    assert all(map(is_ref, found))
