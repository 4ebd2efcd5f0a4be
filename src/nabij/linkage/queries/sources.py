# SPDX-License-Identifier: EUPL-1.2
"""Which places dossiers come from."""

from django.utils.translation import gettext_lazy as _

from nabij.core.errors import NotFound
from nabij.core.viewer import Viewer
from nabij.linkage.models import Source


class SourceNotFound(NotFound):
    code = "source-not-found"
    message = _("There is no source of that name. See the list with: nabij sources")


def source_named(*, viewer: Viewer, name: str) -> Source:
    """Return the source with this name. One SQL query.

    Raises:
        SourceNotFound: there is none.
    """
    source = Source.objects.filter(name=name).first()
    if source is None:
        raise SourceNotFound
    return source


def sources(*, viewer: Viewer) -> list[Source]:
    """Return all places that dossiers come from, by title. One SQL query.

    It names no client, so it is open to whoever signed in.
    """
    return list(Source.objects.order_by("title", "pk"))
