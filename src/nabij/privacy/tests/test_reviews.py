# SPDX-License-Identifier: EUPL-1.2
"""The review of the log: what it finds and leaves, who judges, what comes of it
(RELIABILITY R8)."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.access.actions import CareRelationFields
from nabij.access.models import CareRelation
from nabij.core.dates import DAY, DUTCH_TIME, PartialDate
from nabij.core.viewer import Role
from nabij.database.rights import LOG_COLUMNS
from nabij.privacy import actions
from nabij.privacy.models import Breach, Find, ReviewedDay, StaffMark
from nabij.privacy.tests.conftest import colleague, signed_in
from nabij.relations import actions as relations_actions
from nabij.relations.types import AddressFields, PersonFields, PersonName

SEEDED, IMPROPER, MOST_LISTED = 10_000, 50, 200
STAFF = "email,surname,partner_surname,birth_date,postcode,house_number\n"


@pytest.fixture
def yesterday(noord):
    return timezone.localdate() - DAY


def machine():
    return access_queries.machine(at=timezone.now(), command="test")


def look(user, person_ids, on, *, clock=time(10), classes=("a", "b", "c"), times=1):
    """Write lines of that day as the gate writes them; the moment is the owner's to set."""
    at = datetime.combine(on, clock, DUTCH_TIME)
    entry = access_actions.log.new_entry(access_queries.machine(at=at, command="x"), "picture", "R")
    entry.user_id, entry.user_name, entry.way_in = user.pk, user.name, "care_relation 1"
    entry.purpose, entry.classes, entry.object_count = "TREAT", list(classes), 1
    columns = [name for name in LOG_COLUMNS if name not in ("object_id", "object_ids")]
    values = [getattr(entry, name) for name in columns]
    with connection.cursor() as cursor:
        cursor.execute("set role nabij_owner")
        cursor.execute(
            f"insert into access_accessentry (at, object_id, object_ids, {', '.join(columns)})"
            f" select %s, person, array[person], {', '.join(['%s'] * len(columns))}"
            f" from unnest(%s::bigint[]) as person, generate_series(1, %s)",
            [at, *values, list(person_ids), times],
        )
        cursor.execute("set role nabij_app")


def client_at(unit, surname, house_number="1", postcode="8011AB", born=None):
    fields = PersonFields(
        name=PersonName(given_names="Jo", own_name=surname),
        unit_id=unit.pk,
        birth=PartialDate(born) if born else None,
        addresses=(
            AddressFields(
                street="Kade", house_number=house_number, postcode=postcode, city="Zwolle"
            ),
        ),
    )
    return relations_actions.create_person(viewer=machine(), fields=fields)


def cared_for(unit, people, on):
    access_actions.add_care_relations(
        viewer=machine(),
        relations=[
            CareRelationFields(person_id=one.pk, unit_id=unit.pk, starts_on=on - 30 * DAY)
            for one in people
        ],
    )
    # They were recorded when the care began, not while this test runs.
    began = timezone.now() - 30 * DAY
    CareRelation.objects.filter(person__in=people).update(added_at=began)


def load(*lines):
    return actions.load_staff(viewer=machine(), lines=[STAFF, *(f"{line}\n" for line in lines)])


def found_of(on):
    return {
        (row.user.name, row.person.name.split()[-1]): row.reasons
        for row in Find.objects.filter(on=on)
    }


