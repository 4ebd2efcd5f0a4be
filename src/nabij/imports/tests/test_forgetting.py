# SPDX-License-Identifier: EUPL-1.2
"""What came in with a file does not lie here for ever, and no letter waits for it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from nabij.access import queries as access_queries
from nabij.imports.actions import uploading
from nabij.imports.models import Import, ImportPart, ImportRow
from nabij.imports.queries.imports import ImportNotFound
from nabij.imports.tests.conftest import ROWS, check, take_back, viewer_of, write

pytestmark = pytest.mark.django_db
BAD = "4;Zoë;Bakker;31-2-1950;v;;;;Zwolle"


def _after(days):
    return access_queries.machine(at=timezone.now() + timedelta(days=days), command="worker")


@pytest.fixture
def halfway(anja, csv):
    """Return an import that was written, with one row that was not."""
    return write(anja, check(anja, csv(ROWS[0], BAD)))


def test_rows_that_nobody_works_on_go_and_what_was_written_stays(as_anja, anja, csv, halfway):
    check(anja, csv(ROWS[1], name="never-written.csv"))
    assert uploading.forget_files(viewer=_after(29)) == 0
    assert ImportPart.objects.exists()
    assert uploading.forget_files(viewer=_after(31)) == 2
    assert list(Import.objects.all()) == [halfway]
    assert not ImportPart.objects.exists()
    assert list(ImportRow.objects.values_list("outcome", flat=True)) == ["new"]
    page = as_anja.get(reverse("imports:import", args=[halfway.ref])).text
    assert "staan niet meer in nabij" in page
    assert "31-2-1950" not in page
    assert take_back(anja, halfway).state == "taken_back"
    assert uploading.forget_files(viewer=_after(31)) == 0


def test_the_page_says_when_the_rows_go(as_anja, halfway):
    on = timezone.localdate() + timedelta(days=30)
    assert f"{on:%-d-%-m-%Y}" in as_anja.get(reverse("imports:import", args=[halfway.ref])).text


def test_what_lost_its_rows_halfway_does_not_go_on(as_anja, anja, halfway):
    Import.objects.update(state="writing")
    uploading.forget_files(viewer=_after(31))
    page = as_anja.get(reverse("imports:import", args=[halfway.ref])).text
    assert reverse("imports:go_on", args=[halfway.ref]) not in page
    with pytest.raises(uploading.NotNow):
        uploading.go_on(viewer=viewer_of(anja), ref=halfway.ref)


def test_only_the_machine_clears_up(anja, halfway):
    with pytest.raises(ImportNotFound):
        uploading.forget_files(viewer=viewer_of(anja))


def test_no_letter_waits_for_a_file(halfway):
    waiting = ProcrastinateJob.objects.filter(task_name=uploading.WORK)
    assert set(waiting.values_list("queue_name", flat=True)) == {"bulk"}
