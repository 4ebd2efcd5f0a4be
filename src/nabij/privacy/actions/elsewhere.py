# SPDX-License-Identifier: EUPL-1.2
"""Where else somebody stands: in files that were uploaded and in what takes work of many back.

Part of an erasure: works as `nabij_erasure`, in its transaction.
"""

from typing import Any

from django.apps import apps
from django.db.models import Q

from nabij.privacy.actions.going import Going
from nabij.privacy.queries.holdings import Whose

OF_PERSONS = "persons"


def forget_elsewhere(*, person: Whose, goes: Going, is_nobody: bool) -> None:
    """Wipe somebody from uploads and undo rows as far as what they speak of goes."""
    _forget_files(goes.rows.get("dossiers.Fact", set()))
    if is_nobody:
        _forget_imports(person)
        _forget_bulk_rows(person)


def _forget_files(facts: set[Any]) -> None:
    """Forget whole files that facts came in: what else is in them has originals of its own."""
    files = _objects("dossiers.Fact").filter(pk__in=list(facts)).values("intake_file")
    keys = list(files.distinct().values_list("intake_file", flat=True))
    _objects("dossiers.IntakeFile").filter(pk__in=keys).update(content=None, targets={})


def _forget_imports(person: Whose) -> None:
    """Forget the piece of a file that a person came in, and what an import changed in them."""
    rows = _objects("imports.ImportRow").filter(key__in=list(person.keys), whole__kind=OF_PERSONS)
    for whole, number in list(rows.values_list("whole_id", "number")):
        _objects("imports.ImportPart").filter(
            whole_id=whole, first_row__lte=number, last_row__gte=number
        ).delete()
    rows.update(before=None, problems=None)


def _forget_bulk_rows(person: Whose) -> None:
    """Forget what takes one action on many back for this one."""
    rows = _objects("lists.BulkRow").filter(
        Q(run__listing=OF_PERSONS), subject_id__in=list(person.keys)
    )
    rows.update(before={}, values={}, reason="")


def _objects(label: str) -> Any:
    model: Any = apps.get_model(label)
    return model._base_manager.all()
