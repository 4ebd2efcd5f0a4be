# SPDX-License-Identifier: EUPL-1.2
"""What the client decides about a copy holds in the very next request, on every page.

Fatima cares for Anna; Anja is on the phone about her. The practice opened two facts of care and
the hospital one; the visit is of our own record.
"""

import pytest
from django.urls import reverse
from django.utils import timezone

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.access.choices import Caller
from nabij.clientview import queries
from nabij.core.dates import DAY
from nabij.dossiers.queries import facts as fact_queries
from nabij.linkage.models import Ground
from nabij.relations import queries as relations_queries
from nabij.relations.models import Objection

pytestmark = pytest.mark.usefixtures("in_care", "dossier")
OF_THE_PRACTICE = ("CANARY-C-PROBLEM", "Metoprolol")


@pytest.fixture
def decide(fatima, records):
    """Let Fatima record what Anna decides about a copy, on its page."""

    def decide(name="gp", **given):
        today = f"{timezone.localdate():%d-%m-%Y}"
        form = {
            "decision": "given", "kind": "consent", "category": "care", "starts_on": today,
            "given_how": "spoken", "given_on": today, "evidence": "gesprek aan de keukentafel",
        } | given  # fmt: skip
        answer = fatima.post(reverse("linkage:ground", args=[records[name].ref]), form)
        assert answer.status_code == 302, answer.context["form"].errors
        return Ground.objects.latest("pk")

    return decide


@pytest.fixture
def shown(fatima, anna, url, noord):
    """Return everything that Fatima sees of Anna: picture, paper, search, timeline, round sheet."""

    def shown(colleague=fatima):
        pages = [
            colleague.get(url).text,
            colleague.get(reverse("clientview:print", args=[anna.ref])).text,
            colleague.get(url, headers={"HX-Request": "true"}).text,
            colleague.post(
                reverse("clientview:timeline", args=[anna.ref]), {"q": "diabetes"}, follow=True
            ).text,
        ]
        sheet = ""
        if colleague is fatima:
            viewer = access_queries.viewer_of(
                user=fatima.user, at=timezone.now(), access_point="test"
            )
            persons = queries.round_sheet_persons(viewer=viewer, unit_id=noord.pk)
            with access_actions.open_dossiers(viewer=viewer, persons=persons, event="round-sheet"):
                (client,) = queries.sheet_clients(viewer=viewer, persons=persons)
                sheet = str(client)
        return "\n".join([*pages, sheet])

    return shown


@pytest.mark.parametrize("decision", ["refused", "withdrawn"])
def test_a_no_closes_the_copy_everywhere_in_the_next_request(decide, shown, decision):
    before = shown()
    assert "Metoprolol" in before
    decide(decision=decision)
    after = shown()
    assert "Metoprolol" not in after
    assert "CANARY-C-NOTE" in after  # our own record needs no consent
    decide()
    assert "Metoprolol" in shown()


def test_a_yes_for_others_is_no_yes_for_who_looks(decide, shown, noord, zuid):
    decide(receivers=[f"unit:{noord.pk}"])
    assert "Metoprolol" in shown()
    decide(receivers=["role:front_office"])
    page = shown()
    assert "Metoprolol" not in page
    assert "de cliënt heeft dit niet voor jou geopend" in page


def test_a_yes_for_arranging_care_is_no_yes_for_giving_it(decide, shown):
    decide(purposes=["TREAT"])
    assert "Metoprolol" in shown()
    decide(purposes=["CAREMGT"])
    assert "Metoprolol" not in shown()


def test_the_gate_itself_keeps_out_what_was_opened_for_another_purpose(
    decide, fatima, anna, records
):
    decide(purposes=["CAREMGT"])
    viewer = access_queries.viewer_of(user=fatima.user, at=timezone.now(), access_point="test")
    dossier = queries.dossier_of(viewer=viewer, person_id=anna.pk)  # nobody said what for
    assert records["gp"].pk in dossier.ids
    with access_actions.open_dossier(
        viewer=viewer, person_id=anna.pk, records=dossier.records, event="picture"
    ):
        counts, _parties = fact_queries.overview(viewer=viewer, records=dossier.ids)
    assert "Huisartsenpraktijk De Linde" not in {count.source.title for count in counts}


def test_a_copy_that_is_open_by_half_shows_no_care_whatever_asks(
    decide, shown, fatima, anna, records
):
    decide(name="own", category="organisation", kind="own_record")
    page = shown()
    assert "CANARY-C-NOTE" not in page
    assert "CANARY-B-VISIT" in page
    assert "(alleen wie er komt en wanneer)" in page
    viewer = access_queries.viewer_of(user=fatima.user, at=timezone.now(), access_point="test")
    dossier = queries.dossier_of(viewer=viewer, person_id=anna.pk, purpose="TREAT")
    with access_actions.open_dossier(
        viewer=viewer, person_id=anna.pk, records=dossier.records, event="picture"
    ):
        # The database itself keeps it shut, though the page asks for it.
        counts, _parties = fact_queries.overview(viewer=viewer, records=[records["own"].pk])
    assert {count.kind for count in counts} <= {"appointment", "coverage"}


