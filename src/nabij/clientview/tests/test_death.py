# SPDX-License-Identifier: EUPL-1.2
"""A death that is recorded stops what it must in the same request.

A mistake restores it exactly.
"""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.access.actions import EmergencyFields, RepresentationFields
from nabij.access.models import Death, User
from nabij.clientview import queries
from nabij.contact import actions as contact_actions
from nabij.contact import queries as contact_queries
from nabij.contact.models import Task
from nabij.contact.types import AppointmentFields, TaskFields
from nabij.core.dates import DAY
from nabij.core.refs import new_ref
from nabij.core.viewer import Role
from nabij.relations import actions as relations_actions
from nabij.relations import queries as relations_queries
from nabij.relations.models import PersonDetail
from nabij.relations.queries import PartyNotFound
from nabij.relations.types import PersonFields, PersonName

pytestmark = pytest.mark.usefixtures("in_care")


def viewer_of(colleague, *, later=timedelta()):
    at = timezone.now() + later
    return access_queries.viewer_of(user=colleague.user, at=at, access_point="test")


def _form(**given):
    return {"on": "20-11-2026", "source": "family", "told": "dochter Petra",
            "contact": "fatima@example.nl", "is_sure": "on"} | given  # fmt: skip


@pytest.fixture
def page(anna):
    return reverse("clientview:death", args=[anna.ref])


@pytest.fixture
def tasks(fatima, anna, in_care):
    """Anna is to be called back, and something was promised to her; one is done already."""
    viewer = viewer_of(fatima)
    around = contact_queries.around(viewer=viewer, ref=anna.ref)
    made = [
        contact_actions.add_task(
            viewer=viewer,
            around=around,
            fields=TaskFields(
                kind=kind, text="x", due_on=timezone.localdate(), owner_id=viewer.user_id
            ),
            entry_key=new_ref(),
        )
        for kind in ("call_back", "promise", "task")
    ]
    done = contact_queries.task(viewer=viewer, ref=made[2].ref)
    contact_actions.close_task(viewer=viewer, found=done, version=1, end="done")
    return made


@pytest.fixture
def appointments(fatima, anna, in_care):
    """Fatima saw Anna an hour ago, sees her tomorrow, and every week for a month already."""
    viewer = viewer_of(fatima)
    around = contact_queries.around(viewer=viewer, ref=anna.ref)

    def plan(starts, rule=""):
        contact_actions.add_appointment(
            viewer=viewer,
            arounds=[around],
            fields=AppointmentFields(
                kind="visit", starts_at=starts, ends_at=starts + timedelta(minutes=30), rule=rule
            ),
            entry_key=new_ref(),
        )

    plan(viewer.at - timedelta(hours=1))
    plan(viewer.at + DAY)
    plan(viewer.at - 27 * DAY, rule="FREQ=WEEKLY")


def _calendar(fatima):
    viewer, today = viewer_of(fatima), timezone.localdate()
    found = contact_queries.calendar(
        viewer=viewer, user_ids=[viewer.user_id], since=today - 30 * DAY, until=today + 30 * DAY
    )
    return [(item.starts_at, item.is_cancelled) for item in found.items]


@pytest.fixture
def petra_is_mentor(anna, petra):
    return access_actions.add_representation(
        viewer=access_queries.machine(at=timezone.now(), command="test"),
        person_id=anna.pk,
        other_id=petra.pk,
        fields=RepresentationFields(
            kind="mentor",
            tells=["medical"],
            decides=["medical"],
            starts_on=timezone.localdate() - DAY,
            is_checked=True,
        ),
    )


@pytest.fixture
def officer(noord):
    user = User.objects.create_user("piet@example.nl", "Piet")
    user.role_assignments.create(role=Role.PRIVACY_OFFICER, starts_on=timezone.localdate() - DAY)
    return user


def _standing(colleague, anna, petra):
    circle = access_queries.circle(viewer=viewer_of(colleague), person_id=anna.pk)
    return circle.standing(petra.pk)


def _open_tasks():
    return set(Task.objects.filter(closed_at__isnull=True).values_list("kind", flat=True))


@pytest.mark.usefixtures("dossier", "petra_is_mentor", "tasks")
def test_one_request_stops_everything(fatima, anna, petra, page, url, log):
    assert _standing(fatima, anna, petra).decides
    before = fatima.get(url).text
    assert "CANARY-B-VISIT" in before
    log(since_now=True)
    assert fatima.post(page, _form()).status_code == 302
    assert _open_tasks() == set()
    assert _standing(fatima, anna, petra).why == "client_died"
    machine = access_queries.machine(at=timezone.now(), command="mailing")
    assert relations_queries.may_be_approached(viewer=machine, person_ids=[anna.pk]) == set()
    shown = fatima.get(url)
    assert "is overleden op 20-11-2026" in shown.text
    assert "Naasten bereiken Fatima" in shown.text
    visits = shown.context["picture"].visits
    assert (visits.next, visits.coming) == (None, ())
    assert "CANARY-C-ALLERGY" in shown.text  # the team rounds things off, for a time
    assert [entry.detail for entry in log("death")] == ["family"]


