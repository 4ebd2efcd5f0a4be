# SPDX-License-Identifier: EUPL-1.2
"""Where else somebody stands: in files that were uploaded and in what takes work of many back.

Part of an erasure: works as `nabij_erasure`, in its transaction.
"""

from typing import Any

from django.apps import apps
from django.db.models import Q

from nabij.privacy.actions.going import Going
from nabij.privacy.actions.masking import mask_breaches
from nabij.privacy.queries.holdings import Whose
from nabij.privacy.rules.erasing import WORD

OF_PERSONS = "persons"


def forget_elsewhere(*, person: Whose, goes: Going, is_nobody: bool) -> None:
    """Wipe somebody from uploads and undo rows as far as what they speak of goes."""
    _forget_files(goes.rows.get("dossiers.Fact", set()))
    _forget_deliveries(goes.rows.get("dossiers.IntakeRecord", set()))
    if is_nobody:
        mask_breaches(person=person)
        _forget_imports(person)
        _forget_bulk_rows(person)


def _forget_files(facts: set[Any]) -> None:
    """Forget whole files that facts came in: what else is in them has originals of its own.

    A file may be called after who it is about, so its name goes too, and that of its delivery.
    """
    files = _objects("dossiers.Fact").filter(pk__in=list(facts)).values("intake_file")
    keys = list(files.distinct().values_list("intake_file", flat=True))
    _objects("dossiers.IntakeFile").filter(pk__in=keys).update(content=None, targets={}, name=WORD)
    whole = _objects("dossiers.IntakeFile").filter(pk__in=keys).values("intake")
    _objects("dossiers.Intake").filter(pk__in=whole).update(name=WORD)


def _forget_deliveries(records: set[Any]) -> None:
    """Forget what deliveries and their files are called that were about nobody else."""
    told = _objects("dossiers.IntakeRecord")
    whole = told.filter(pk__in=list(records)).values("intake")
    of_others = told.filter(intake__in=whole).exclude(pk__in=list(records)).values("intake")
    alone = _objects("dossiers.Intake").filter(pk__in=whole).exclude(pk__in=of_others)
    keys = list(alone.values_list("pk", flat=True))
    _objects("dossiers.IntakeFile").filter(intake__in=keys).update(name=WORD)
    _objects("dossiers.Intake").filter(pk__in=keys).update(name=WORD)


def _forget_imports(person: Whose) -> None:
    """Forget the piece of a file that a person came in, its name, and what it changed in them."""
    rows = _objects("imports.ImportRow").filter(key__in=list(person.keys), whole__kind=OF_PERSONS)
    for whole, number in list(rows.values_list("whole_id", "number")):
        _objects("imports.ImportPart").filter(
            whole_id=whole, first_row__lte=number, last_row__gte=number
        ).delete()
    _objects("imports.Import").filter(pk__in=list(rows.values_list("whole_id", flat=True))).update(
        name=WORD
    )
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
