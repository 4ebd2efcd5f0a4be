# SPDX-License-Identifier: EUPL-1.2
"""Keep what a colleague types, until it is sent, thrown away or too old."""

import msgspec
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nabij.core import crypto
from nabij.core.errors import DomainError
from nabij.core.resealing import SealedColumn
from nabij.core.viewer import Viewer
from nabij.desk.models import Draft
from nabij.desk.queries.drafts import KEPT_FOR, Typed, context_of

LONGEST = 60_000  # bytes of one draft
MOST = 50  # drafts of one colleague

SEALED = (
    SealedColumn(
        table="desk_draft",
        column="sealed",
        reads=("row.colleague_id", "row.form"),
        context=context_of,
    ),
)


class DraftTooLong(DomainError):
    code = "draft-too-long"
    message = _("This is too long to keep. Send it soon.")
    http_status = 413


@transaction.atomic
def keep_draft(*, viewer: Viewer, form: str, typed: Typed) -> Draft:
    """Keep what is filled in in a form, in the place of what was kept of it before.

    What anybody left longer than two weeks ago is removed; of one colleague the latest fifty stay.

    Raises:
        DraftTooLong: it is more than 60 kB.
    """
    plain = msgspec.json.encode(typed)
    if len(plain) > LONGEST:
        raise DraftTooLong
    sealed = crypto.seal(plain, context=context_of(viewer.user_id, form))
    row, _is_new = Draft.objects.update_or_create(
        colleague_id=viewer.user_id,
        form=form,
        defaults={"sealed": sealed, "saved_at": viewer.at},
    )
    own = Draft.objects.filter(colleague_id=viewer.user_id).order_by("-saved_at", "-pk")
    Draft.objects.filter(pk__in=list(own.values_list("pk", flat=True)[MOST:])).delete()
    Draft.objects.filter(saved_at__lt=viewer.at - KEPT_FOR).delete()
    return row


def drop_draft(*, viewer: Viewer, form: str) -> None:
    """Forget what was typed: the form was sent, or the colleague wants it gone."""
    Draft.objects.filter(colleague_id=viewer.user_id, form=form).delete()
