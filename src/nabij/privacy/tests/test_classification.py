# SPDX-License-Identifier: EUPL-1.2
"""Every model has a class with its ground (R13), and each way to a person leads there."""

import doctest

import pytest
from django.apps import apps

from nabij.core.models import History
from nabij.privacy.rules import retention
from nabij.privacy.rules.classification import TABLE, OnErasure

MODELS = {
    model._meta.label: model
    for model in apps.get_models()
    if model.__module__.startswith("nabij.") and not issubclass(model, History)
}


def test_every_model_has_a_class_and_no_other():
    assert set(TABLE) == set(MODELS)


@pytest.mark.parametrize("label", TABLE)
def test_each_way_leads_to_a_person(label):
    for path in TABLE[label].found_by:
        lookup, said = ("overlap", "&&") if path == "object_ids" else ("in", "IN (1)")
        query = MODELS[label]._base_manager.filter(**{f"{path}__{lookup}": [1]}).query
        assert said in str(query)


def test_for_a_copy_it_is_found_by_ways_that_lead_to_them():
    for label, one in TABLE.items():
        assert set(one.copied_by) <= set(one.found_by), label


def test_what_is_about_a_person_says_how_it_is_found_or_is_kept_as_proof():
    for label, one in TABLE.items():
        assert one.ground, label
        if one.on_erasure in {OnErasure.ERASE, OnErasure.BLANK} or one.is_copied:
            assert one.found_by, label


def test_whatever_points_to_a_party_is_about_somebody():
    """A table that points to persons is found by each of those columns, or is about nobody."""
    party = apps.get_model("relations", "Party")
    for label, model in MODELS.items():
        columns = {f.name for f in model._meta.concrete_fields if f.related_model is party}
        if columns and TABLE[label].on_erasure != OnErasure.NOBODY and label != "relations.Party":
            assert columns <= set(TABLE[label].found_by), label


def test_a_history_follows_its_model():
    for model in apps.get_models():
        if issubclass(model, History):
            found = TABLE[model.pgh_tracked_model._meta.label]
            if found.on_erasure in {OnErasure.ERASE, OnErasure.BLANK}:
                assert set(model.of) == set(found.found_by), model


def test_the_examples_of_retention_are_true():
    assert doctest.testmod(retention).failed == 0
