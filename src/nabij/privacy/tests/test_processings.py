# SPDX-License-Identifier: EUPL-1.2
"""Every door and every job says what it processes and why; the register is read from them."""

import io

import pytest
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from nabij.access import queries as access_queries
from nabij.core import jobs
from nabij.privacy import queries
from nabij.privacy.choices import EVENTS
from nabij.privacy.choices.processings import BY_EVENT, BY_PACKAGE
from nabij.privacy.queries.processings import views
from nabij.privacy.tests.conftest import signed_in


def test_every_door_belongs_to_a_processing():
    found = list(views())
    assert len(found) > 50
    missing = {view.__module__ for view in found if view.__module__.split(".")[1] not in BY_PACKAGE}
    assert missing == set(), "say in privacy.choices.processings what these process"


def test_every_job_belongs_to_a_processing():
    names = jobs.names()
    assert "access.seal_log" in names
    assert {name.partition(".")[0] for name in names} <= set(BY_PACKAGE)


def test_no_event_is_named_that_nothing_writes():
    assert set(BY_EVENT) <= set(EVENTS)


def test_a_line_of_the_log_names_its_processing():
    machine = access_queries.machine(at=timezone.now(), command="test")
    found = queries.processing_of_event(viewer=machine, event="picture")
    assert str(found.purpose) == "om zorg te geven en te regelen"
    assert queries.processing_of_event(viewer=machine, event="nothing-of-ours") is None


@pytest.fixture
def page():
    return reverse("privacy:register")


def test_the_register_names_what_holds_for_each_processing(petra, page):
    shown = signed_in(petra).get(page).text
    for words in ("WGBO 7:454", "AVG 6(1)(b)", "Noodknop", "picture", "access.seal_log"):
        assert words in shown


def test_the_workbook_holds_the_same(petra, page):
    officer = signed_in(petra)
    answer = officer.get(page, {"as": "xlsx"})
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    rows = book.get_sheet_by_index(0).to_python()
    assert len(rows) == 1 + len(officer.get(page).context["rows"])
    assert all(all(str(cell) for cell in row[:6]) for row in rows)
