# SPDX-License-Identifier: EUPL-1.2
"""What was said in confidence: seen by who may see the contact, set and lifted with a reason."""

import pytest
from django.urls import reverse
from django.utils import timezone

from nabij.contact import actions, queries
from nabij.contact.choices import ConfidenceReason
from nabij.contact.models import Interaction
from nabij.contact.types import Spoken
from nabij.core.refs import new_ref


@pytest.fixture
def moment(noor, anna, greet):
    """What Anna's daughter said about her; only for who gives care."""
    viewer = noor.viewer
    spoken = Spoken(
        entry_key=new_ref(), counterpart=greet.ref, about=(anna.ref,), channel="phone",
        direction="in", topic="care", outcome="done", at=timezone.now(), text="Zij drinkt weer",
        data_class="c",
    )  # fmt: skip
    around = queries.around(viewer=viewer, ref=anna.ref)
    return actions.record_interaction(viewer=viewer, around=around, spoken=spoken)


@pytest.fixture
def url(moment):
    return reverse("contact:interaction_confidence", args=[moment.ref])


def test_it_is_set_seen_and_lifted_with_a_reason_that_stays(noor, anna, moment, url, log):
    person = reverse("contact:party", args=[anna.ref])
    page = reverse("contact:interaction", args=[moment.ref])
    assert "in vertrouwen gezegd" not in noor.get(person).text
    answer = noor.post(url, {"reason": "harms_other", "version": 1}, follow=True)
    assert "In vertrouwen gezegd door" in answer.text
    assert "Iemand anders kan er schade van hebben" in answer.text
    assert "in vertrouwen gezegd" in noor.get(person).text
    noor.post(url, {"reason": "agreed", "version": 1})
    assert "In vertrouwen gezegd door" not in noor.get(page).text
    assert Interaction.objects.get(pk=moment.pk).in_confidence_at is None
    history = Interaction.pgh_event_model.objects.filter(id=moment.pk, pgh_label="update")
    told = list(history.order_by("pgh_id").values_list("confidence_reason", flat=True))
    assert told == ["", "harms_other"]
    changes = [entry for entry in log("interaction") if entry.action == "U"]
    assert {entry.object_id for entry in changes} == {anna.pk}
    assert [entry.detail for entry in changes] == ["in confidence", "no longer in confidence"]


def test_without_a_reason_or_twice_nothing_changes(noor, moment, url):
    assert noor.post(url, {"version": 1}).status_code == 422
    assert noor.post(url, {"reason": "agreed", "version": 1}).status_code == 422
    noor.post(url, {"reason": "asked", "version": 1})
    first = Interaction.objects.get(pk=moment.pk)
    assert first.in_confidence_at
    assert noor.post(url, {"reason": "harms_client", "version": 1}).status_code == 422
    found = queries.interaction(viewer=noor.viewer, ref=moment.ref)
    with pytest.raises(actions.ChangedMeanwhile):
        actions.set_confidence(
            viewer=noor.viewer, found=found, version=1, reason=ConfidenceReason.HARMS_CLIENT
        )
    assert Interaction.objects.get(pk=moment.pk).confidence_reason == "asked"


def test_who_may_not_read_it_neither_sees_nor_sets_it(
    noor, anja, carla, merel, anna, moment, url, on_the_phone
):
    for colleague, code in ((anja, 403), (carla, 404), (merel, 404)):
        answer = colleague.post(url, {"reason": "asked", "version": 1})
        assert answer.status_code == code
    assert Interaction.objects.get(pk=moment.pk).in_confidence_at is None
    noor.post(url, {"reason": "asked", "version": 1})
    assert "in vertrouwen gezegd" not in anja.get(reverse("contact:party", args=[anna.ref])).text