@pytest.mark.usefixtures("appointments")
def test_what_was_stays_and_what_was_to_come_is_called_off(fatima, page, anna):
    before = _calendar(fatima)
    fatima.post(page, _form())
    now = timezone.now()
    assert _calendar(fatima) == [(starts, starts > now) for starts, _off in before]
    undo = reverse("clientview:death_undo", args=[anna.ref])
    fatima.post(undo, {"number": Death.objects.get().pk})
    assert _calendar(fatima) == before


@pytest.mark.usefixtures("dossier", "petra_is_mentor", "tasks")
def test_a_mistake_is_taken_back_exactly(fatima, anna, petra, page, url):
    def state():
        kept = Task.objects.order_by("pk").values_list("kind", "closed_at", "end", "owner_id")
        person = PersonDetail.objects.values_list(
            "is_deceased", "deceased_on", "deceased_precision"
        ).get(party=anna)
        return list(kept), person, _standing(fatima, anna, petra)

    before = state()
    fatima.post(page, _form())
    assert state() != before
    death = Death.objects.get()
    undo = reverse("clientview:death_undo", args=[anna.ref])
    assert fatima.post(undo, {"number": death.pk + 1}).status_code == 302
    assert state() != before  # it was another one that the colleague saw
    assert fatima.post(undo, {"number": death.pk}).status_code == 302
    assert state() == before
    page_again = fatima.get(url)
    assert "is overleden" not in page_again.text
    assert "CANARY-B-VISIT" in page_again.text
    # And again: a second time records it anew.
    assert fatima.post(page, _form()).status_code == 302
    assert Death.objects.filter(taken_back_at__isnull=True).count() == 1


def test_two_who_record_the_same_death_record_it_once(fatima, anja, page):
    assert fatima.post(page, _form()).status_code == 302
    answer = anja.post(page, _form(told="huisarts"))
    assert answer.headers["Location"] == page
    assert Death.objects.get().told == "dochter Petra"


def test_what_is_wrong_stands_at_its_field(fatima, page):
    answer = fatima.post(page, _form(on="1-1-1900", contact="niemand@example.nl", is_sure=""))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"on", "is_sure"}
    answer = fatima.post(page, _form(contact="niemand@example.nl"))
    assert "Er is geen collega met dit adres" in answer.text
    assert not Death.objects.exists()


def test_a_round_sheet_takes_nobody_along_who_died(fatima, noord, anna, page):
    def persons():
        found = queries.round_sheet_persons(viewer=viewer_of(fatima), unit_id=noord.pk)
        return [one.person_id for one in found]

    assert persons() == [anna.pk]
    fatima.post(page, _form())
    assert persons() == []


@pytest.mark.usefixtures("dossier")
def test_after_a_time_only_a_case_opens_the_dossier(
    fatima, anja, anna, page, officer, log, settings
):
    settings.NABIJ_CARE_RELATION_DAYS_AFTER = 30
    later = timedelta(days=31)
    fatima.post(page, _form())
    access_actions.open_call(viewer=viewer_of(anja, later=later), person_id=anna.pk, caller="other")

    def way(colleague, at=later):
        viewer = viewer_of(colleague, later=at + timedelta(minutes=1))
        found = access_queries.way_in(viewer=viewer, person_id=anna.pk)
        return (found.kind, found.purpose.value) if found else None

    assert way(fatima, timedelta(days=30)) == ("care_relation", "TREAT")
    assert way(fatima) is None
    assert way(anja) is None  # no call opens it either
    with pytest.raises(PartyNotFound):  # nor the emergency button
        queries.person_in_emergency(viewer=viewer_of(fatima, later=later), ref=anna.ref)
    access_actions.start_emergency(
        viewer=viewer_of(fatima, later=later),
        person_id=anna.pk,
        fields=EmergencyFields(entry_key=new_ref(), reason="gevonden op de vloer"),
    )
    assert way(fatima) is None
    privacy = access_queries.viewer_of(user=officer, at=timezone.now() + later, access_point="test")
    case = access_actions.open_after_death(
        viewer=privacy,
        person_id=anna.pk,
        colleague="fatima@example.nl",
        ground="mistake",
        asked_by="dochter Petra",
        reason="inzage na een val",
        until=timezone.now() + later + timedelta(days=7),
    )
    assert way(fatima) == ("after_dead", "FAMRQT")
    assert way(anja) is None
    viewer = viewer_of(fatima, later=later + timedelta(minutes=1))
    opened = queries.person_in_view(viewer=viewer, ref=anna.ref).way_in
    classes = access_queries.classes_for(viewer=viewer, way=opened)
    assert ("".join(sorted(classes)), opened.opens_sensitive) == ("abc", False)
    with access_actions.open_dossier(viewer=viewer, person_id=anna.pk, records=[], event="picture"):
        pass
    (entry,) = log("picture")
    assert (entry.purpose, entry.way_in.split()[0]) == ("FAMRQT", "after_dead")
    shuts = replace(privacy, at=privacy.at + timedelta(seconds=30))
    access_actions.close_after_death(viewer=shuts, person_id=anna.pk, ref=case.occasion.ref)
    assert way(fatima) is None


