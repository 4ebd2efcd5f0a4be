# SPDX-License-Identifier: EUPL-1.2
"""Stopped anywhere and gone on with, an import ends with the very same rows and report
(R16, R18)."""

import pytest
from django.db import connection

from nabij.core import jobs
from nabij.imports.actions import drafting, reading, uploading, writing
from nabij.imports.models import Import, ImportRow
from nabij.imports.rules import parts
from nabij.imports.tests.conftest import do, viewer_of
from nabij.relations.models import Address, ContactPoint, Party, PersonDetail

pytestmark = pytest.mark.django_db

NAMES = (
    "Aalbers",
    "Boer",
    "Claassen",
    "Dijkstra",
    "Evers",
    "Fokkema",
    "Gerrits",
    "Hoekstra",
    "Idema",
)
ROWS = [
    f"{n};Jan;{name};{n}-{n}-19{30 + 5 * n};m;038{n}2345{n}7;80{n}1AB;{n};Zwolle"
    for n, name in enumerate(NAMES, 1)
]
ROWS[3] = "4;Piet;;32-1-1950;m;;;;"
ROWS[5] = ROWS[4].replace("5;", ";", 1)


class DiedError(Exception):
    """What a process that is killed leaves undone."""


class DiesAt:
    """Lets the n-th statement that writes fail."""

    def __init__(self, number):
        self.left = number
        self.outside = len(connection.savepoint_ids)

    def __call__(self, execute, sql, params, many, context):
        # A statement between two pieces is one transaction of its own: nothing to undo there.
        is_in_piece = any(connection.savepoint_ids[self.outside :])
        if is_in_piece and sql.lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE"):
            self.left -= 1
            if self.left == 0:
                raise DiedError
        return execute(sql, params, many, context)


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch):
    for module, name, value in (
        (parts, "PART_ROWS", 2), (reading, "PARTS_AT_ONCE", 1), (writing, "PARTS_AT_ONCE", 2),
        (drafting, "MANY_PARTS", 1000),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, value)


def imported(user, path, dies_at=()):
    """Import a file; let it die at these statements on the way, and go on each time."""
    viewer, deaths = viewer_of(user), list(dies_at)
    found = uploading.upload(viewer=viewer, kind="persons", path=path, name=path.name)
    uploading.map_columns(viewer=viewer, ref=found.ref, codes=found.codes)
    for step in ("check", "write", "take back"):
        if step == "write":
            uploading.start_writing(viewer=viewer, ref=found.ref, on_known="skip")
        if step == "take back":
            written = outcome(found)
            uploading.start_taking_back(viewer=viewer, ref=found.ref)
        while True:
            wrapper = DiesAt(deaths.pop(0) if deaths else 0)
            try:
                with connection.execute_wrapper(wrapper):
                    do(user, found)
                break
            except DiedError:
                job = jobs.latest_of(subject_ref=found.ref)
                job.attempts = 0
                job.save(update_fields=["attempts"])
    assert not Party.objects.exists()
    Import.objects.all().delete()
    return written


def outcome(found):
    """Return what became of every row and who is recorded, without what is drawn anew."""
    rows = ImportRow.objects.filter(whole=found).order_by("number")
    return (
        list(rows.values_list("number", "outcome", "problems", "is_written")),
        Import.objects.get(pk=found.pk).counts,
        list(
            Party.objects.order_by("client_number").values_list(
                "client_number", "name", "search_text"
            )
        ),
        list(PersonDetail.objects.order_by("own_name").values_list("own_name", "match_keys")),
        list(Address.objects.order_by("house_number").values_list("house_number", "city")),
        list(ContactPoint.objects.order_by("value").values_list("value", "use")),
    )


def test_it_dies_at_every_few_statements_and_ends_the_same(anja, csv):
    path = csv(*ROWS)
    undisturbed = imported(anja, path)
    assert undisturbed[1] == {"new": 7, "error": 1, "twice": 1}

    for number in range(2, 40, 5):
        assert imported(anja, path, [number, number + 3, 2, number]) == undisturbed


def test_a_colleague_stops_it_and_goes_on(anja, csv):
    viewer = viewer_of(anja)
    path = csv(*ROWS)
    found = uploading.upload(viewer=viewer, kind="persons", path=path, name=path.name)
    uploading.map_columns(viewer=viewer, ref=found.ref, codes=found.codes)
    job = jobs.latest_of(subject_ref=found.ref)
    jobs.request_cancel(viewer=viewer, ref=job.ref)
    with pytest.raises(jobs.JobCancelled):
        do(anja, found)
    assert Import.objects.get().done_parts == 0

    uploading.go_on(viewer=viewer, ref=found.ref)

    assert do(anja, found).counts == {"new": 7, "error": 1, "twice": 1}


def test_a_large_file_is_drafted_by_processes_beside_and_ends_the_same(anja, csv, monkeypatch):
    path = csv(*ROWS)
    alone = imported(anja, path)
    monkeypatch.setattr(drafting, "MANY_PARTS", 1)
    assert imported(anja, path) == alone
