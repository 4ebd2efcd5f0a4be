# SPDX-License-Identifier: EUPL-1.2
"""Persons of a file: read, checked, compared, written, taken back."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nabij.core import jobs
from nabij.imports import tasks
from nabij.imports.actions import taking_back, uploading
from nabij.imports.models import Import, ImportRow
from nabij.imports.rules import parts
from nabij.imports.tests.conftest import HEADER, ROWS, check, take_back, viewer_of, write
from nabij.relations import actions as relations_actions
from nabij.relations.models import Party, PersonDetail

pytestmark = pytest.mark.django_db


def outcomes(found):
    rows = ImportRow.objects.filter(whole=found).order_by("number")
    return list(rows.values_list("number", "outcome"))


def test_what_is_new_is_written_and_can_be_taken_back(anja, csv):
    found = check(anja, csv(*ROWS))
    assert outcomes(found) == [(2, "new"), (3, "new"), (4, "new")]
    assert not Party.objects.exists()

    found = write(anja, found)
    assert found.state == "done"
    assert found.counts == {"new": 3}
    names = Party.objects.order_by("pk").values_list("name", "client_number", "birth_precision")
    assert list(names) == [
        ("Johanna van den Berg", "1", "day"), ("Jan de Vries", "2", "day"), ("Karel Smit", "3", "year"),
    ]  # fmt: skip
    assert PersonDetail.objects.exclude(match_keys=[]).count() == 3

    found = take_back(anja, found)
    assert found.state == "taken_back"
    assert not Party.objects.exists()


def test_the_same_file_again_is_known_and_writes_nothing(anja, csv):
    write(anja, check(anja, csv(*ROWS)))
    before = list(Party.objects.order_by("pk").values())

    again = write(anja, check(anja, csv(*ROWS)), on_known="update")

    assert [outcome for _number, outcome in outcomes(again)] == ["same", "same", "same"]
    assert list(Party.objects.order_by("pk").values()) == before


def test_who_is_known_is_read_a_part_of_the_file_at_a_time(anja, csv, monkeypatch):
    monkeypatch.setattr(parts, "PART_ROWS", 2)
    write(anja, check(anja, csv(*ROWS)))
    moved = [row.replace("12;Zwolle", "14;Zwolle") for row in ROWS]

    with CaptureQueriesContext(connection) as asked:
        found = check(anja, csv(*moved))

    assert outcomes(found) == [(2, "change"), (3, "same"), (4, "same")]
    points = [q["sql"] for q in asked if 'FROM "relations_contactpoint"' in q["sql"]]
    assert [len(re.findall(r"\d+", sql.split(" IN (")[1].split(")")[0])) for sql in points] == [
        2,
        1,
    ]


def test_what_the_file_changes_is_taken_over_and_taken_back(anja, csv):
    write(anja, check(anja, csv(*ROWS)))
    moved = ROWS[0].replace("8011 AB;12;Zwolle", "8021 XY;5;Kampen")

    found = check(anja, csv(moved))
    assert outcomes(found) == [(2, "change")]
    found = write(anja, found, on_known="update")
    anna = Party.objects.get(client_number="1")
    assert (anna.city, anna.version) == ("Kampen", 2)

    take_back(anja, found)
    anna.refresh_from_db()
    assert (anna.city, anna.version) == ("Zwolle", 3)


@pytest.mark.parametrize("piece", [1, 100])
def test_who_was_changed_twice_is_taken_back_twice(anja, csv, monkeypatch, piece):
    monkeypatch.setattr(taking_back, "PIECE", piece)
    write(anja, check(anja, csv(*ROWS)))
    rows = [ROWS[0].replace("12;Zwolle", f"12;{city}") for city in ("Kampen", "Deventer")]
    found = write(anja, check(anja, csv(rows[0], ROWS[2], rows[1])), on_known="update")
    assert Party.objects.get(client_number="1").city == "Deventer"

    take_back(anja, found)

    assert Party.objects.get(client_number="1").city == "Zwolle"
    assert not ImportRow.objects.filter(whole=found, is_written=True).exists()


def test_of_who_was_changed_twice_only_what_a_colleague_changed_stays(anja, csv):
    write(anja, check(anja, csv(*ROWS)))
    rows = [ROWS[0].replace("12;Zwolle", f"12;{city}") for city in ("Kampen", "Deventer")]
    moved = ROWS[1].replace("3a;Zwolle", "3a;Kampen")
    found = write(anja, check(anja, csv(*rows, moved)), on_known="update")
    Party.objects.filter(client_number="1").update(version=F("version") + 1)

    take_back(anja, found)

    kept = ImportRow.objects.filter(whole=found).order_by("number").values_list("number", "kept")
    assert list(kept) == [(2, "changed"), (3, "changed"), (4, "")]


def test_what_is_written_days_after_the_check_is_of_the_day_it_is_written(anja, csv):
    write(anja, check(anja, csv(*ROWS)))
    found = check(anja, csv(ROWS[0].replace("12;Zwolle", "12;Kampen")))
    start = timezone.now()
    Import.objects.filter(pk=found.pk).update(checked_at=start - timedelta(days=9))

    uploading.start_writing(viewer=viewer_of(anja), ref=found.ref, on_known="update")
    with jobs.tracked(jobs.latest_of(subject_ref=found.ref)) as progress:
        tasks.work(progress, import_id=found.pk)

    anna = Party.objects.get(client_number="1")
    assert anna.city == "Kampen"
    assert anna.updated_at >= start
    assert anna.addresses.get(ends_on=None).starts_on == timezone.localdate()


def test_a_death_is_recorded_on_the_page_and_never_dropped(anja, csv):
    header = f"{HEADER};overlijdensdatum"
    write(anja, check(anja, csv(*ROWS[:2])))
    anna = Party.objects.get(client_number="1")
    rows = [f"{row};3-11-2025" for row in ROWS]

    found = check(anja, csv(*rows, header=header))
    told = ImportRow.objects.filter(whole=found).order_by("number")
    assert [row.problems for row in told] == [[["deceased", "record-death", "3-11-2025"]]] * 3

    relations_actions.set_death(viewer=viewer_of(anja), ref=anna.ref, died_on=None, precision="")
    found = check(anja, csv(*rows, header=header))
    assert outcomes(found) == [(2, "same"), (3, "error"), (4, "error")]


def test_rows_that_are_wrong_say_why_and_the_others_are_imported(anja, csv):
    wrong = "4;Piet;Bakker;31-2-1950;q;12;99;1;Zwolle"
    found = check(anja, csv(ROWS[0], wrong))

    row = ImportRow.objects.get(whole=found, outcome="error")
    assert row.number == 3
    assert [code for _column, code, _value in row.problems] == [
        "no-such-day", "not-one-of", "not-a-phone",
    ]  # fmt: skip
    assert write(anja, found).counts == {"new": 1, "error": 1}


def test_twice_in_the_file_is_one_person(anja, csv):
    found = write(anja, check(anja, csv(ROWS[0], ROWS[0].replace("1;", ";", 1), ROWS[1])))

    assert outcomes(found) == [(2, "new"), (3, "twice"), (4, "new")]
    assert Party.objects.count() == 2


def test_who_may_be_known_is_asked_about_and_never_merged(anja, csv, noord):
    write(anja, check(anja, csv(ROWS[0])))
    alike = ";Johanna;van den Berg;9-3-1941;v;;;;Zwolle"

    found = check(anja, csv(alike))
    row = ImportRow.objects.get(whole=found)

    assert row.outcome == "ask"
    assert row.problems == [["", "known", "Johanna van den Berg (1941, Zwolle)"]]
    assert write(anja, found).counts == {"ask": 1}
    assert Party.objects.count() == 1


def test_an_answer_in_the_file_decides(anja, csv):
    write(anja, check(anja, csv(ROWS[0])))
    header = "voornamen;achternaam;geboortedatum;geslacht;plaats;besluit"

    known = check(anja, csv("Johanna;van den Berg;9-3-1941;v;Zwolle;bekend", header=header))
    new = check(anja, csv("Johanna;van den Berg;9-3-1941;v;Zwolle;nieuw", header=header))

    assert outcomes(known) == [(2, "same")]
    assert outcomes(new) == [(2, "new")]


def test_whom_the_importer_may_not_see_is_no_more_than_a_hint(anja, carla, csv, noord):
    header = "clientnummer;voornamen;achternaam;geboortedatum;geslacht;postcode;huisnummer;team"
    write(anja, check(anja, csv("1;Johanna;Berg;9-3-1941;v;8011AB;12;Team Noord", header=header)))

    found = check(carla, csv(";Johanna;Berg;9-3-1941;v;8011AB;12;", header=header))
    row = ImportRow.objects.get(whole=found)

    assert row.outcome == "ask"
    assert row.problems == [["", "known-hidden", ""]]
    assert write(carla, found).counts == {"ask": 1}


def test_a_client_number_of_somebody_else_is_refused(anja, csv):
    write(anja, check(anja, csv(ROWS[0])))
    found = check(
        anja,
        csv("1;Karel;Smit;1-1-1950;m;;;;", "8;Bea;Bos;1-1-1960;v;;;;", "8;Ton;Mol;2-2-1970;m;;;;"),
    )

    rows = ImportRow.objects.filter(whole=found).order_by("number")
    assert [(row.outcome, row.problems and row.problems[0][1]) for row in rows] == [
        ("error", "client-number-taken"), ("new", None), ("error", "client-number-twice"),
    ]  # fmt: skip


def test_a_number_that_was_taken_meanwhile_stops_nobody_else(anja, csv):
    write(anja, check(anja, csv(*(row.replace(row[:2], ";", 1) for row in ROWS[:2]))))
    found = check(anja, csv(*ROWS[:2]))
    assert outcomes(found) == [(2, "change"), (3, "change")]
    write(anja, check(anja, csv("1;Ton;Mol;2-2-1970;m;;;;")))

    found = write(anja, found, on_known="update")

    assert found.counts == {"error": 1, "change": 1}
    row = ImportRow.objects.get(whole=found, outcome="error")
    assert (row.number, row.problems[0][1]) == (2, "client-number-taken")
    assert Party.objects.get(client_number="2").name == "Jan de Vries"


@pytest.mark.parametrize("is_known", [False, True])
def test_a_team_that_was_left_since_the_check_stops_its_own_row_only(anja, csv, noord, is_known):
    header = f"{HEADER};team"
    rows = (f"{ROWS[0]};Team Noord", f"{ROWS[1]};", f"{ROWS[2]};Team Noord")
    if is_known:
        write(anja, check(anja, csv(*(f"{row};" for row in ROWS), header=header)))
        header, rows = f"{header};taal", tuple(f"{row};Turks" for row in rows)
    found = check(anja, csv(*rows, header=header))
    anja.unit_memberships.all().delete()

    found = write(anja, found, on_known="update")

    wrong = ImportRow.objects.filter(whole=found, outcome="error").order_by("number")
    assert [(row.number, row.problems[0][0]) for row in wrong] == [(2, "unit"), (4, "unit")]
    assert Party.objects.count() == (3 if is_known else 1)
    assert not Party.objects.filter(unit=noord).exists()
    assert PersonDetail.objects.filter(language="tr").count() == is_known


def test_who_is_in_use_or_changed_since_stays_with_a_reason(anja, csv, noord):
    found = write(anja, check(anja, csv(*ROWS)))
    one, two, _three = Party.objects.order_by("pk")
    viewer = viewer_of(anja)
    relations_actions.add_relationship(
        viewer=viewer, subject_ref=one.ref, object_ref=two.ref, kind="neighbour"
    )

    found = take_back(anja, found)

    rows = ImportRow.objects.filter(whole=found).order_by("number").values_list("number", "kept")
    assert list(rows) == [(2, "in-use"), (3, "in-use"), (4, "")]
    assert Party.objects.count() == 2
