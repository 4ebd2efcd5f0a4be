# SPDX-License-Identifier: EUPL-1.2
"""Calendars go out by a secret address and come in by file, and tell others no names."""

from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from nabij.access.models import SignInTry
from nabij.contact.models import Appointment, CalendarFeed
from nabij.contact.rules import ical, recurrence
from nabij.contact.tests.test_appointments_page import NOTE, PLACE, TITLE, _make, _monday, _url

LINK, FILE = reverse("contact:calendar_link"), reverse("contact:calendar_file")


def _address(colleague):
    page = colleague.post(LINK)
    return page.context["address"].removeprefix("http://localhost:8000")


def _get(address, **headers):
    return Client(raise_request_exception=False).get(address, headers=headers)


def _file(*lines, method="PUBLISH"):
    events = [f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT" for event in lines]
    text = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", f"METHOD:{method}", *events,
                        "END:VCALENDAR", ""])  # fmt: skip
    return text.encode()


def _event(uid="1@elsewhere", start="20270104T100000", **more):
    lines = {"UID": uid, "DTSTAMP": "20261101T000000Z", "DTSTART;TZID=Europe/Amsterdam": start,
             "DURATION": "PT1H", "SUMMARY": "Overleg GGD"} | more  # fmt: skip
    return "\r\n".join(f"{name}:{value}" for name, value in lines.items())


def _upload(colleague, content):
    return colleague.post(FILE, {"file": SimpleUploadedFile("a.ics", content)}, follow=True)


def test_a_calendar_goes_out_without_a_session_and_without_names(noor, anna, log):
    made = _make(noor, anna, repeats="FREQ=WEEKLY")
    third = _monday() + timedelta(weeks=2)
    noor.post(
        _url(made, "appointment_off", third), {"version": 1, "reason": "they", "which": "one"}
    )
    address = _address(noor)
    answer = _get(address)
    assert answer.status_code == 200
    for hidden in (TITLE, PLACE, NOTE, "Anna", anna.ref):
        assert hidden not in answer.text
    series, one = Calendar.from_ical(answer.content).walk("VEVENT")
    assert (series["summary"], series["rrule"]["FREQ"]) == ("Bezoek", ["WEEKLY"])
    assert made.ref in series["url"]
    assert (one["status"], one["recurrence-id"].dt.date()) == ("CANCELLED", third)
    assert one["uid"] == series["uid"]
    assert [entry.user_id for entry in log("calendar-feed")] == [noor.user.pk] * 2


def test_what_did_not_change_is_not_sent_again(noor, anna):
    _make(noor, anna)
    address = _address(noor)
    tag = _get(address)["ETag"]
    assert _get(address, **{"If-None-Match": tag}).status_code == 304
    _make(noor, anna, entry_key="abcdefghijklmno2", begins="12:00", ends="13:00")
    assert _get(address, **{"If-None-Match": tag}).status_code == 200


def test_an_address_of_before_a_wrong_one_and_that_of_who_left_are_the_same(noor, anna):
    old, new = _address(noor), _address(noor)
    wrong = _get(reverse("contact:calendar_feed", args=["x" * 43]))
    assert wrong.status_code == 404
    assert _get(old).content == wrong.content
    assert _get(new).status_code == 200
    noor.post(reverse("contact:calendar_link_end"))
    assert _get(new).content == wrong.content
    assert not CalendarFeed.objects.exists()
    last = _address(noor)
    noor.user.role_assignments.update(ends_on=date(2020, 1, 1))
    assert _get(last).content == wrong.content


def test_the_secret_of_an_address_is_kept_nowhere_and_guessing_ends(noor):
    token = _address(noor).split("/")[-1].removesuffix(".ics")
    assert len(token) >= 43
    assert token.encode() not in bytes(CalendarFeed.objects.get().token_hash)
    wrong = reverse("contact:calendar_feed", args=["x" * 43])
    assert [_get(wrong).status_code for _ in range(21)] == [404] * 20 + [429]
    SignInTry.objects.all().delete()
    assert {_get(_address(noor)).status_code for _ in range(3)} == {200}


