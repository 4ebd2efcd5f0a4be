# SPDX-License-Identifier: EUPL-1.2
"""An appointment becomes a report in one click, and its minutes become hours."""

from datetime import timedelta
from io import BytesIO

from django.urls import reverse
from django.utils.timezone import localdate
from python_calamine import CalamineWorkbook

from nabij.access.tests.cast import add_colleague
from nabij.contact.models import Interaction, WorkedTime
from nabij.contact.tests.test_appointments_page import _make, _url
from nabij.core.viewer import Role

HOURS, BOOK = reverse("contact:hours"), reverse("contact:hours_workbook")
YESTERDAY = timedelta(days=1)


def _past(colleague, *parties, **given):
    """Plan something for yesterday, as one may who forgot."""
    given = {"begins": "10:00", "ends": "10:45"} | given
    return _make(colleague, *parties, on=localdate() - YESTERDAY, **given)


def _report(colleague, made, **given):
    """Send the form as it is filled in, with what was said."""
    url = _url(made, "appointment_report")
    form = colleague.get(url).context["form"]
    sent = {name: value for name, value in form.initial.items() if value is not None}
    on = sent["on"]
    return colleague.post(url, sent | {"on": f"{on:%-d-%-m-%Y}", "text": "Besproken."} | given)


def _hours(colleague, by):
    found = colleague.get(HOURS, data={"by": by, "since": _since()}).context["hours"]
    return [(line.name, line.minutes, line.travel_minutes) for line in found.lines]


def _said(colleague, party):
    """Return what was said, the latest first, as the page of all contact shows it."""
    page = colleague.get(reverse("contact:party", args=[party.ref]))
    return [line.text for line in page.context["section"].timeline.page.rows]


def _contact(told):
    return reverse("contact:interaction", args=[told.ref])


def _since():
    return f"{localdate() - timedelta(days=7):%-d-%-m-%Y}"


def test_a_report_needs_only_what_was_said(noor, anna):
    """A-100: with whom, when, how long and by what way follow from the appointment."""
    made = _past(noor, anna)
    assert _report(noor, made, travel_minutes="12", is_billable="on").status_code == 302
    (told,) = Interaction.objects.all()
    assert (told.counterpart, told.channel, told.is_guarded) == (anna, "visit", True)
    (time,) = WorkedTime.objects.all()
    assert (time.minutes, time.travel_minutes, time.is_billable) == (45, 12, True)
    assert (time.appointment, time.party_id) == (made, anna.pk)
    page = noor.get(_url(made)).text
    assert reverse("contact:interaction", args=[told.ref]) in page
    assert "45 minuten" in page


def test_a_report_sent_twice_is_one_and_a_second_one_is_kept_too(noor, anna):
    """The same form twice is one report; who opens the form anew says something more."""
    made = _past(noor, anna, repeats="FREQ=DAILY", last_on=f"{localdate():%-d-%-m-%Y}")
    key = "abcdefghijklmno5"
    for _ in range(2):
        _report(noor, made, entry_key=key)
    assert Interaction.objects.count() == WorkedTime.objects.count() == 1
    _report(noor, made, text="Nog iets.")
    assert Interaction.objects.count() == 2
    assert _said(noor, anna) == ["Nog iets.", "Besproken."]


def test_a_report_is_about_every_client_of_the_appointment(noor, merel, anna, bert, linde):
    """With an organisation in front it is no open text of business, and merges change nothing."""
    made = _past(noor, linde, anna, bert)
    assert _report(noor, made, text="CANARY-REPORT").status_code == 302
    (told,) = Interaction.objects.all()
    assert told.is_guarded
    subjects = told.parties.filter(is_subject=True).values_list("party_id", flat=True)
    assert set(subjects) == {anna.pk, bert.pk}
    assert WorkedTime.objects.get().is_guarded
    organisation = reverse("contact:party", args=[linde.ref])
    for colleague in (merel, noor):
        assert "CANARY-REPORT" not in colleague.get(organisation).text
    assert "CANARY-REPORT" in noor.get(_contact(told)).text
    assert merel.get(_contact(told)).status_code == 404