def test_a_decision_that_lapses_gives_way_by_itself(decide, fatima, anna, records):
    decide(decision="refused", ends_on=f"{timezone.localdate() + DAY:%d-%m-%Y}")

    def ids(days):
        at = timezone.now() + days * DAY
        viewer = access_queries.viewer_of(user=fatima.user, at=at, access_point="test")
        return queries.dossier_of(viewer=viewer, person_id=anna.pk).ids

    assert records["gp"].pk not in ids(0)
    assert records["gp"].pk in ids(2)


def test_who_decided_how_and_when_stands_there_and_only_who_may_decide_is_offered(
    decide, fatima, anna, petra, records
):
    machine = access_queries.machine(at=timezone.now(), command="test")
    page = reverse("linkage:ground", args=[records["gp"].ref])
    assert petra.ref not in str(fatima.get(page).context["form"])
    access_actions.add_representation(
        viewer=machine,
        person_id=anna.pk,
        other_id=petra.pk,
        fields=access_actions.RepresentationFields(
            kind="mentor", decides=["medical"], starts_on=timezone.localdate(), is_checked=True
        ),
    )
    made = decide(given_by=petra.ref, given_how="paper")
    assert (made.given_by_id, made.given_how, made.recorded_by.name) == (
        petra.pk, "paper", "Fatima",
    )  # fmt: skip
    overview = fatima.get(reverse("clientview:consent", args=[anna.ref])).text
    for words in ("besloten door", "de Vries", "op papier", "gesprek aan de keukentafel"):
        assert words in overview


def test_a_partner_gives_consent_only_where_the_client_cannot_decide_about_care(
    fatima, anna, petra, records
):
    machine = access_queries.machine(at=timezone.now(), command="test")
    today = timezone.localdate()
    access_actions.add_representation(
        viewer=machine,
        person_id=anna.pk,
        other_id=petra.pk,
        fields=access_actions.RepresentationFields(
            kind="partner", decides=["medical"], starts_on=today, is_checked=True
        ),
    )

    def is_offered_once(matter):
        access_actions.record_capacity(
            viewer=machine, person_id=anna.pk, matter=matter, can_decide=False,
            judged_on=today, judged_by="huisarts",
        )  # fmt: skip
        page = fatima.get(reverse("linkage:ground", args=[records["gp"].ref]))
        return petra.ref in str(page.context["form"])

    assert [is_offered_once(matter) for matter in ("money", "move", "treatment")] == [
        False, False, True,
    ]  # fmt: skip


def test_no_other_team_reads_or_records_a_decision(karim, carla, others, anna, records):
    absent = carla.get(reverse("clientview:consent", args=["a" * 16])).content
    for colleague in (karim, carla, *others.values()):
        assert colleague.get(reverse("clientview:consent", args=[anna.ref])).content == absent
        ground = reverse("linkage:ground", args=[records["gp"].ref])
        assert colleague.post(ground, {"decision": "given"}).status_code == 404


def test_a_carer_does_not_learn_of_a_shielded_source_by_its_decisions(fatima, anna, records):
    page = fatima.get(reverse("clientview:consent", args=[anna.ref]))
    assert "CANARY-GGZ-NAME" not in page.text
    shut = reverse("linkage:ground", args=[records["ggz"].ref])
    assert shut not in page.text
    assert fatima.get(shut).status_code == 404


def test_the_front_office_on_the_phone_sees_by_the_same_decisions(decide, anja, anna, url):
    viewer = access_queries.viewer_of(user=anja.user, at=timezone.now(), access_point="test")
    access_actions.open_call(viewer=viewer, person_id=anna.pk, caller=Caller.CLIENT)
    assert "CANARY-B-VISIT" in anja.get(url).text
    decide(name="own", kind="own_record", receivers=["role:care_professional"])
    assert "CANARY-B-VISIT" not in anja.get(url).text


@pytest.mark.parametrize("role", ["account_manager", "marketeer"])
def test_whoever_hears_do_not_call_me_records_it_and_learns_nothing(role, others, carla, anna, url):
    """Commerce too: it sees the sign, and gets the same answer where it was known already."""
    colleague = others[role]
    objection = reverse("clientview:objection", args=[anna.ref])
    assert objection in colleague.get(url).text
    answers = [colleague.post(objection, {"do": "object"}) for _twice in range(2)]
    assert {(answer.status_code, answer.url) for answer in answers} == {(302, url)}
    assert Objection.objects.get().recorded_by == colleague.user
    page = colleague.get(url).text
    assert "niet benaderen" in page
    assert objection not in page
    assert colleague.post(objection, {"do": "lift"}).status_code == 403
    assert Objection.objects.get().lifted_at is None
    # Of whom somebody sees the card at most, they hear nothing to record.
    assert carla.post(objection, {"do": "object"}).status_code == 404


def test_who_objects_or_died_is_approached_by_nobody(anja, anna, petra, url):
    machine = access_queries.machine(at=timezone.now(), command="test")

    def may():
        return relations_queries.may_be_approached(viewer=machine, person_ids=[anna.pk, petra.pk])

    assert may() == {anna.pk, petra.pk}
    objection = reverse("clientview:objection", args=[anna.ref])
    for _twice in range(2):
        assert anja.post(objection, {"do": "object"}).status_code == 302
    assert may() == {petra.pk}
    assert anja.post(objection, {"do": "lift"}).status_code == 302
    assert may() == {anna.pk, petra.pk}
    form = {"source": "family", "told": "x", "contact": "anja@example.nl", "is_sure": "on"}
    assert anja.post(reverse("clientview:death", args=[anna.ref]), form).status_code == 302
    assert may() == {petra.pk}