def test_only_the_privacy_officer_opens_a_case(fatima, anja, others, anna, page, officer):
    address = reverse("clientview:after_death", args=[anna.ref])
    given = {"colleague": "fatima@example.nl", "ground": "consent", "asked_by": "Petra",
             "reason": "rouw", "last_on": f"{timezone.localdate() + DAY:%d-%m-%Y}"}  # fmt: skip
    piet = type(fatima)(officer)
    assert piet.post(address, given).status_code == 404  # nobody died
    fatima.post(page, _form())
    for colleague in (fatima, anja, *others.values()):
        assert colleague.get(address).status_code == 404
        assert colleague.post(address, given).status_code == 404
    too_long = given | {"last_on": f"{timezone.localdate() + 200 * DAY:%d-%m-%Y}"}
    assert piet.post(address, too_long).status_code == 422
    assert piet.post(address, given).status_code == 302
    assert "rouw" in piet.get(address).text


def test_a_source_that_tells_of_a_death_is_shown_and_taken_over(
    fatima, anja, anna, records, page, url
):
    gp = records["gp"]
    type(gp).objects.filter(pk=gp.pk).update(
        is_deceased=True, deceased_on="2026-11-19", deceased_precision="day"
    )
    assert "Huisartsenpraktijk De Linde meldt dat deze cliënt is overleden" in fatima.get(url).text
    form = fatima.get(page)
    assert "19-11-2026" in form.text
    assert form.context["form"].initial["source"] == "record"
    # The front office has no way in: where somebody is in care it does not hear here.
    assert "Linde" not in anja.get(page).text
    shut = records["shut"]
    type(gp).objects.filter(pk=gp.pk).update(is_deceased=False)
    type(gp).objects.filter(pk=shut.pk).update(is_deceased=True)
    assert "meldt dat deze cliënt" not in fatima.get(url).text  # the client refused that source


def test_who_is_known_to_have_died_is_asked_about_until_a_colleague_records_it(
    fatima, anna, page, url
):
    PersonDetail.objects.filter(party=anna).update(
        is_deceased=True, deceased_on="2026-11-19", deceased_precision="day"
    )
    assert "niemand heeft vastgelegd hoe we dat weten" in fatima.get(url).text
    assert "19-11-2026" in fatima.get(page).text
    fatima.post(page, _form())
    shown = fatima.get(url).text
    assert "niemand heeft vastgelegd hoe we dat weten" not in shown
    assert "Naasten bereiken Fatima" in shown


def test_another_team_cannot_record_it(karim, carla, anna, page):
    absent = carla.get(reverse("clientview:death", args=["a" * 16])).content
    for colleague in (karim, carla):
        assert colleague.get(page).content == absent
        assert colleague.post(page, _form()).status_code == 404
    assert not Death.objects.exists()


def test_the_deaths_of_two_who_were_merged_are_taken_back_at_once(
    fatima, anja, anna, noord, page, tasks
):
    """And who of them was not dead before is not so after an unmerge either."""
    machine = access_queries.machine(at=timezone.now(), command="test")
    fields = PersonFields(name=PersonName(call_name="Annie", own_name="Berg"), unit_id=noord.pk)
    annie = relations_actions.create_person(viewer=machine, fields=fields)
    fatima.post(page, _form())
    anja.post(reverse("clientview:death", args=[annie.ref]), _form(on="19-11-2026"))
    seen = relations_queries.merge_preview(
        viewer=anja.viewer, kept_ref=anna.ref, given_ref=annie.ref
    )
    merge = relations_actions.merge(
        viewer=anja.viewer,
        kept_ref=anna.ref,
        given_ref=annie.ref,
        stamp=seen.stamp,
        reason="Zelfde vrouw",
    )

    shown = fatima.get(page).context["death"]
    undo = reverse("clientview:death_undo", args=[anna.ref])
    assert fatima.post(undo, {"number": shown.id}).status_code == 302

    assert not Death.objects.filter(taken_back_at__isnull=True).exists()
    assert access_queries.death_of(viewer=fatima.viewer, person_id=anna.pk) is None
    assert _open_tasks() == {"call_back", "promise"}
    relations_actions.unmerge(viewer=anja.viewer, ref=merge.ref, reason="Twee zussen")
    for party in (anna, annie):
        assert not PersonDetail.objects.get(party=party).is_deceased
