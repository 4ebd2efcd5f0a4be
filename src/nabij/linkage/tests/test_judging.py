# SPDX-License-Identifier: EUPL-1.2
"""One decision after another: the order, the explanation, later, taking back, two at one time.

Capability A-103.
"""

from datetime import timedelta

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from nabij.linkage import actions, queries
from nabij.linkage.choices import Queue
from nabij.linkage.models import Judgement, RecordLink, ReviewClaim
from nabij.linkage.queries.sight import link_stamps
from nabij.linkage.tests.building import MACHINE, add_source, person_of, record_of, row, take_in
from nabij.linkage.tests.test_decisions import _all_rows

TAKE_BACK = "/linkage/take-back/"
VAGUE = {"bsn": "", "bsn_state": "masked", "postcode": "", "phones": ()}
SWAP = {"HX-Request": "true"}


def _url(link):
    return reverse("linkage:link", args=[link.ref])


def _stamp(link):
    fresh = RecordLink.objects.select_related("patient_record", "person").get(pk=link.pk)
    return link_stamps(viewer=MACHINE, links=[fresh])[link.pk]


def _decide(colleague, link, decision, *, headers=None, **rest):
    form = {"decision": decision, "stamp": _stamp(link)} | rest
    return colleague.client.post(_url(link), form, headers=headers)


def _everything():
    """Return every row; when a question is open, and who has it open, is not part of it."""
    return _all_rows()


@pytest.fixture
def questions(maria, hospital):
    """Three questions; the likeliest first."""
    names = [("Bakker", "1930-02-01"), ("Visser", "1931-03-02"), ("Jansen", "1932-04-03")]
    for n, (name, birth) in enumerate(names):
        who = {"own_prefix": "", "own_name": name, "birth": birth, "name": ""}
        other = add_source(f"other{n}")
        take_in(other, row(f"a{n}", **who, bsn="", bsn_state="absent"))
        take_in(hospital, row(f"b{n}", **who, **VAGUE))
    return list(RecordLink.objects.filter(needs_review=True).order_by("-score", "pk"))


def test_the_score_is_explained_field_by_field_and_adds_up(anja, proposal):
    review = anja.client.get(_url(proposal)).context["review"]
    weighing = review.weighing
    assert weighing.total == pytest.approx(
        weighing.start + sum(reason.weight for reason in weighing.reasons)
    )
    page = anja.client.get(_url(proposal)).text
    for words in ("Zelfde geboortedatum", "+12,0", "Twee dossiers zijn zelden van één persoon",
                  "−18,0", "Samen"):  # fmt: skip
        assert words in page


def test_what_counts_against_is_said(anja, maria, hospital):
    take_in(hospital, row("p1", birth="1964-02-08"))
    (link,) = RecordLink.objects.filter(needs_review=True)
    page = anja.client.get(_url(link)).text
    assert "Wat ertegen pleit:" in page
    assert "geboortedatums schelen een generatie" in page.split("Wat ertegen pleit:")[1]


def test_a_decision_answers_with_the_next_question_in_one_swap(anja, questions):
    response = _decide(anja, questions[0], "same", headers=SWAP)
    assert response.status_code == 200
    assert response.headers["HX-Push-Url"] == _url(questions[1])
    assert "<html" not in response.text
    assert _url(questions[1]) in response.text
    assert "Vastgelegd: dezelfde persoon." in response.text


@pytest.mark.parametrize(("decision", "most"), [("different", 28), ("same", 40), ("later", 27)])
def test_a_decision_and_the_next_question_cost_a_bounded_number_of_queries(
    anja, questions, django_assert_max_num_queries, decision, most
):
    client, stamp = anja.client, _stamp(questions[0])
    client.get(_url(questions[0]))
    with django_assert_max_num_queries(most):
        client.post(_url(questions[0]), {"decision": decision, "stamp": stamp}, headers=SWAP)


def test_without_script_the_decision_leads_on(anja, questions):
    response = _decide(anja, questions[0], "different")
    assert (response.status_code, response.url) == (302, _url(questions[1]))


def test_a_decision_that_is_none_shows_the_question_again(anja, questions):
    before = _everything()
    response = _decide(anja, questions[0], "perhaps")
    assert response.status_code == 200
    assert _everything() == before