def test_names_go_out_only_when_the_institution_wants_it(noor, anna, linde, settings, log):
    _make(noor, anna)
    _make(noor, linde, entry_key="abcdefghijklmno2")
    settings.NABIJ_CALENDAR_NAMES = True
    text = _get(_address(noor)).text.replace("\r\n ", "")
    assert "van Anna" in text
    assert "Praktijk De Linde" in text
    assert text.count("CANARY-PLACE") == 1, "of the client only where it is no care"
    assert log("calendar-feed")[-1].object_ids == [anna.pk]


def test_dutch_time_is_told_as_the_law_has_it():
    zone = ical.write([], name="nabij")
    (standard,) = Calendar.from_ical(zone).walk("STANDARD")
    (daylight,) = Calendar.from_ical(zone).walk("DAYLIGHT")
    assert standard["dtstart"].dt == datetime.fromisoformat("1996-10-27T03:00")
    assert daylight["dtstart"].dt == datetime.fromisoformat("1981-03-29T02:00")


def test_what_goes_out_comes_in_as_it_was():
    starts = recurrence.moment(datetime.fromisoformat("2026-03-23T10:00"))
    event = ical.CalendarEvent(
        uid="a@nabij", starts_at=starts, ends_at=starts + timedelta(hours=1), rule="FREQ=WEEKLY",
        last_on=date(2026, 12, 28), skipped=(date(2026, 3, 30),), title="Bezoek",
    )  # fmt: skip
    assert ical.read(ical.write([event], name="nabij")) == [event]


def test_a_file_makes_changes_and_calls_off_and_twice_changes_nothing(noor):
    weekly = _event(
        RRULE="FREQ=WEEKLY;COUNT=4", **{"EXDATE;TZID=Europe/Amsterdam": "20270111T100000"}
    )
    moved = _event(
        start="20270119T150000", **{"RECURRENCE-ID;TZID=Europe/Amsterdam": "20270118T100000"}
    )
    content = _file(moved, weekly, _event(uid="2@elsewhere"))
    assert "2 nieuw, 1 gewijzigd, 0 afgezegd" in _upload(noor, content).text
    assert "0 nieuw, 0 gewijzigd, 0 afgezegd, 3 " in _upload(noor, content).text
    series = Appointment.objects.get(rule="FREQ=WEEKLY")
    assert (series.last_on, series.skipped) == (date(2027, 1, 25), [date(2027, 1, 11)])
    assert series.exceptions.get().original_on == date(2027, 1, 18)
    later = _file(_event(uid="2@elsewhere", start="20270105T100000"))
    assert "0 nieuw, 1 gewijzigd" in _upload(noor, later).text
    off = _file(_event(uid="2@elsewhere"), method="CANCEL")
    assert "1 afgezegd" in _upload(noor, off).text
    assert "0 afgezegd" in _upload(noor, off).text


def test_a_file_changes_no_appointment_of_another_nor_the_words_about_a_client(noor, anja, anna):
    made = _make(noor, anna)
    content = _file(_event(uid=made.uid, SUMMARY="van buiten"))
    _upload(anja, content)
    assert Appointment.objects.filter(uid=made.uid).count() == 2
    _upload(noor, content)
    page = noor.get(_url(made)).text
    assert TITLE in page
    assert "van buiten" not in page
    assert "4-1-2027" in page


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"hoi", "Dit is geen agendabestand"),
        (b"", "Dit bestand is leeg"),
        (_file(_event(RRULE="FREQ=SECONDLY")), "herhaalt op een manier"),
        (_file(_event(start="gisteren")), "geen dag en tijd"),
        (_file("SUMMARY:x\r\nDTSTART:20270101T100000Z"), "geen eigen naam"),
        (_file(_event(RDATE="20270106T100000Z")), "extra dagen"),
        (_file(*[_event()] * 501), "meer dan 500"),
        (b"BEGIN:VCALENDAR" + b"\xff\x00" * 99, "Dit is geen agendabestand"),
    ],
)
def test_a_file_that_cannot_be_kept_whole_changes_nothing_and_says_why(noor, content, fault):
    answer = _upload(noor, content)
    assert answer.status_code == 422
    assert fault.lower() in answer.text.lower()
    assert not Appointment.objects.exists()
