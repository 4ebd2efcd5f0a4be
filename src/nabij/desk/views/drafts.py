# SPDX-License-Identifier: EUPL-1.2
"""Drafts: a page keeps what is typed in it, asks for it, and throws it away."""

import msgspec
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.core.request import Request
from nabij.desk import actions, queries
from nabij.desk.models import LONGEST_FORM
from nabij.desk.queries.drafts import Typed
from nabij.web.formats import moment
from nabij.web.pages import no_store


class Asked(msgspec.Struct):
    """What a page asks: `typed` to keep it, `is_over` to throw it away, neither to get it."""

    form: str
    typed: Typed | None = None
    is_over: bool = False


@door("draft", allows=access_rules.any_colleague)
@require_POST
def draft(request: Request) -> HttpResponse:
    """Keep, give back or throw away what this colleague typed in one form."""
    viewer = request.viewer
    if request.content_type != "application/json":
        return HttpResponse(status=400)
    try:
        asked = msgspec.json.decode(request.body, type=Asked)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return HttpResponse(status=400)
    is_fine = 0 < len(asked.form) <= LONGEST_FORM and "\0" not in asked.form
    if not is_fine or not (asked.typed is None or _is_local(asked.typed.address)):
        return HttpResponse(status=400)
    if asked.is_over:
        actions.drop_draft(viewer=viewer, form=asked.form)
        return HttpResponse(status=204)
    if asked.typed is not None:
        actions.keep_draft(viewer=viewer, form=asked.form, typed=asked.typed)
        return HttpResponse(status=204)
    found = queries.draft(viewer=viewer, form=asked.form)
    if found is None:
        return HttpResponse(status=204)
    at = moment(found.saved_at)
    words = {
        "text": _("You typed here on %(at)s and did not send it.") % {"at": at},
        "restore": _("Put it back"),
        "drop": _("Throw away"),
    }
    return no_store(JsonResponse(words | {"fields": found.fields}))


def _is_local(address: str) -> bool:
    is_path = address.startswith("/") and not address.startswith("//") and "\\" not in address
    return is_path and len(address) < 500