def test_later_puts_it_at_the_back_until_a_day(anja, questions):
    response = _decide(anja, questions[0], "later", headers=SWAP)
    assert response.headers["HX-Push-Url"] == _url(questions[1])
    link = RecordLink.objects.get(pk=questions[0].pk)
    in_a_week = timezone.localdate() + timedelta(days=7)
    assert (link.state, link.needs_review, link.put_off_until) == ("proposed", True, in_a_week)
    waiting = queries.links_to_review(viewer=anja.viewer)
    assert [line.ref for line in waiting.rows] == [link.ref for link in questions[1:]]
    put_off = queries.links_to_review(viewer=anja.viewer, queue=Queue.LATER)
    assert [line.ref for line in put_off.rows] == [questions[0].ref]


def test_after_the_day_it_stands_in_its_old_place(anja, questions):
    _decide(anja, questions[0], "later")
    RecordLink.objects.filter(pk=questions[0].pk).update(put_off_until=timezone.localdate())
    waiting = queries.links_to_review(viewer=anja.viewer)
    assert waiting.rows[0].ref == questions[0].ref


@pytest.mark.parametrize("day", ["1-1-2020", "someday"])
def test_a_day_that_cannot_be_is_said_at_the_field(anja, questions, day):
    response = _decide(anja, questions[0], "later", until=day)
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.text
    assert RecordLink.objects.get(pk=questions[0].pk).put_off_until is None


def test_the_riskiest_come_first_when_asked(anja, maria, hospital, questions):
    take_in(hospital, row("p1"))
    take_in(hospital, row("p1", birth="1964-02-08"))  # linked, and now it contradicts
    pharmacy = add_source("pharmacy", "pharmacy")
    take_in(pharmacy, row("q1", birth="1950-02-08"))  # an equal BSN with another birth date
    found = queries.links_to_review(viewer=anja.viewer, queue=Queue.RISK).rows
    assert [(line.is_linked, line.has_conflict) for line in found[:2]] == [
        (True, True), (False, True),
    ]  # fmt: skip
    risks = [RecordLink.objects.get(ref=line.ref).risk for line in found]
    assert risks == sorted(risks, reverse=True)
    page = anja.client.get(f"{_url(questions[0])}?queue=risk")
    assert f"{reverse('linkage:review')}?queue=risk" in page.text


@pytest.mark.parametrize("decision", ["same", "different", "later"])
def test_taking_the_last_decision_back_leaves_no_trace(anja, questions, decision):
    before = _everything()
    _decide(anja, questions[0], decision)
    assert _everything() != before
    response = anja.client.post(TAKE_BACK, {"shown": questions[1].ref}, headers=SWAP)
    assert response.headers["HX-Push-Url"] == _url(questions[0])
    assert "ongedaan gemaakt" in response.text
    assert _everything() == before


@pytest.mark.parametrize("decision", ["same", "different"])
def test_a_decision_about_a_link_that_stood_is_taken_back_too(anja, maria, hospital, decision):
    take_in(hospital, row("p1"))
    take_in(hospital, row("p1", birth="1964-02-08"))
    (flagged,) = RecordLink.objects.filter(needs_review=True)
    before = _everything()
    _decide(anja, flagged, decision)
    anja.client.post(TAKE_BACK)
    after = _everything()
    links = after.pop("linkage.RecordLink"), before.pop("linkage.RecordLink")
    assert links[0] == links[1]
    for table, rows in before.items():  # the person made of it in between is put away
        assert {pk: after[table].get(pk) for pk in rows} == rows
    assert person_of(hospital, "p1") == maria.pk


def test_the_very_last_decision_is_taken_back_from_the_list(anja, proposal):
    before = _everything()
    response = anja.client.post(_url(proposal), {"decision": "same", "stamp": _stamp(proposal)})
    assert response.url == reverse("linkage:review")
    assert TAKE_BACK in anja.client.get(response.url).text
    assert anja.client.post(TAKE_BACK).url == _url(proposal)
    assert _everything() == before


def test_a_decision_is_taken_back_once(anja, questions):
    _decide(anja, questions[0], "different")
    anja.client.post(TAKE_BACK)
    before = _everything()
    response = anja.client.post(TAKE_BACK, follow=True)
    assert "geen besluit van jou" in response.text
    assert _everything() == before


def test_what_changed_since_cannot_be_taken_back(anja, pieter, questions):
    _decide(anja, questions[0], "different")
    link = RecordLink.objects.get(pk=questions[0].pk)
    actions.reconsider(viewer=pieter.viewer, ref=link.ref, stamp=_stamp(link))
    before = _everything()
    response = anja.client.post(TAKE_BACK, follow=True)
    assert "niet meer terugnemen" in response.text
    assert _everything() == before