def test_a_report_with_a_practice_may_name_a_client(noor, merel, anna, linde):
    made = _past(noor, linde)
    asked = _report(noor, made, client="Anna")
    assert asked.status_code == 422
    assert "Vink aan wie" in asked.text
    assert not Interaction.objects.exists()
    assert _report(noor, made, about=[anna.ref]).status_code == 302
    (told,) = Interaction.objects.all()
    assert (told.is_guarded, told.counterpart) == (True, linde)
    assert merel.get(_contact(told)).status_code == 404


def test_hours_for_clients_follow_care_and_those_for_accounts_commerce(
    noor, anja, carla, karim, merel, anna, linde
):
    _report(noor, _past(noor, anna))
    _report(noor, _past(noor, linde, entry_key="abcdefghijklmno2"))
    assert _hours(noor, "client") == _hours(anja, "client")
    assert [minutes for _name, minutes, _travel in _hours(noor, "client")] == [45]
    assert _hours(karim, "client") == _hours(carla, "client") == []
    assert _hours(merel, "account") == [("Praktijk De Linde", 45, 0)]
    assert _hours(karim, "account") == []
    assert merel.get(HOURS, data={"by": "client", "since": _since()}).status_code == 422
    assert _hours(merel, "colleague") == [("Noor", 45, 0)]


def test_a_manager_sees_totals_and_no_client_or_account(noor, anna, linde, noord):
    _report(noor, _past(noor, anna))
    _report(noor, _past(noor, linde, entry_key="abcdefghijklmno2"))
    mira = add_colleague("Mira", Role.MANAGER, noord)
    assert _hours(mira, "colleague") == [("Noor", 90, 0)]
    page = mira.get(HOURS, data={"since": _since()}).text
    for hidden in ("Anna", "Linde"):
        assert hidden not in page
    assert mira.get(HOURS, data={"by": "client"}).status_code == 422


def test_the_workbook_has_numbers_and_days_and_stands_in_the_log(noor, anna, log):
    _report(noor, _past(noor, anna), travel_minutes="15")
    answer = noor.get(BOOK, data={"by": "client", "since": _since()})
    sheet = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0)
    rows = sheet.to_python()
    assert rows[1][1] == localdate()
    assert rows[4][1:5] == [0.75, 0.25, 0, 1]
    assert rows[5][1] == 0.75
    (entry,) = log("hours-workbook")
    assert (entry.action, entry.object_ids, entry.sensitivity) == ("E", [anna.pk], "b")


def test_minutes_can_be_written_down_with_any_contact(noor, anna):
    contact = reverse("contact:party", args=[anna.ref])
    page = noor.get(contact).context["section"].form.initial
    sent = {name: value for name, value in page.items() if value is not None}
    sent |= {"text": "Gebeld.", "minutes": "5", "on": f"{page['on']:%-d-%-m-%Y}"}
    assert noor.post(contact, sent).status_code == 302
    assert WorkedTime.objects.get().minutes == 5
    wrong = noor.post(contact, sent | {"minutes": "9999", "entry_key": "abcdefghijklmno9"})
    assert wrong.status_code == 422


def test_a_manager_who_gives_care_too_sees_the_clients_of_that_care_only(noor, anna, linde, zuid):
    _report(noor, _past(noor, anna))
    _report(noor, _past(noor, linde, entry_key="abcdefghijklmno2"))
    mira = add_colleague("Mira", Role.MANAGER, zuid)
    mira.user.role_assignments.create(role=Role.CARE_PROFESSIONAL, starts_on=localdate())
    assert _hours(mira, "colleague") == [("Noor", 90, 0)]
    assert _hours(mira, "client") == _hours(mira, "account") == []
