# SPDX-License-Identifier: EUPL-1.2
"""Somebody who is client, member and lead at once asks for a copy, then for erasure (R13)."""

from datetime import timedelta

from django.utils import timezone

from nabij.contact.models import Interaction, WorkedTime
from nabij.privacy.actions import copies
from nabij.privacy.papers import letters
from nabij.privacy.queries import carrying_out as carrying_out_queries
from nabij.privacy.tests import somebody as world
from nabij.privacy.tests.conftest import viewer_of
from nabij.privacy.tests.test_erasures import by_why, carried_out, granted, worker


def test_the_copy_has_all_and_then_only_what_may_go_goes_and_the_letter_says_why(
    petra, frits, client, found_in
):
    asked = granted(petra, client, kind="access")
    copy = copies.ask_for_copy(viewer=viewer_of(petra), ref=asked.ref)
    copies.make_copy(viewer=worker(petra), copy_id=copy.pk)
    file = copies.take_copy(viewer=viewer_of(petra), ref=copy.ref, part="fhir").content.decode()
    for word in ("als member", "als lead", "over de club", f"{world.CARE_CANARY} besproken"):
        assert word in file
    row = granted(petra, client)
    done = carried_out(petra, frits, row)
    fates = {(label, fate) for label, fate, _why in by_why(done)}
    assert ("relations.Relationship", "goes") in fates
    assert ("dossiers.Fact", "stays") in fates
    assert ("privacy.PersonCopy", "goes") in fates  # what was made of all that goes along
    assert found_in("als member", "als lead", "over de club") == []
    row.refresh_from_db()
    viewer = viewer_of(petra)
    letter = letters.letter(
        row=row,
        name=client.name,
        on=timezone.localdate(),
        carrying=carrying_out_queries.carrying_out(viewer=viewer, request=row),
    )
    gone, stayed = letter.split("Dit blijft")
    assert "Dit is weg:" in gone
    assert "zorgdossier" in stayed


def test_hours_that_are_charged_stay_seven_years_and_what_was_said_goes(
    petra, frits, anja, lead, found_in
):
    today = timezone.localdate()
    charged, long_ago = (
        world.spoken_with(lead, anja, text=f"{world.CANARY} {word}", about=[])
        for word in ("betaald", "ooit betaald")
    )
    world.hours(charged, lead, anja, is_billable=True)
    world.hours(long_ago, lead, anja, is_billable=True, on=today - timedelta(days=7 * 366))
    done = carried_out(petra, frits, granted(petra, lead))
    assert ("contact.Interaction", "stays", "books") in by_why(done)
    assert list(Interaction.objects.values_list("pk", flat=True)) == [charged.pk]
    assert list(WorkedTime.objects.values_list("interaction_id", flat=True)) == [charged.pk]
    assert found_in(world.CANARY) == []
