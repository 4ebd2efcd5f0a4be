# SPDX-License-Identifier: EUPL-1.2
"""A copy is complete to the last text field (R13): of every kind of row that is copied."""

import json

from django.db import models
from django.utils import translation

from nabij.privacy.actions import copies
from nabij.privacy.actions.erasures import opened_to_erase
from nabij.privacy.queries import holdings
from nabij.privacy.rules.classification import TABLE
from nabij.privacy.tests.conftest import viewer_of
from nabij.privacy.tests.test_erasures import granted, worker

# What is text in the database and says nothing of somebody: keys, and what is reckoned from others.
NOT_SAID = {"ref", "uid", "entry_key", "key_id", "search_text", "sort_key", "document_number"}
# Their text goes along as it came in, or as a line of the log.
OTHERWISE = {"dossiers.Original", "access.AccessEntry"}
KINDS = [label for label, held in TABLE.items() if held.is_copied and label not in OTHERWISE]


def texts_of(label, row):
    """Return the texts of a row, by column, as they stand in the database."""
    for column in row._meta.concrete_fields:
        is_text = isinstance(column, models.CharField | models.TextField)
        if not is_text or column.name in NOT_SAID or column.primary_key:
            continue
        text = getattr(row, column.attname)
        if text:
            is_word = column.choices and not column.name.endswith("_precision")
            said = getattr(row, f"get_{column.name}_display")() if is_word else text
            yield f"urn:nabij:{label}.{column.name}", str(said)


def test_every_text_field_of_every_kind_is_in_it(petra, known_everywhere):
    asked = granted(petra, known_everywhere, kind="access")
    copy = copies.ask_for_copy(viewer=viewer_of(petra), ref=asked.ref)
    copies.make_copy(viewer=worker(petra), copy_id=copy.pk)
    file = copies.take_copy(viewer=viewer_of(petra), ref=copy.ref, part="fhir")
    resources = [entry["resource"] for entry in json.loads(file.content)["entry"]]
    copied = {
        (one["url"], one["valueString"])
        for resource in resources
        if resource["resourceType"] == "Basic"
        for one in resource["extension"]
        if "valueString" in one
    }
    missing, without_a_row = [], set()
    person = holdings.whose(viewer=worker(petra), person_id=known_everywhere.pk)
    opened = opened_to_erase(
        viewer=worker(petra),
        person_id=known_everywhere.pk,
        event="erasure-list",
        action="R",
        request_ref="test",
    )
    with opened, translation.override("nl"):
        for label in KINDS:
            rows = list(holdings.found(label, person, for_copy=True).distinct())
            if not rows:
                without_a_row.add(label)
            missing += [text for row in rows for text in texts_of(label, row) if text not in copied]
    assert without_a_row == set()
    assert missing == []
    assert len(copied) > 150
