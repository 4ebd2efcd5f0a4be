# SPDX-License-Identifier: EUPL-1.2
"""What a client states beside the dossier: who sees it, that it stays, and that it is theirs."""

import re

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from nabij.access import queries as access_queries
from nabij.access.actions import (
    CareRelationFields,
    RepresentationFields,
    add_care_relations,
    add_representation,
)
from nabij.access.models import CareRelation
from nabij.access.tests.cast import add_colleague
from nabij.clientview.tests.building import fact, store
from nabij.clientview.tests.conftest import _person
from nabij.contact import actions as contact_actions
from nabij.contact import queries as contact_queries
from nabij.contact.models import ClientStatement
from nabij.contact.types import Spoken
from nabij.core.dates import DAY
from nabij.core.refs import new_ref
from nabij.core.viewer import Role
from nabij.database.testing.scratch import acting_as
from nabij.dossiers.models import Fact
from nabij.relations.actions import merge, unmerge
from nabij.relations.models import Merge
from nabij.relations.queries import merge_preview

pytestmark = pytest.mark.usefixtures("in_care", "petra")
WORDS = "Ik ben niet allergisch, ik was verkouden"


def machine():
    return access_queries.machine(at=timezone.now(), command="test")


def viewer_of(colleague):
    return access_queries.viewer_of(user=colleague.user, at=timezone.now(), access_point="test")


@pytest.fixture
def new_url(anna):
    return reverse("clientview:statement_new", args=[anna.ref])


def sent(**more):
    today = timezone.localdate()
    given = {
        "entry_key": new_ref(), "text": WORDS, "said_by": "", "channel": "visit",
        "said_on": f"{today.day}-{today.month}-{today.year}",
    }  # fmt: skip
    return given | more


def stated(colleague, new_url, query="", **more):
    response = colleague.post(f"{new_url}{query}", sent(**more))
    assert response.status_code == 302, response.text


def rows():
    with acting_as("nabij_backup"):
        return list(
            ClientStatement.objects.order_by("written_at", "version").values(
                "ref", "version", "text", "is_withdrawn", "said_by_id", "fact_key"
            )
        )


@pytest.fixture
def beside(fatima, dossier, new_url):
    """A statement beside Anna's allergy."""
    stated(fatima, new_url, f"?fact={dossier['allergy'].ref}")
    return rows()[0]["ref"]


def test_it_stands_wherever_the_fact_stands(fatima, dossier, beside, url, anna):
    of_fact = reverse("clientview:fact", args=[anna.ref, dossier["allergy"].ref])
    assert WORDS in fatima.get(of_fact).text
    picture = fatima.get(url).text
    assert WORDS in picture
    assert len(re.findall(rf'class="tag info" href="{of_fact}#statements"', picture)) == 2
    line = fatima.get(f"{url}?kind=allergy", headers={"HX-Request": "true"}).text
    assert f"{of_fact}#statements" in line
    assert WORDS in fatima.get(reverse("clientview:print", args=[anna.ref])).text


def test_who_does_not_see_the_fact_does_not_see_it(anja, karim, others, beside, url, anna, dossier):
    reverse_fact = reverse("clientview:fact", args=[anna.ref, dossier["allergy"].ref])
    anja.post(reverse("clientview:call", args=[anna.ref]), {"caller": "client"})
    for colleague in (anja, karim, *others.values()):
        for address in (
            url,
            reverse_fact,
            reverse("clientview:statement", args=[anna.ref, beside]),
        ):
            answer = colleague.get(address)
            assert WORDS not in answer.text
            assert "#statements" not in answer.text


