# SPDX-License-Identifier: EUPL-1.2
"""A-91: marketing and sales apart from the back office, and one table of rights."""

from datetime import date

import pytest

from nabij.access import rules
from nabij.access.rules import DataClass
from nabij.core.viewer import Role

A, B, C, D = DataClass


def test_every_role_stands_in_the_table():
    assert set(rules.RIGHTS) == set(Role)
    assert set(rules.ISO_21298) == set(Role)


@pytest.mark.parametrize("role", [Role.MARKETEER, Role.ACCOUNT_MANAGER])
def test_commerce_never_opens_anything_of_care(role):
    """A-91."""
    for by_care_relation in (True, False):
        opened = rules.classes_opened({role}, by_care_relation=by_care_relation, by_occasion=True)
        assert opened <= {A}


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ADMINISTRATOR])
def test_managers_and_administrators_see_no_person(role):
    assert rules.classes_of({role}) == frozenset()
    assert not rules.may_see_cards({role})


def test_no_role_opens_the_shielded_class_by_itself():
    for role in Role:
        assert D not in rules.classes_of({role})


def test_content_of_care_opens_by_a_care_relation_only():
    nurse = {Role.CARE_PROFESSIONAL}
    assert rules.classes_opened(nurse, by_care_relation=True, by_occasion=False) == {A, B, C}
    assert rules.classes_opened(nurse, by_care_relation=False, by_occasion=True) == {A, B}
    assert rules.classes_opened(nurse, by_care_relation=False, by_occasion=False) == frozenset()


def test_front_office_opens_the_organisation_of_care_by_a_call_only():
    front = {Role.FRONT_OFFICE}
    assert rules.classes_opened(front, by_care_relation=False, by_occasion=True) == {A, B}
    assert rules.classes_opened(front, by_care_relation=True, by_occasion=False) == frozenset()


def test_front_office_that_is_also_marketeer_gets_no_more_than_front_office():
    both = {Role.FRONT_OFFICE, Role.MARKETEER}
    assert rules.classes_opened(both, by_care_relation=True, by_occasion=True) == {A, B}


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "holds"),
    [
        (None, None, True),
        (date(2026, 3, 9), None, True),
        (date(2026, 3, 10), None, False),
        (None, date(2026, 3, 9), False),
        (None, date(2026, 3, 10), True),
    ],
)
def test_a_period_is_half_open(starts_on, ends_on, holds):
    assert rules.is_in_force(starts_on, ends_on, date(2026, 3, 9)) is holds


def test_the_log_names_the_role_with_the_widest_rights():
    assert rules.main_role({Role.CARE_PROFESSIONAL, Role.MARKETEER}) == "04"
    assert rules.main_role(()) == rules.ISO_21298_SYSTEM
