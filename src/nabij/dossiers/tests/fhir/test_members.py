# SPDX-License-Identifier: EUPL-1.2
"""Folders and zip files are listed in order, under guards, without unpacking to disk."""

import io
import json
import zipfile

import pytest

from nabij.dossiers.fhir.members import members
from nabij.dossiers.fhir.reading import read_file
from nabij.dossiers.fhir.types import Limits
from nabij.dossiers.tests.fhir.making import observation

GOOD = json.dumps(observation("a"))


def packed(path, **files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("DOT", "."), content)
    return path


def listed(path, **how):
    """Return name and what happens for each member."""
    return [
        (m.name, m.refused.code if m.refused else "skipped" if m.is_skipped else "read")
        for m in members(path, **how)
    ]


def contents(path):
    found = []
    for member in members(path):
        if member.open is not None:
            with member.open() as stream:
                found += [
                    getattr(item, "code", None) or item.id
                    for item in read_file(stream, name=member.name)
                ]
    return found


def test_a_folder_is_listed_by_name_whatever_the_order_on_disk(tmp_path):
    for name in ("b/2.json", "a/10.json", "a/9.XML", "LICENSE", ".hidden.json", "z.ndjson"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(GOOD)
    assert listed(tmp_path) == [
        ("LICENSE", "skipped"),
        ("a/10.json", "read"),
        ("a/9.XML", "read"),
        ("b/2.json", "read"),
        ("z.ndjson", "read"),
    ]


def test_a_single_file_is_read_whatever_its_name(tmp_path):
    path = tmp_path / "dossier.txt"
    path.write_text(GOOD)
    assert listed(path) == [("dossier.txt", "read")]
    assert contents(path) == ["a"]


def test_an_absent_path_is_a_refusal(tmp_path):
    assert listed(tmp_path / "absent") == [("absent", "unreadable-file")]


def test_a_zip_is_read_without_unpacking_and_so_is_one_in_a_folder(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    packed(folder / "x.zip", b__2DOTjson=GOOD, aDOTndjson=GOOD + "\n", READMEDOTmd="hi")
    assert listed(folder / "x.zip") == [
        ("README.md", "skipped"),
        ("a.ndjson", "read"),
        ("b/2.json", "read"),
    ]
    assert [name for name, _ in listed(folder)] == [
        "x.zip/README.md",
        "x.zip/a.ndjson",
        "x.zip/b/2.json",
    ]
    assert contents(folder) == ["a", "a"]
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["in", "x.zip"]


def test_a_name_in_a_zip_never_becomes_a_path(tmp_path):
    path = tmp_path / "slip.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../outside.json", GOOD)
        archive.writestr("/etc/cron.d/x.json", GOOD)
        archive.writestr("a\n\x1b[2Jb.json", GOOD)
    names = [member.name for member in members(path)]
    assert names == ["../../outside.json", "/etc/cron.d/x.json", "a  [2Jb.json"]
    assert contents(path) == ["a", "a", "a"]
    assert not (tmp_path.parent / "outside.json").exists()


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_in_a_zip_are_both_read(tmp_path):
    path = tmp_path / "twice.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.json", GOOD)
        archive.writestr("a.json", GOOD.replace('"a"', '"b"'))
    assert [name for name, _ in listed(path)] == ["a.json", "a.json (2)"]
    assert contents(path) == ["a", "b"]


def test_a_zip_bomb_is_refused_before_anything_is_inflated(tmp_path):
    path = packed(tmp_path / "bomb.zip", aDOTjson=b"0" * 30_000_000, bDOTjson=GOOD)
    assert listed(path) == [("bomb.zip", "zip-bomb")]


def test_limits_on_a_zip_as_a_whole_are_kept(tmp_path):
    path = packed(tmp_path / "x.zip", aDOTjson=GOOD, bDOTjson=GOOD)
    assert listed(path, limits=Limits(zip_members=1)) == [("x.zip", "zip-too-many")]
    assert listed(path, limits=Limits(zip_total=100)) == [("x.zip", "zip-too-large")]


def test_a_header_that_lies_about_the_size_gives_no_more_than_it_says(tmp_path):
    path = packed(tmp_path / "x.zip", aDOTjson="0" * 500_000)
    data = bytearray(path.read_bytes())
    for signature, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = data.index(signature) + at
        data[start : start + 4] = (10).to_bytes(4, "little")
    path.write_bytes(data)
    assert contents(path) == ["unreadable-file"]


def test_a_zip_in_a_zip_and_a_locked_file_are_refused_and_the_rest_is_read(tmp_path):
    inner = io.BytesIO()
    packed(inner, xDOTjson=GOOD)
    path = packed(tmp_path / "x.zip", aDOTzip=inner.getvalue(), bDOTjson=GOOD, cDOTjson=GOOD)
    data = path.read_bytes()
    name = data.rindex(b"c.json")
    flags = data.rindex(b"PK\x01\x02", 0, name) + 8
    path.write_bytes(data[:flags] + b"\x01\x00" + data[flags + 2 :])
    assert listed(path) == [
        ("a.zip", "zip-in-zip"),
        ("b.json", "read"),
        ("c.json", "zip-encrypted"),
    ]


def test_a_damaged_zip_is_one_refusal(tmp_path):
    path = packed(tmp_path / "x.zip", aDOTjson=GOOD * 50)
    data = path.read_bytes()
    path.write_bytes(data[:40] + b"\xff\xff\xff" + data[43:])
    assert contents(path) == ["unreadable-file"]
    middle = data.index(b"PK\x01\x02")
    path.write_bytes(data[:middle] + b"XX" + data[middle + 2 :])
    assert listed(path) == [("x.zip", "zip-broken")]


def test_links_in_a_folder_do_not_lead_out_of_it(tmp_path):
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "s.json").write_text(GOOD)
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "link").symlink_to(tmp_path / "secret")
    (folder / "file.json").symlink_to(tmp_path / "secret" / "s.json")
    assert listed(folder) == [("file.json", "skipped")]
