# SPDX-License-Identifier: EUPL-1.2
"""What a colleague typed and did not send: for that colleague alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec
from django.db.models import QuerySet

from nabij.core import crypto
from nabij.core.viewer import Viewer
from nabij.desk.choices import FORM, FORMS
from nabij.desk.models import Draft

KEPT_FOR = timedelta(days=14)
MOST_SHOWN = 5


class Typed(msgspec.Struct):
    """What lies sealed: the page it was typed on, and for each field what was filled in."""

    address: str
    fields: dict[str, list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftInView:
    """A form that was not sent, when it was last typed in, and what stood in it."""

    form: str
    saved_at: datetime
    address: str
    fields: dict[str, list[str]]

    @property
    def kind_label(self) -> str:
        """Return what kind of form it is; whom it is about is not told here."""
        return str(FORMS.get(self.form.partition(":")[0], FORM))


def draft(*, viewer: Viewer, form: str) -> DraftInView | None:
    """Return what this colleague left in a form, None when nothing is kept. One SQL query."""
    row = _kept(viewer).filter(form=form).first()
    return _opened(row) if row else None


def drafts(*, viewer: Viewer) -> list[DraftInView]:
    """Return the forms that this colleague left half done, the latest first. One SQL query."""
    rows = _kept(viewer).order_by("-saved_at", "pk")[:MOST_SHOWN]
    return [found for found in map(_opened, rows) if found]


def context_of(colleague_id: int, form: str) -> bytes:
    """Return what a draft is sealed for: it opens for nobody else and nowhere else."""
    return f"draft:{colleague_id}:{form}".encode()


def _kept(viewer: Viewer) -> QuerySet[Draft]:
    return Draft.objects.filter(colleague_id=viewer.user_id, saved_at__gt=viewer.at - KEPT_FOR)


def _opened(row: Draft) -> DraftInView | None:
    context = context_of(row.colleague_id, row.form)
    try:
        typed = msgspec.json.decode(crypto.unseal(bytes(row.sealed), context=context), type=Typed)
    except (crypto.SealBroken, crypto.KeyMissing, msgspec.MsgspecError):
        return None
    return DraftInView(
        form=row.form, saved_at=row.saved_at, address=typed.address, fields=typed.fields
    )
