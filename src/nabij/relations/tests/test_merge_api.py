# SPDX-License-Identifier: EUPL-1.2
"""A program merges and takes back as the pages do, and no other way."""

import pytest

from nabij.relations import actions, queries
from nabij.relations.models import LeftOut, Merge, Party
from nabij.relations.tests.rows import all_rows

REASON = "Zelfde telefoon, haar dochter zegt het"


@pytest.fixture
def annie(record, noord):
    return record(
        call_name="Annie", own_name="Berg", birth="1941-03-09", unit=noord,
        phones=["+31699999999"],
    )  # fmt: skip


def address(kept, given):
    return f"/api/relations/{kept.ref}/merges/{given.ref}/"


def ask(colleague, url, **sent):
    return colleague.client.post(url, sent, content_type="application/json")


def stamp(colleague, kept, given):
    return colleague.client.get(address(kept, given)).json()["stamp"]


def merged(colleague, kept, given, *, seen="", **sent):
    values = {"stamp": seen or stamp(colleague, kept, given), "reason": REASON} | sent
    return ask(colleague, address(kept, given), **values)


def undo(colleague, ref, reason="Twee zussen"):
    return ask(colleague, f"/api/relations/merges/{ref}/undo/", reason=reason)


def told(log):
    return [(line.event, line.action, line.object_id, line.outcome) for line in log()]


def rows():
    """Return every row but those of signing in, which whoever asks by a browser does."""
    signing_in = {"access_session", "access_user"}
    return {name: lines for name, lines in all_rows().items() if name not in signing_in}


def what_the_last_merge_wrote():
    """Return all rows, without what differs by itself: keys, the ref and the moment of a merge."""
    merges = Merge.objects.values_list("kept", "given", "reason", "chosen", "before", "written")
    left_out = LeftOut.objects.values_list(*LeftOut.ROWS)
    tables = {name: lines for name, lines in rows().items() if name != "relations_leftout"}
    return merges.latest("pk"), list(left_out), tables


def test_a_preview_tells_what_a_merge_would_do(anja, anna, annie, log):
    shown = anja.client.get(address(anna, annie)).json()

    seen = queries.merge_preview(viewer=anja.viewer, kept_ref=anna.ref, given_ref=annie.ref)
    assert shown["stamp"] == seen.stamp
    assert shown["kept"] == {"ref": anna.ref, "name": anna.name}
    assert shown["comes_along"] == list(seen.comes_along) == ["1 telefoonnummer of e-mailadres"]
    names = {one["name"]: one for one in shown["fields"]}
    assert names["name"]["differs"]
    assert not names["birth"]["differs"]
    assert {point["value"] for point in shown["points"]} >= {"+31699999999", "+31381234567"}
    assert shown["obstacle"] is None
    lines = [("merge-preview", "R", pk, "success") for pk in (anna.pk, annie.pk)]
    assert told(log) == lines


def test_an_obstacle_is_told_before_anybody_decides(anja, anna, annie):
    shown = anja.client.get(address(annie, anna)).json()
    assert shown["obstacle"]["code"] == "other-has-to-stay"

    answer = merged(anja, annie, anna)
    assert (answer.status_code, answer.json()["code"]) == (409, "other-has-to-stay")
    assert "Draai het om" in answer.json()["detail"]


