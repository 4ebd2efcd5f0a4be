# SPDX-License-Identifier: EUPL-1.2
"""What a client does not want to be used (AVG 18): kept, out of sight, read on a ground only."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from nabij.access import queries as access_queries
from nabij.access.tests.cast import add_colleague
from nabij.clientview.tests.building import fact, reference, store
from nabij.clientview.tests.test_statements import sent as said
from nabij.contact import actions as contact_actions
from nabij.contact import queries as contact_queries
from nabij.contact.models import ClientStatement, Interaction
from nabij.contact.types import Spoken
from nabij.core.dates import DAY
from nabij.core.refs import new_ref
from nabij.core.viewer import Role
from nabij.database.testing.scratch import acting_as
from nabij.dossiers.models import Fact
from nabij.privacy.models import PrivacyRequest
from nabij.relations import queries as relations_queries
from nabij.relations.models import Restriction
from nabij.relations.queries import lists

pytestmark = pytest.mark.usefixtures("in_care", "petra")
MARK = "beperkt: juistheid betwist, sinds"
PROBLEM = "Nierziekte CANARY-R"


@pytest.fixture
def paula(noord):
    return add_colleague("Paula", Role.PRIVACY_OFFICER, noord)


@pytest.fixture
def problem(records, dossier):
    found = fact(records["gp"], "problem", PROBLEM, starts="2015", status="active")
    store(found)
    return found


def day(on):
    return f"{on.day}-{on.month}-{on.year}"


def restrict(colleague, anna, query="", **more):
    given = {
        "reason": "accuracy", "said_by": "", "received_on": day(timezone.localdate()),
        "text": "Dat klopt niet", "entry_key": new_ref(),
    }  # fmt: skip
    response = colleague.post(reverse("privacy:restrict", args=[anna.ref]) + query, given | more)
    assert response.status_code == 302, response.text


def decide(officer, decision, **more):
    row = PrivacyRequest.objects.get()
    data = {
        "version": row.version, "decision": decision, "identity": "known", "ground": "",
        "explanation": "",
    }  # fmt: skip
    address = reverse("privacy:request_decide", args=[row.ref])
    return officer.post(address, data | more, follow=True).text


def lift(officer, on, how="phone"):
    address = reverse("privacy:request_lift", args=[PrivacyRequest.objects.get().ref])
    return officer.post(address, {"told_on": day(on), "told_how": how}, follow=True).text


def test_it_holds_at_once_wherever_it_stood(fatima, anna, url, problem, log):
    of_fact = reverse("clientview:fact", args=[anna.ref, problem.ref])
    assert PROBLEM in fatima.get(url).text
    restrict(fatima, anna, f"?fact={problem.ref}")
    for address in (url, f"{url}print/", f"{url}?kind=problem", of_fact):
        answer = fatima.get(address).text
        assert PROBLEM not in answer, address
        assert MARK in answer, address
    swap = fatima.get(f"{url}?kind=problem", headers={"HX-Request": "true"}).text
    assert PROBLEM not in swap
    found = fatima.post(
        reverse("clientview:timeline", args=[anna.ref]), {"q": "Nierziekte"},
        headers={"HX-Request": "true"},
    )  # fmt: skip
    assert problem.ref not in found.text  # that a word is in it is not told either


def test_it_is_read_on_a_stated_ground_which_stands_in_the_log(fatima, anna, url, problem, log):
    restrict(fatima, anna, f"?fact={problem.ref}")
    of_fact = reverse("clientview:fact", args=[anna.ref, problem.ref])
    log(since_now=True)
    unread = fatima.get(f"{of_fact}?ground=curious").text
    assert PROBLEM not in unread
    assert "Voor je open: identiteit en contact" in unread
    shown = fatima.get(f"{of_fact}?ground=others").text
    assert PROBLEM in shown
    assert MARK in shown
    details = [entry.detail for entry in log("fact")]
    assert details == [f"fact {problem.ref}", f"fact {problem.ref} ground others"]


def test_no_other_way_names_it_without_a_ground(fatima, anna, problem, log):
    new = reverse("clientview:statement_new", args=[anna.ref]) + f"?fact={problem.ref}"
    assert fatima.post(new, said(text="Ik heb goede nieren")).status_code == 302
    restrict(fatima, anna, f"?fact={problem.ref}")
    with acting_as("nabij_backup"):
        (ref,) = ClientStatement.objects.values_list("ref", flat=True)
    of_statement = reverse("clientview:statement", args=[anna.ref, ref])
    beside = f"{of_statement}?fact={problem.ref}"
    again = reverse("privacy:restrict", args=[anna.ref]) + f"?fact={problem.ref}"
    for address in (new, again, beside):
        assert PROBLEM not in fatima.get(address).text, address
    assert fatima.get(of_statement).status_code == 404
    asked = fatima.get(beside).text
    assert f'name="fact" value="{problem.ref}"' in asked  # the answer leads back to it
    assert "goede nieren" not in asked
    change = said(text="Toch niet", version=1)
    assert fatima.post(beside, change).status_code == 422
    log(since_now=True)
    assert "goede nieren" in fatima.get(f"{beside}&ground=consent").text
    assert fatima.post(f"{beside}&ground=consent", change).status_code == 302  # the first change
    assert {entry.detail for entry in log("statement") if entry.classes} == {
        f"fact {problem.ref} ground consent"
    }


def test_a_fact_that_refers_to_it_does_not_name_it(fatima, anna, records, problem):
    plan = fact(records["gp"], "care_plan", "Zorgplan", status="active")
    store(plan, references=[reference(plan, "addresses", problem, display=PROBLEM)])
    of_plan = reverse("clientview:fact", args=[anna.ref, plan.ref])
    assert PROBLEM in fatima.get(of_plan).text
    restrict(fatima, anna, f"?fact={problem.ref}")
    page = fatima.get(of_plan).text
    assert PROBLEM not in page
    assert problem.ref in page


def test_an_allergy_stays_in_sight_with_its_mark(fatima, anna, url, dossier):
    allergy = dossier["allergy"]
    restrict(fatima, anna, f"?fact={allergy.ref}")
    of_fact = reverse("clientview:fact", args=[anna.ref, allergy.ref])
    for address in (url, f"{url}print/", of_fact):
        answer = fatima.get(address).text
        assert "CANARY-C-ALLERGY" in answer, address
        assert MARK in answer, address


def test_of_a_whole_copy_only_what_protects_the_client_is_left(fatima, anna, url, records, problem):
    gp = records["gp"]
    restrict(fatima, anna, what=str(gp.pk), reason="unlawful")
    answer = fatima.get(url).text
    assert PROBLEM not in answer
    assert "Metoprolol" in answer
    assert "Alles van Huisartsenpraktijk De Linde" in answer
    assert "Diabetes" in answer  # the hospital says so too


def test_it_holds_for_the_next_version_and_takes_its_statement_along(fatima, anna, url, problem):
    words = "Ik heb goede nieren"
    new = reverse("clientview:statement_new", args=[anna.ref]) + f"?fact={problem.ref}"
    assert fatima.post(new, said(text=words)).status_code == 302
    restrict(fatima, anna, f"?fact={problem.ref}")
    again = fact(problem.patient_record, "problem", f"{PROBLEM} nieuw", version=2,
                 source_key=problem.source_key, status="active")  # fmt: skip
    store(again)
    with acting_as("nabij_intake"):
        Fact.objects.filter(pk=problem.pk).update(superseded_at=timezone.now())
    answer = fatima.get(url).text
    assert PROBLEM not in answer
    assert words not in answer
    shown = fatima.get(reverse("clientview:fact", args=[anna.ref, again.ref]) + "?ground=consent")
    assert words in shown.text


def test_a_contact_shows_its_mark_and_opens_on_a_ground(fatima, anna, url, noord, log):
    viewer = access_queries.viewer_of(user=fatima.user, at=timezone.now(), access_point="test")
    around = contact_queries.around(viewer=viewer, ref=anna.ref)
    contact_actions.record_interaction(
        viewer=viewer,
        around=around,
        spoken=Spoken(
            entry_key=new_ref(), counterpart=anna.ref, about=(anna.ref,), channel="phone",
            direction="in", topic="care", outcome="done", at=timezone.now() - DAY,
            text="CANARY-R zei zij", data_class="c",
        ),
    )  # fmt: skip
    moment = Interaction.objects.get()
    assert "CANARY-R" in fatima.get(url).text
    restrict(fatima, anna, f"?moment={moment.ref}")
    page = fatima.get(url).text
    assert "CANARY-R" not in page
    assert "beperkt: bewaard, niet gebruikt" in page
    one = reverse("contact:interaction", args=[moment.ref])
    assert "CANARY-R" not in fatima.get(one).text
    log(since_now=True)
    assert "CANARY-R" in fatima.get(f"{one}?ground=claim").text
    assert [entry.detail for entry in log("interaction")] == ["ground claim"]
    correction = {"text": "CANARY-R anders", "version": 1}
    assert fatima.post(one, correction).status_code == 422
    confidence = reverse("contact:interaction_confidence", args=[moment.ref])
    hushed = {"version": 1, "reason": "asked"}
    assert fatima.post(confidence, hushed).status_code == 422
    assert fatima.post(f"{one}?ground=claim", correction).status_code == 302
    moment.refresh_from_db()
    assert (moment.version, moment.in_confidence_at) == (2, None)


def test_what_is_no_care_leaves_in_no_list_and_is_approached_by_nobody(paula, fatima, anna, url):
    assert "Wat mag niet gebruikt" in paula.get(reverse("privacy:restrict", args=[anna.ref])).text
    machine = access_queries.machine(at=timezone.now(), command="test")
    restrict(paula, anna, what="no_care", reason="objection")
    assert relations_queries.may_be_approached(viewer=machine, person_ids=[anna.pk]) == set()
    assert lists.who_may_leave(viewer=machine, ids=[anna.pk]) == set()
    assert "niet benaderen" in fatima.get(url).text
    assert "Alles wat geen zorg is" in fatima.get(url).text
    assert "Ons besluit: geweigerd" in decide(
        paula, "refused", ground="unfounded", explanation="Nee"
    )
    assert lists.who_may_leave(viewer=machine, ids=[anna.pk]) == set()  # until they were told
    lift(paula, timezone.localdate())
    assert lists.who_may_leave(viewer=machine, ids=[anna.pk]) == {anna.pk}


def test_granted_it_goes_on_until_the_person_was_told(paula, fatima, anna, url, problem):
    restrict(fatima, anna, f"?fact={problem.ref}")
    officers_page = paula.get(reverse("privacy:request", args=[PrivacyRequest.objects.get().ref]))
    assert MARK in officers_page.text
    assert PROBLEM not in officers_page.text
    assert "Opheffen" not in officers_page.text
    assert lift(paula, timezone.localdate()).count("Opheffen") == 0  # not before it is decided
    assert "toegewezen" in decide(paula, "granted")
    assert PROBLEM not in fatima.get(url).text
    assert "Vertel het eerst" in lift(paula, timezone.localdate() - DAY)
    assert "Vul in op welke dag" in lift(paula, timezone.localdate(), how="")
    assert PROBLEM not in fatima.get(url).text
    assert "opgeheven" in lift(paula, timezone.localdate())
    assert PROBLEM in fatima.get(url).text
    assert Restriction.objects.get().told_how == "phone"


def test_granting_alone_is_no_restriction(paula, anna):
    address = reverse("privacy:request_new", args=[anna.ref])
    today = timezone.localdate()
    form = {
        "kind": "restriction", "asker": "person", "received_on": today.isoformat(),
        "entry_key": new_ref(), "text": "", "identity": "known",
    }  # fmt: skip
    paula.post(address, form)
    assert "Nog niemand wees aan" in decide(paula, "granted")
    restrict(paula, anna, what="no_care", reason="claim")
    assert PrivacyRequest.objects.count() == 1  # it joins what was asked
    assert "toegewezen" in decide(paula, "granted")


def test_nobody_else_restricts_or_learns_of_it(anja, karim, others, paula, anna, url, problem):
    address = reverse("privacy:restrict", args=[anna.ref])
    for colleague in (anja, karim, *others.values()):
        assert colleague.get(f"{address}?fact={problem.ref}").status_code == 404
    for colleague in (karim, *others.values()):
        assert colleague.get(address).status_code == 404
    assert paula.get(f"{address}?fact={problem.ref}").status_code == 404
    assert paula.get(address).status_code == 200


def test_the_database_lifts_nothing_untold(fatima, anna, problem):
    restrict(fatima, anna, f"?fact={problem.ref}")
    with pytest.raises(IntegrityError), transaction.atomic():
        Restriction.objects.update(lifted_at=timezone.now())