def test_the_database_itself_keeps_it_shut(beside):
    with pytest.raises(DatabaseError, match="no-access-entry"), transaction.atomic():
        list(ClientStatement.objects.all())
    for forbidden in (
        lambda: ClientStatement.objects.update(text="anders"),
        lambda: ClientStatement.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            forbidden()


def test_it_stays_when_the_source_sends_the_fact_anew_or_takes_it_back(
    fatima, dossier, beside, url, records, anna
):
    old = dossier["allergy"]
    again = fact(
        records["gp"], "allergy", "Penicilline opnieuw", type="AllergyIntolerance", version=2,
        source_key=old.source_key, status="entered-in-error", is_error=True, is_active=False,
    )  # fmt: skip
    store(again)
    with acting_as("nabij_intake"):
        Fact.objects.filter(pk=old.pk).update(superseded_at=timezone.now())
    for version in (old, again):
        address = reverse("clientview:fact", args=[anna.ref, version.ref])
        assert WORDS in fatima.get(address).text
    assert WORDS in fatima.get(url).text


def test_a_fact_that_becomes_shielded_takes_its_statement_along(
    fatima, dossier, beside, url, records
):
    old = dossier["allergy"]
    shut = fact(
        records["gp"], "allergy", "Penicilline", type="AllergyIntolerance", version=2,
        source_key=old.source_key, data_class="d",
    )  # fmt: skip
    store(shut)
    with acting_as("nabij_intake"):
        Fact.objects.filter(pk=old.pk).update(superseded_at=timezone.now())
    assert WORDS not in fatima.get(url).text


def test_a_correction_keeps_the_old_text_and_a_withdrawal_all_of_it(
    fatima, dossier, beside, url, anna, log
):
    allergy = dossier["allergy"]
    page = reverse("clientview:statement", args=[anna.ref, beside]) + f"?fact={allergy.ref}"
    log(since_now=True)
    assert fatima.post(page, sent(text="Ik had koorts", version=1)).status_code == 302
    assert "Ik had koorts" in fatima.get(url).text
    history = fatima.get(page).text
    assert history.index("Ik had koorts") < history.index(WORDS)
    stale = fatima.post(page, sent(text="Te laat", version=1))
    assert stale.status_code == 409
    assert "Te laat" in stale.text
    withdrawn = {f"withdraw-{name}": value for name, value in sent(version=2).items()}
    assert fatima.post(page, {"do": "withdraw"} | withdrawn).status_code == 302
    picture = fatima.get(url).text
    assert "Ik had koorts" not in picture
    assert "Ik had koorts" in fatima.get(page).text
    assert [row["is_withdrawn"] for row in rows()] == [False, False, True]
    assert fatima.post(page, sent(text="Toch weer", version=3)).status_code == 404
    changes = [entry for entry in log("statement") if entry.action != "R"]
    assert [entry.action for entry in changes] == ["U", "U"]
    assert {entry.object_id for entry in changes} == {anna.pk}


def test_the_same_form_sent_twice_is_one_statement(fatima, new_url, dossier):
    key = new_ref()
    for _ in range(2):
        stated(fatima, new_url, data_class="c", entry_key=key)
    assert len(rows()) == 1


def test_beside_the_whole_dossier_who_may_read_it_is_chosen(
    fatima, anja, new_url, url, anna, dossier
):
    stated(fatima, new_url, data_class="c", text="Alleen voor zorg")
    stated(fatima, new_url, data_class="b", text="Voor wie mij helpt")
    anja.post(reverse("clientview:call", args=[anna.ref]), {"caller": "client"})
    front, care = anja.get(url).text, fatima.get(url).text
    assert "Voor wie mij helpt" in front
    assert "Alleen voor zorg" not in front
    assert "Voor wie mij helpt" in care
    assert "Alleen voor zorg" in care


def test_beside_a_contact_it_shows_with_what_was_said(fatima, anja, anna, new_url, url):
    viewer = viewer_of(fatima)
    around = contact_queries.around(viewer=viewer, ref=anna.ref)
    spoken = Spoken(
        entry_key=new_ref(), counterpart=anna.ref, about=(anna.ref,), channel="visit",
        direction="out", topic="care", outcome="done", at=viewer.at - DAY, text="Zij wil niet eten",
        data_class="c",
    )  # fmt: skip
    moment = contact_actions.record_interaction(viewer=viewer, around=around, spoken=spoken)
    stated(fatima, new_url, f"?moment={moment.ref}", text="Ik had al gegeten")
    page = reverse("contact:interaction", args=[moment.ref])
    assert "Ik had al gegeten" in fatima.get(page).text
    assert f"{page}#statements" in fatima.get(url).text
    anja.post(reverse("clientview:call", args=[anna.ref]), {"caller": "client"})
    assert "Ik had al gegeten" not in anja.get(url).text
    assert "Ik had al gegeten" not in anja.get(page).text
    assert anja.post(f"{new_url}?moment={moment.ref}", sent()).status_code == 404


def test_who_decides_for_the_client_may_speak_and_nobody_else(fatima, anna, petra, new_url, url):
    assert "de Vries" not in fatima.get(new_url).text.partition("<form")[2].partition("</form>")[0]
    assert fatima.post(new_url, sent(data_class="c", said_by=petra.ref)).status_code == 422
    add_representation(
        viewer=machine(), person_id=anna.pk, other_id=petra.pk,
        fields=RepresentationFields(
            kind="mentor", tells=["medical"], decides=["medical"], evidence_kind="paper",
            evidence="beschikking", starts_on=timezone.localdate() - DAY, ends_on=None,
            is_checked=True,
        ),
    )  # fmt: skip
    stated(fatima, new_url, data_class="c", said_by=petra.ref)
    assert rows()[0]["said_by_id"] == petra.pk
    assert "namens de cliënt" in fatima.get(url).text


def test_the_privacy_officer_writes_beside_the_whole_and_reads_nothing(
    noord, fatima, anna, dossier, beside, new_url, url
):
    saskia = add_colleague("Saskia", Role.PRIVACY_OFFICER, noord)
    page = saskia.get(new_url)
    assert page.status_code == 200
    assert WORDS not in page.text
    assert saskia.get(f"{new_url}?fact={dossier['allergy'].ref}").status_code == 404
    stated(saskia, new_url, data_class="c", text="Ik ben het er niet mee eens")
    assert "Ik ben het er niet mee eens" in fatima.get(url).text
    assert "Ik ben het er niet mee eens" not in saskia.get(url).text
    address = reverse("clientview:statement", args=[anna.ref, beside])
    assert saskia.get(address).status_code == 404


def test_of_somebody_elses_fact_or_statement_nothing_is_known(
    fatima, karim, zuid, dossier, beside, anna, petra, new_url
):
    assert karim.get(new_url).status_code == 404
    assert karim.post(f"{new_url}?fact={dossier['allergy'].ref}", sent()).status_code == 404
    add_care_relations(
        viewer=machine(),
        relations=[
            CareRelationFields(
                person_id=petra.pk, unit_id=zuid.pk, starts_on=timezone.localdate() - DAY
            )
        ],
    )
    assert CareRelation.objects.filter(person=petra).exists()
    other = reverse("clientview:statement_new", args=[petra.ref])
    assert karim.post(f"{other}?fact={dossier['allergy'].ref}", sent()).status_code == 404
    address = reverse("clientview:statement", args=[petra.ref, beside])
    assert karim.get(address).status_code == 404


def test_it_goes_along_with_a_merge_and_back(fatima, noord, anna, dossier, url, new_url):
    other = _person(noord, given_names="Johanna", own_name="Berg")
    CareRelation.objects.create(
        person=other, unit=noord, kind="care", origin="agreement",
        starts_on=timezone.localdate() - DAY,
    )  # fmt: skip
    new_of_other = reverse("clientview:statement_new", args=[other.ref])
    stated(fatima, new_of_other, data_class="c", text="Ik heet Johanna")
    preview = merge_preview(viewer=machine(), kept_ref=anna.ref, given_ref=other.ref)
    merge(
        viewer=machine(),
        kept_ref=anna.ref,
        given_ref=other.ref,
        stamp=preview.stamp,
        reason="Twee keer",
    )
    assert "Ik heet Johanna" in fatima.get(url).text
    unmerge(viewer=machine(), ref=Merge.objects.get().ref, reason="Toch twee mensen")
    assert "Ik heet Johanna" not in fatima.get(url).text
    assert "Ik heet Johanna" in fatima.get(reverse("clientview:person", args=[other.ref])).text
