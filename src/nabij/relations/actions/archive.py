# SPDX-License-Identifier: EUPL-1.2
"""Put persons away who turned out to be someone else, and bring them back. Nothing is deleted."""

from collections.abc import Collection

from nabij.access import rules as access_rules
from nabij.core.viewer import Viewer
from nabij.relations.actions.gate import MayNotRegister
from nabij.relations.models import Party


def archive_persons(*, viewer: Viewer, ids: Collection[int]) -> None:
    """Put these persons away. Only `archived_at` changes, so bringing them back is exact.

    The caller writes the log, for it knows why.

    Raises:
        MayNotRegister: the role reviews no links.
    """
    _check(viewer)
    Party.objects.current().persons().filter(pk__in=list(ids)).update(archived_at=viewer.at)


def revive_persons(*, viewer: Viewer, ids: Collection[int]) -> None:
    """Bring archived persons back as they were. The caller writes the log.

    Raises:
        MayNotRegister: the role reviews no links.
    """
    _check(viewer)
    Party.objects.persons().filter(pk__in=list(ids)).update(archived_at=None)


def _check(viewer: Viewer) -> None:
    if not (viewer.is_machine or access_rules.may_review_links(viewer.roles)):
        raise MayNotRegister