def test_a_merge_by_program_is_a_merge_by_page(anja, anna, annie, log):
    """The same rows and the same lines in the log, to undo as well."""
    point = annie.contact_points.get().pk
    form = anja.client.get(f"/relations/{anna.ref}/merges/{annie.ref}/").context["form"]
    points = [str(one.id) for one in form.preview.points if one.id != point]
    data = {"stamp": form.initial["stamp"], "reason": REASON, "field-name": "given"}
    start = len(log())
    anja.client.post(f"/relations/{anna.ref}/merges/{annie.ref}/", data | {"points": points})
    by_page, lines_of_page = what_the_last_merge_wrote(), told(log)[start:]
    merge = Merge.objects.get()
    anja.client.post(f"/relations/merges/{merge.ref}/undo/", {"reason": "Twee zussen"})

    seen = stamp(anja, anna, annie)
    start = len(log())
    sent = {"stamp": seen, "reason": REASON, "chosen": ["name"], "without": [point]}
    answer = ask(anja, address(anna, annie), **sent)

    assert answer.status_code == 200
    assert what_the_last_merge_wrote() == by_page
    assert told(log)[start:] == lines_of_page
    assert answer.json() == {
        "merge": Merge.objects.latest("pk").ref, "kept": anna.ref, "given": annie.ref,
        "chosen": ["name"], "is_undone": False, "dry_run": False,
    }  # fmt: skip


def test_an_unmerge_by_program_restores_every_row(anja, anna, annie):
    before = rows()
    ref = merged(anja, anna, annie, chosen=["name"]).json()["merge"]

    for _time in range(2):
        assert undo(anja, ref).json()["is_undone"] is True

    assert rows() == before


def test_a_dry_run_writes_nothing_but_the_log(anja, anna, annie, log):
    before = rows()
    seen = stamp(anja, anna, annie)
    start = len(log())
    answer = merged(anja, anna, annie, seen=seen, chosen=["name"], dry_run=True)

    assert (answer.json()["merge"], answer.json()["chosen"]) == (None, ["name"])
    assert rows() == before
    assert {line[0] for line in told(log)[start:]} == {"merge-preview"}


def test_twice_is_once(anja, anna, annie):
    seen = stamp(anja, anna, annie)
    first, again = (merged(anja, anna, annie, seen=seen) for _time in range(2))

    assert first.json() == again.json()
    assert Merge.objects.count() == 1


def test_who_looked_at_something_else_hears_what_there_is_now(anja, anna, annie, machine):
    seen = stamp(anja, anna, annie)
    Party.objects.filter(pk=annie.pk).update(version=7)

    answer = merged(anja, anna, annie, seen=seen)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (409, "merge-is-stale")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert not Merge.objects.exists()
    assert merged(anja, anna, annie, seen=problem["now"]["stamp"]).status_code == 200


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"reason": " "}, "reason-missing"),
        ({"chosen": ["shoe_size"]}, "no-such-choice"),
        ({"without": [10**30]}, "no-such-choice"),
        ({"reason": "x" * 201}, "not-valid"),
        ({"choosen": ["name"]}, "not-valid"),
        ({"without": ["all"]}, "not-valid"),
    ],
)
def test_what_does_not_do_is_one_sentence(anja, anna, annie, sent, code):
    answer = merged(anja, anna, annie, **sent)

    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert not Merge.objects.exists()


@pytest.mark.parametrize("colleague", ["carla", "bram", "noor", "xander"])
def test_others_cannot_tell_that_it_exists(colleague, anja, anna, annie, request, log):
    ref = merged(anja, anna, annie).json()["merge"]
    other = request.getfixturevalue(colleague)
    other.client.raise_request_exception = False
    absent = undo(other, "Nothing-is-there")
    start = len(log())

    answers = [undo(other, ref), merged(other, anna, annie, seen="x")]
    answers.append(other.client.get(address(anna, annie)))

    assert {(a.status_code, a.content) for a in answers} == {(404, absent.content)}
    assert [line[3] for line in told(log)[start:]] == ["refused"] * 3
    assert Merge.objects.filter(ended_at__isnull=True).exists()


def test_organisations_are_merged_too(amber, practice, machine):
    fields = queries.organisation(viewer=machine, ref=practice.ref).fields
    other = actions.create_organisation(viewer=machine, fields=fields)

    ref = merged(amber, practice, other).json()["merge"]

    assert Party.objects.get(pk=other.pk).canonical_id == practice.pk
    assert undo(amber, ref).json()["is_undone"]