def test_ten_thousand_reads_with_fifty_improper_ones(noord, yesterday, settings):
    settings.NABIJ_REVIEW_SAMPLE = 5
    team = [colleague(f"Zuster{n} Naam{n}", Role.CARE_PROFESSIONAL, unit=noord) for n in range(4)]
    noord.memberships.update(starts_on=yesterday - 30 * DAY)
    clients = [client_at(noord, f"Klant{n}", "1", f"{1000 + n}AB") for n in range(100)]
    strangers = [client_at(noord, f"Vreemd{n}", "1", f"{2000 + n}AB") for n in range(40)]
    cared_for(noord, clients, yesterday)
    ids = [one.pk for one in clients]
    for user in team:
        look(user, ids, yesterday, times=SEEDED // 400)
    look(team[0], [one.pk for one in strangers], yesterday)  # forty without a care relation
    namesake = client_at(noord, "Naam1", "1", "3000AB")
    neighbour = client_at(noord, "Anders", "14", "8011AB")
    works_here = client_at(noord, "Naam3", "9", "4000AB", born=yesterday.replace(year=1980, day=1))
    known = client_at(noord, "Bekend", "1", "5000AB")
    at_night = client_at(noord, "Nacht", "1", "6000AB")
    others = [client_at(noord, f"Ander{n}", "1", f"{7000 + n}AB") for n in range(5)]
    special = [namesake, neighbour, works_here, known, at_night, *others]
    cared_for(noord, [*special[:5]], yesterday)
    load("zuster2 naam2@example.nl,Naam2,,1990-01-01,8011 ab,12",
         f"zuster3 naam3@example.nl,Naam3,,{works_here.birth_on},9999AA,1")  # fmt: skip
    officer = colleague("Petra", Role.PRIVACY_OFFICER)
    actions.mark_well_known(
        viewer=access_queries.viewer_of(user=officer, at=timezone.now(), access_point="x"),
        person_id=known.pk,
        is_known=True,
    )
    look(team[1], [namesake.pk], yesterday)
    look(team[2], [neighbour.pk], yesterday)
    look(team[0], [works_here.pk], yesterday)
    look(team[0], [known.pk], yesterday)
    look(team[3], [at_night.pk], yesterday, clock=time(2))
    look(team[2], [one.pk for one in others], yesterday, classes=("a", "b"))
    improper = {one.pk for one in (*strangers, *special)}
    assert len(improper) == IMPROPER

    reviewed = actions.review_day(viewer=machine(), on=yesterday)
    listed = set(Find.objects.exclude(reasons=["sample"]).values_list("person_id", flat=True))
    assert improper - listed == set()  # every one of the fifty
    assert Find.objects.count() <= MOST_LISTED
    assert reviewed.sampled == 5
    reasons = {row.person_id: row.reasons for row in Find.objects.all()}
    assert reasons[namesake.pk] == ["namesake"]
    assert reasons[neighbour.pk] == ["neighbour"]
    assert reasons[works_here.pk] == ["colleague"]
    assert reasons[known.pk] == ["well_known"]
    assert reasons[at_night.pk] == ["at_night"]
    assert reasons[others[0].pk] == ["no_relation"]

    assert actions.review_day(viewer=machine(), on=yesterday) is None  # twice changes nothing
    assert ReviewedDay.objects.count() == 1
    assert len(bytes(StaffMark.objects.first().check_hash)) == 32
    assert b"8011" not in b"".join(map(bytes, StaffMark.objects.first().doors))
    look(team[1], [namesake.pk], yesterday - DAY)
    look(team[0], [strangers[0].pk], yesterday - DAY)
    Find.objects.update(on=yesterday - 2 * DAY)
    actions.review_day(viewer=machine(), on=yesterday - DAY)
    again = Find.objects.filter(on=yesterday - DAY).exclude(reasons=["sample"])
    assert [row.person_id for row in again] == [strangers[0].pk]  # a namesake rests, this does not


def test_the_whole_log_is_read_once_to_know_where_it_begins(noord, yesterday, settings):
    settings.NABIJ_REVIEW_SAMPLE = 0
    kees = colleague("Kees Bos", Role.CARE_PROFESSIONAL, unit=noord)
    look(kees, [client_at(noord, "Klant").pk], yesterday)
    for times in (1, 0):
        with CaptureQueriesContext(connection) as asked:
            actions.review_days(viewer=machine())
        over_all = [one for one in asked if 'FROM "access_accessentry" ORDER BY' in one["sql"]]
        assert len(over_all) == times


def test_colleagues_with_a_prefix_or_a_double_name_are_found(noord, yesterday, settings):
    settings.NABIJ_REVIEW_SAMPLE = 0
    anna = colleague("Anna", Role.CARE_PROFESSIONAL, unit=noord)
    bert = colleague("Bert", Role.CARE_PROFESSIONAL, unit=noord)
    noord.memberships.update(starts_on=yesterday - 30 * DAY)
    people = [client_at(noord, "Dijk", "1", "1000AB"), client_at(noord, "Boer", "1", "2000AB")]
    cared_for(noord, people, yesterday)
    load(
        "anna@example.nl,van Dijk,,1990-01-01,9011 ab,12",
        "bert@example.nl,Jansen-de Boer,,1991-01-01,9022 ab,12",
    )
    look(anna, [people[0].pk], yesterday)
    look(bert, [people[1].pk], yesterday)
    actions.review_days(viewer=machine())
    found = {row.person_id: row.reasons for row in Find.objects.filter(on=yesterday)}
    assert found == {people[0].pk: ["namesake"], people[1].pk: ["namesake"]}


def test_a_relation_recorded_after_the_look_does_not_excuse_it(noord, yesterday, settings):
    settings.NABIJ_REVIEW_SAMPLE = 0
    kees = colleague("Kees Bos", Role.CARE_PROFESSIONAL, unit=noord)
    klant = client_at(noord, "Later")
    cared_for(noord, [klant], yesterday)
    look(kees, [klant.pk], yesterday)
    klant.care_relations.update(added_at=timezone.now())
    actions.review_days(viewer=machine())
    assert found_of(yesterday) == {("Kees Bos", "Later"): ["no_relation"]}


@pytest.fixture
def find(noord, yesterday, anna):
    kees = colleague("Kees", Role.CARE_PROFESSIONAL, unit=noord)
    at = datetime.combine(yesterday, time(10), DUTCH_TIME)
    look(kees, [anna.pk], yesterday)
    return Find.objects.create(
        on=yesterday, user=kees, person=anna, reasons=["no_relation"], entries=[1], times=1,
        first_at=at, last_at=at,
    )  # fmt: skip


def test_a_colleague_is_asked_and_answers_at_the_desk(petra, find, anja):
    officer, kees = signed_in(petra), signed_in(find.user)
    url = reverse("privacy:find", args=[find.ref])
    assert "Kees" in officer.get(reverse("privacy:finds")).text
    page = officer.get(url).text
    assert "geen zorgrelatie" in page
    asked = officer.post(url, {"do": "ask", "version": 1, "question": "Waarom keek u?"})
    assert asked.status_code == 302
    answer = reverse("privacy:explain", args=[find.ref])
    assert answer in kees.get("/").text
    assert "Waarom keek u?" in kees.get(answer).text
    assert signed_in(anja).get(answer).status_code == 404
    assert kees.post(answer, {"answer": ""}).status_code == 422
    assert kees.post(answer, {"answer": "Ik viel in voor Fatima."}).status_code == 302
    assert answer not in kees.get("/").text
    assert "Ik viel in voor Fatima." in officer.get(url).text
    stale = officer.post(url, {"version": 1, "verdict": "proper", "reason": "Goed verklaard"})
    assert stale.status_code == 422
    kept = officer.post(url, {"version": 3, "verdict": "explained", "reason": "Goed verklaard"})
    assert kept.status_code == 302
    find.refresh_from_db()
    assert (find.verdict, find.judged_by) == ("explained", petra)
    assert not Breach.objects.exists()


def test_improper_opens_a_breach_of_72_hours(petra, find):
    url = reverse("privacy:find", args=[find.ref])
    given = {"version": 1, "verdict": "improper", "reason": "Geen reden om te kijken"}
    answer = signed_in(petra).post(url, given)
    breach = Breach.objects.get()
    assert answer.url == reverse("privacy:breach", args=[breach.ref])
    assert (breach.find, breach.due_at - breach.discovered_at) == (find, timedelta(hours=72))


def test_nobody_judges_their_own_and_others_cannot_tell_that_it_exists(
    noord, petra, frits, anja, find
):
    find.user = petra
    find.save()
    url = reverse("privacy:find", args=[find.ref])
    given = {"version": 1, "verdict": "proper", "reason": "Dat was ik zelf"}
    for who in (petra, frits, anja):  # the data protection officer looks only
        assert signed_in(who).post(url, given).status_code == 404
    assert (
        signed_in(anja).get(url).content
        == signed_in(anja).get("/who-looked/review/Nobody-is-there1/").content
    )
    lars = colleague("Lars", Role.MANAGER, unit=noord)
    rules = signed_in(lars).get(reverse("privacy:rules")).text
    assert "Petra" not in rules
    assert "Vries" not in rules
    assert signed_in(lars).get(reverse("privacy:finds")).status_code == 404