def test_who_is_in_use_since_is_not_put_away_by_taking_back(anja, maria, hospital, noord):
    take_in(hospital, row("p1"))
    take_in(hospital, row("p1", birth="1964-02-08"))
    (flagged,) = RecordLink.objects.filter(needs_review=True)
    _decide(anja, flagged, "different")
    made = apps.get_model("relations", "Party").objects.get(pk=person_of(hospital, "p1"))
    made.unit = noord  # a colleague works with this person from now on
    made.save(update_fields=["unit"])
    before = _everything()
    response = anja.client.post(TAKE_BACK, headers=SWAP, follow=True)
    assert "hier niet meer terugnemen" in response.text
    assert _everything() == before
    made.refresh_from_db()
    assert made.archived_at is None


def test_nobody_takes_back_what_a_colleague_decided(anja, pieter, questions):
    _decide(anja, questions[0], "different")
    before = _everything()
    pieter.client.post(TAKE_BACK)
    assert _everything() == before


def test_taking_back_is_one_line_per_person_in_the_log(anja, proposal, maria, hospital, log):
    own = person_of(hospital, "p1")
    _decide(anja, proposal, "same")
    anja.client.post(TAKE_BACK)
    assert {entry.object_id for entry in log("link-taken-back")} == {maria.pk, own}


def test_two_colleagues_do_not_get_the_same_question(anja, pieter, questions):
    anja.client.get(_url(questions[0]))
    assert queries.next_to_review(viewer=pieter.viewer, queue=Queue.SCORE) == questions[1].ref
    assert queries.next_to_review(viewer=anja.viewer, queue=Queue.SCORE) == questions[0].ref
    page = pieter.client.get(_url(questions[0])).text
    assert "Anja heeft dit ook open" in page


def test_who_left_a_question_open_does_not_keep_it(anja, pieter, questions):
    anja.client.get(_url(questions[0]))
    ReviewClaim.objects.update(at=timezone.now() - timedelta(minutes=6))
    assert queries.next_to_review(viewer=pieter.viewer, queue=Queue.SCORE) == questions[0].ref


def test_the_second_hears_it_even_when_the_person_was_put_away(
    anja, pieter, proposal, maria, hospital
):
    """The records come together at the person in care; the one of the question is archived."""
    apps.get_model("relations", "Party").objects.filter(pk=maria.pk).update(unit=None)
    relation = apps.get_model("access", "CareRelation")
    relation.objects.create(person_id=person_of(hospital, "p1"), user=anja.user, kind="care",
                            origin="hand", starts_on=timezone.localdate())  # fmt: skip
    client, stamp = pieter.client, _stamp(proposal)
    client.get(_url(proposal))
    _decide(anja, proposal, "same")
    response = client.post(_url(proposal), {"decision": "different", "stamp": stamp}, follow=True)
    assert "Anja heeft dit beoordeeld terwijl je keek: dezelfde persoon" in response.text


def test_not_the_same_is_asked_again_when_a_colleague_asks_and_says_who_said_so(
    anja, pieter, proposal
):
    _decide(anja, proposal, "different")
    link = RecordLink.objects.get(pk=proposal.pk)
    actions.reconsider(viewer=pieter.viewer, ref=link.ref, stamp=_stamp(link))
    page = pieter.client.get(_url(proposal)).text
    assert "Anja zei op" in page
    assert "Een collega vroeg om opnieuw te kijken." in page


def test_each_judgement_is_kept_with_what_linking_had_made_of_it(anja, proposal, hospital):
    _decide(anja, proposal, "different")
    (kept,) = Judgement.objects.all()
    assert (kept.machine, kept.verdict, kept.source, kept.link) == (
        "asked", "different", hospital, proposal,
    )  # fmt: skip
    assert kept.score == proposal.score


@pytest.mark.parametrize("name", ["carla", "bram", "noor", "xander"])
def test_others_take_nothing_back_and_put_nothing_off(name, request, proposal):
    colleague = request.getfixturevalue(name)
    before = _everything()
    until = timezone.localdate() + timedelta(days=1)
    with pytest.raises(queries.LinkNotFound):
        actions.put_off_link(
            viewer=colleague.viewer, ref=proposal.ref, stamp=_stamp(proposal), until=until
        )
    assert colleague.client.post(TAKE_BACK).status_code in {302, 404}
    assert _everything() == before
    assert record_of(proposal.patient_record.source, "p1")
