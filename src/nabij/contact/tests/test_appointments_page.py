# SPDX-License-Identifier: EUPL-1.2
"""Appointments are made, changed, called off, and show others only that somebody is busy."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate, localtime

from nabij.contact.models import Appointment, AppointmentParty, AppointmentText

TITLE, PLACE, NOTE = "CANARY-TITLE wondzorg", "CANARY-PLACE Dorpsstraat 1", "CANARY-NOTE schoenen"
NEW, CALENDAR = reverse("contact:appointment_new"), reverse("contact:calendar")
MOST_QUERIES = 12


def _monday():
    """Return the Monday after next: always ahead, and never a holiday of the clock."""
    today = localdate()
    return today + timedelta(days=14 - today.weekday())


def _form(on=None, **given):
    on = on or _monday()
    return {
        "entry_key": "abcdefghijklmno1",
        "kind": "visit",
        "title": TITLE,
        "place": PLACE,
        "text": NOTE,
        "on": f"{on:%-d-%-m-%Y}",
        "begins": "10:00",
        "ends": "10:30",
    } | given


def _make(colleague, /, *parties, **given):
    form = _form(parties=[party.ref for party in parties], **given)
    answer = colleague.post(NEW, form)
    assert answer.status_code == 302, answer.text
    return Appointment.objects.filter(series=None).latest("pk")


def _url(appointment, name="appointment", on=None):
    address = reverse(f"contact:{name}", args=[appointment.ref])
    return f"{address}?on={on}" if on else address


def _week(colleague, on=None, **given):
    given = {"on": (on or _monday()).isoformat()} | given
    return colleague.get(CALENDAR, data=given)


def _shown(page):
    """Return what a calendar shows as (day, time, what)."""
    days = page.context["days"]
    return [
        (on, f"{localtime(item.starts_at):%H:%M}", item.is_cancelled)
        for on, items in days
        for item in items
    ]


def test_a_visit_is_planned_once_and_opens_for_who_gives_care(noor, anna, log):
    """A-100: the same form sent twice is one appointment; its text is guarded."""
    made = _make(noor, anna)
    assert noor.post(NEW, _form(parties=[anna.ref])).status_code == 302
    assert Appointment.objects.count() == 1
    page = noor.get(_url(made)).text
    for shown in (TITLE, PLACE, NOTE, "van Anna"):
        assert shown in page
    assert [(entry.action, entry.object_id) for entry in log("appointment")][:2] == [
        ("C", anna.pk),
        ("R", anna.pk),
    ]
    with pytest.raises(ProgrammingError, match="no-access-entry"), transaction.atomic():
        list(AppointmentText.objects.all())


def test_the_calendar_names_whom_to_its_owner_and_nothing_of_it_to_others(noor, anja, anna, log):
    _make(noor, anna)
    own = _week(noor).text
    assert "van Anna" in own
    assert TITLE not in own
    assert [entry.object_ids for entry in log("calendar")] == [[anna.pk]]
    beside = _week(anja, who=str(noor.user.pk))
    assert [(when, off) for _on, when, off in _shown(beside)] == [("10:00", False)]
    for hidden in ("van Anna", TITLE, "bezoek"):
        assert hidden not in beside.text
    assert "Afspraak" in beside.text


def test_nobody_looks_into_the_calendar_of_another_team(carla, noor, noord, anna):
    _make(noor, anna)
    nobody = _week(carla, who="999999").content
    for who in (str(noor.user.pk), noord.ref):
        answer = _week(carla, who=who)
        assert answer.status_code == 404
        assert answer.content == nobody


def test_who_approaches_the_same_person_sees_that_a_colleague_will(noor, carla, merel, anna):
    """A-87: 'Noor heeft morgen een afspraak', and never about what."""
    _make(noor, anna, on=localdate() + timedelta(days=1))
    near = carla.get(reverse("contact:near", args=[anna.ref])).text
    assert "Noor heeft morgen een afspraak" in near
    assert TITLE not in near
    assert "Noor heeft" not in merel.get(reverse("contact:near", args=[anna.ref])).text


def test_for_commerce_an_appointment_with_a_client_does_not_exist(noor, merel, carla, anna):
    made = _make(noor, anna)
    for colleague in (merel, carla):
        client = colleague.client
        nothing = client.get(_url(Appointment(ref="Nothing-is-there"))).content
        assert client.get(_url(made)).content == nothing
        assert client.get(_url(made, "appointment_edit")).content == nothing
        assert client.post(_url(made, "appointment_off"), {"version": 1}).status_code == 404
    beside = _week(merel, who=str(noor.user.pk)).text
    assert "van Anna" not in beside
    refused = merel.post(NEW, _form(parties=[anna.ref]))
    assert refused.status_code == 422
    assert TITLE in refused.text


def test_an_appointment_with_an_organisation_is_read_by_whoever_goes_along(merel, anja, linde):
    made = _make(merel, linde, mates=[anja.user.pk], kind="office", unit="")
    for colleague in (merel, anja):
        assert TITLE in colleague.get(_url(made)).text
        assert TITLE in _week(colleague).text


def test_with_whom_is_found_by_name(noor, anna, linde):
    found = noor.post(NEW, _form(whom="Anna"))
    assert found.status_code == 200
    assert f'value="{anna.ref}"' in found.text
    assert "checked" in found.text
    assert TITLE in found.text
    nobody = noor.post(NEW, _form(whom="Zzzz"))
    assert "Niemand gevonden" in nobody.text
    assert not Appointment.objects.exists()


def test_a_free_place_in_the_calendar_is_filled_in(noor):
    page = noor.get(f"{NEW}?on=2026-12-01&time=14:00").text
    for shown in ('value="1-12-2026"', 'value="14:00"', 'value="14:30"'):
        assert shown in page
    assert "on=2026-12-01&amp;time=14:00" in _week(noor, date(2026, 12, 1)).text


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"ends": "09:00"}, "Dit is voor de andere tijd."),
        ({"begins": ""}, "Vul een tijd in"),
        ({"on": "28-3-2027", "begins": "02:30", "ends": "04:00"}, "Deze tijd bestaat niet"),
        ({"until_on": "1-1-2026"}, "Dit ligt voor de eerste dag."),
        ({"repeats": "FREQ=WEEKLY", "last_on": "1-1-2026"}, "Dit ligt voor de eerste dag."),
    ],
)
def test_what_cannot_be_is_said_at_the_field_and_nothing_is_lost(noor, given, fault):
    answer = noor.post(NEW, _form() | given)
    assert answer.status_code == 422
    assert fault in answer.text
    assert NOTE in answer.text


def test_two_colleagues_who_change_at_once_see_each_other(noor, anja, linde):
    made = _make(noor, linde, mates=[anja.user.pk])
    change = _form(version=1, begins="11:00", ends="12:00", mates=[anja.user.pk])
    assert noor.post(_url(made, "appointment_edit"), change).status_code == 302
    late = anja.post(_url(made, "appointment_edit"), change | {"text": "CANARY-LATE"})
    assert late.status_code == 409
    assert "CANARY-LATE" in late.text
    again = change | {"version": 2, "text": "CANARY-LATE"}
    assert anja.post(_url(made, "appointment_edit"), again).status_code == 302
    assert "CANARY-LATE" in noor.get(_url(made)).text


def _weekly(noor, anna):
    return _make(noor, anna, repeats="FREQ=WEEKLY")


def _month(noor):
    """Return what stands in five weeks from the first: day of the series, time, called off."""
    first = _monday()
    pages = [_week(noor, first + timedelta(weeks=number)) for number in range(5)]
    return [((on - first).days, when, off) for page in pages for on, when, off in _shown(page)]


def test_only_one_time_of_what_recurs_is_moved(noor, anna):
    made = _weekly(noor, anna)
    third = _monday() + timedelta(weeks=2)
    page = noor.get(_url(made, "appointment_edit", third)).text
    assert f'value="{third:%-d-%-m-%Y}"' in page
    change = _form(third + timedelta(days=1), begins="15:00", ends="16:00", version=1,
                   repeats="FREQ=WEEKLY", which="one")  # fmt: skip
    assert noor.post(_url(made, "appointment_edit", third), change).status_code == 302
    assert _month(noor) == [
        (0, "10:00", False), (7, "10:00", False), (15, "15:00", False), (21, "10:00", False),
        (28, "10:00", False),
    ]  # fmt: skip


def test_this_one_and_those_that_follow_are_moved(noor, anna):
    made = _weekly(noor, anna)
    third = _monday() + timedelta(weeks=2)
    change = _form(third, begins="15:00", ends="16:00", version=1, repeats="FREQ=WEEKLY",
                   which="following")  # fmt: skip
    noor.post(_url(made, "appointment_edit", third), change)
    assert [when for _day, when, _off in _month(noor)] == ["10:00"] * 2 + ["15:00"] * 3
    later = Appointment.objects.get(rule="FREQ=WEEKLY", last_on=None)
    assert TITLE in noor.get(_url(later)).text


def test_all_of_what_recurs_is_moved_with_what_was_changed(noor, anna):
    made = _weekly(noor, anna)
    second, third = (_monday() + timedelta(weeks=number) for number in (1, 2))
    noor.post(
        _url(made, "appointment_off", second), {"version": 1, "reason": "they", "which": "one"}
    )
    change = _form(third + timedelta(days=1), version=2, repeats="FREQ=WEEKLY", which="all")
    noor.post(_url(made, "appointment_edit", third), change)
    # The one that was called off keeps its day: that is when it would have been.
    assert _month(noor) == [
        (1, "10:00", False), (7, "10:00", True), (15, "10:00", False), (22, "10:00", False),
        (29, "10:00", False),
    ]  # fmt: skip


def test_what_recurs_is_called_off_once_from_a_day_on_or_altogether(noor, anna, anja):
    made = _weekly(noor, anna)
    second, fourth = (_monday() + timedelta(weeks=number) for number in (1, 3))
    noor.post(
        _url(made, "appointment_off", second), {"version": 1, "reason": "they", "which": "one"}
    )
    assert "afgezegd door hen" in noor.get(_url(made, on=second)).text
    off = {"version": 2, "reason": "we", "which": "following"}
    noor.post(_url(made, "appointment_off", fourth), off)
    assert [(day, off) for day, _when, off in _month(noor)] == [(0, False), (7, True), (14, False)]
    assert noor.get(_url(made, on=fourth)).status_code == 404
    noor.post(_url(made, "appointment_off"), {"version": 3, "reason": "mistake", "which": "all"})
    assert [off for *_, off in _month(noor)] == [True, True, True]
    assert not _shown(_week(anja, who=str(noor.user.pk)))
    late = noor.post(_url(made, "appointment_edit"), _form(version=4, which="all"))
    assert late.status_code == 409


def test_who_may_not_read_it_may_still_move_it(anja, noor, anna, on_the_phone):
    """The front office plans for a nurse; when the call is over the text is shut for it."""
    made = _make(anja, anna, mates=[noor.user.pk])
    anja.post(reverse("clientview:call_end", args=[anna.ref]))
    page = anja.get(_url(made, "appointment_edit")).text
    assert TITLE not in page
    change = _form(version=1, begins="13:00", ends="14:00", mates=[noor.user.pk])
    assert anja.post(_url(made, "appointment_edit"), change).status_code == 302
    page = noor.get(_url(made)).text
    assert "13:00" in page
    assert TITLE in page


def test_the_calendar_of_a_team_names_its_colleagues_and_its_number(noor, anja, noord, anna):
    _make(noor, anna)
    for view in ("day", "week", "month"):
        page = _week(anja, who=noord.ref, view=view).text
        assert "Noor" in page
        assert "van Anna" not in page


def test_a_whole_day_stands_on_top_of_all_its_days(noor):
    _make(noor, is_whole_day="on", until_on=f"{_monday() + timedelta(days=2):%-d-%-m-%Y}")
    columns = _week(noor).context["grid"].columns
    assert [len(column.on_top) for column in columns] == [1, 1, 1, 0, 0, 0, 0]


def test_a_week_takes_as_many_queries_for_fifty_appointments_as_for_one(noor, noord, anna):
    counts, client = [], noor.client
    client.get(CALENDAR)
    for number in (1, 49):
        for each in range(number):
            key = f"{number:08}{each:08}"
            _make(noor, anna, entry_key=key, begins=f"{8 + each % 9:02}:00", ends="19:00")
        client.get(CALENDAR)
        with CaptureQueriesContext(connection) as captured:
            page = client.get(CALENDAR, {"on": _monday().isoformat(), "who": noord.ref})
        assert page.status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] <= MOST_QUERIES
    assert len(page.content) < 250_000


def test_a_merge_and_a_delete_keep_whose_appointment_it_was(noor, anna):
    made = _make(noor, anna)
    (party,) = AppointmentParty.objects.filter(appointment=made)
    assert (party.party_id, party.is_subject, party.ends_at) == (anna.pk, True, made.ends_at)
    assert made.changed_at <= timezone.now()


def test_who_goes_along_from_another_team_leaves_it_in_the_calendar_of_the_first(
    noor, karim, noord, linde
):
    made = _make(noor, linde, unit=noord.ref, colleague=karim.user.email)
    address = _url(made, "appointment_edit")
    form = karim.get(address).context["form"]
    assert (form["unit"].value(), "Team Noord") in form.fields["unit"].choices
    change = _form(version=1, unit=form["unit"].value(), begins="11:00", ends="12:00",
                   colleague=karim.user.email)  # fmt: skip
    assert karim.post(address, change).status_code == 302
    made.refresh_from_db()
    assert (made.unit, f"{localtime(made.starts_at):%H:%M}") == (noord, "11:00")
    assert karim.post(address, change | {"version": 2, "unit": ""}).status_code == 302
    made.refresh_from_db()
    assert made.unit is None


@pytest.mark.parametrize("which", ["one", "following"])
def test_a_part_of_what_recurs_goes_to_the_calendar_of_a_team(noor, noord, anna, which):
    made = _weekly(noor, anna)
    third = _monday() + timedelta(weeks=2)
    change = _form(third, version=1, repeats="FREQ=WEEKLY", which=which, unit=noord.ref)
    assert noor.post(_url(made, "appointment_edit", third), change).status_code == 302
    assert Appointment.objects.latest("pk").unit == noord
    made.refresh_from_db()
    assert made.unit is None


@pytest.mark.parametrize("given", [{"repeats": "FREQ=DAILY"}, {"is_whole_day": "on"}])
def test_a_day_that_is_thousands_of_years_away_is_not_looked_for(noor, carla, anna, given):
    """Nobody lets the server walk there, with or without rights."""
    made = _make(noor, anna, **given)
    assert noor.get(_url(made, on=date(9999, 12, 31))).status_code == 200
    assert carla.get(_url(made, on=date(9999, 12, 31))).status_code == 404
    assert noor.get(f"{NEW}?on=9999-12-31").status_code == 200


def test_a_calendar_that_is_too_full_says_so(noor, anna, monkeypatch):
    for number in range(2):
        _make(noor, anna, entry_key=f"abcdefghijklmno{number}")
    assert "Er is meer dan hier past" not in _week(noor).text
    monkeypatch.setattr(import_module("nabij.contact.queries.calendar"), "MOST_ITEMS", 1)
    assert "Er is meer dan hier past" in _week(noor).text
