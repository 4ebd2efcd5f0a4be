# SPDX-License-Identifier: EUPL-1.2
"""A program splits one who is two and takes that back, as the pages do."""

import pytest

from nabij.linkage.models import RecordLink, RecordMove
from nabij.linkage.tests.building import person_of, record_of, row, take_in
from nabij.relations.models import Party


@pytest.fixture
def mixed(maria, hospital):
    """A record of the hospital that joined Maria by itself."""
    take_in(hospital, row("p1"))
    return maria


def address(person):
    return f"/api/linkage/persons/{person.ref}/split/"


def ask(colleague, url, **sent):
    return colleague.client.post(url, sent, content_type="application/json")


def split(colleague, person, seen, **sent):
    records = [one["ref"] for one in seen["records"] if one["title"] == "Ziekenhuis Isala"]
    values = {"stamp": seen["stamp"], "records": records, "reason": "Andere Maria"} | sent
    return ask(colleague, address(person), **values)


def told(log, event=""):
    return [(line.event, line.action, line.outcome) for line in log(event)]


def test_records_are_shown_split_off_and_put_back(anja, mixed, hospital, log):
    seen = anja.client.get(address(mixed)).json()
    assert seen["person"] == {"ref": mixed.ref, "name": mixed.name}
    assert [one["title"] for one in seen["records"]] == [
        "Huisartsenpraktijk De Linde", "Ziekenhuis Isala",
    ]  # fmt: skip

    done = split(anja, mixed, seen).json()
    assert done == {
        "move": RecordMove.objects.get().ref, "records": 1, "is_undone": False, "dry_run": False,
    }  # fmt: skip
    assert person_of(hospital, "p1") != mixed.pk
    assert told(log, "split") == [("split", "U", "success")] * 2

    for _time in range(2):
        assert ask(anja, f"/api/linkage/moves/{done['move']}/undo/").json()["is_undone"] is True
    assert person_of(hospital, "p1") == mixed.pk


def test_a_dry_run_moves_nothing(anja, mixed, hospital, log):
    seen = anja.client.get(address(mixed)).json()
    before = list(RecordLink.objects.order_by("pk").values()), Party.objects.count()

    done = split(anja, mixed, seen, dry_run=True).json()

    assert (done["move"], done["records"], done["dry_run"]) == (None, 1, True)
    assert (list(RecordLink.objects.order_by("pk").values()), Party.objects.count()) == before
    assert not RecordMove.objects.exists()
    assert told(log) == [("link-review", "R", "success")] * 2
    assert log()[-1].records == [record_of(hospital, "p1").pk]


def test_who_saw_something_else_hears_what_there_is_now(anja, mixed, hospital):
    seen = anja.client.get(address(mixed)).json()
    take_in(hospital, row("p2"))

    answer = split(anja, mixed, seen)

    assert (answer.status_code, answer.json()["code"]) == (409, "decision-is-stale")
    assert len(answer.json()["now"]["records"]) == 3
    assert not RecordMove.objects.exists()


@pytest.mark.parametrize(
    ("sent", "code"),
    [({"records": []}, "nothing-chosen"), ({"reason": " "}, "why-missing")],
)
def test_what_does_not_do_is_one_sentence(anja, mixed, sent, code):
    answer = split(anja, mixed, anja.client.get(address(mixed)).json(), **sent)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


@pytest.mark.parametrize("colleague", ["carla", "bram", "noor", "xander"])
def test_others_cannot_tell_that_it_exists(colleague, anja, mixed, request):
    seen = anja.client.get(address(mixed)).json()
    move = split(anja, mixed, seen).json()["move"]
    other = request.getfixturevalue(colleague)
    absent = other.client.get("/api/linkage/persons/Nothing-is-there/split/")

    answers = [split(other, mixed, seen), ask(other, f"/api/linkage/moves/{move}/undo/")]
    answers.append(other.client.get(address(mixed)))

    assert {(a.status_code, a.content) for a in answers} == {(404, absent.content)}
