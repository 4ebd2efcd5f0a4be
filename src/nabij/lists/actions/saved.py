# SPDX-License-Identifier: EUPL-1.2
"""Keep, change and remove views; say how one wants to see a list."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from nabij.access import queries as access_queries
from nabij.core.errors import DomainError
from nabij.core.viewer import Viewer
from nabij.lists import queries
from nabij.lists.choices import SharedWith
from nabij.lists.models import OwnList, SavedView
from nabij.lists.types import Asked


class ViewNameTaken(DomainError):
    code = "view-name-taken"
    message = _("You have a view of this name already. Choose another name.")


class TeamNotYours(DomainError):
    code = "team-not-yours"
    message = _("Choose a team that you belong to.")


def save_view(
    *,
    viewer: Viewer,
    listing: str,
    name: str,
    asked: Asked,
    shared_with: str = SharedWith.NOBODY,
    team_ref: str = "",
) -> SavedView:
    """Keep what is asked of a list under a name.

    Raises:
        ListNotFound: the viewer may not open this list.
        ViewNameTaken: they have a view of this name.
        TeamNotYours: it would be shared with a team of others.
    """
    queries.listing_named(viewer=viewer, name=listing)
    view = SavedView(
        listing=listing,
        owner_id=viewer.user_id,
        filters=dict(asked.filters),
        sort=asked.sort,
    )
    return _save(viewer, view, name, shared_with, team_ref)


def change_view(
    *, viewer: Viewer, ref: str, name: str, shared_with: str, team_ref: str = ""
) -> SavedView:
    """Give a view of one's own another name, or share it otherwise.

    Raises:
        ViewNotFound: there is none of the viewer's own.
        ViewNameTaken, TeamNotYours: as `save_view`.
    """
    view = queries.saved_view(viewer=viewer, ref=ref, is_own=True)
    return _save(viewer, view, name, shared_with, team_ref)


def set_view(*, viewer: Viewer, ref: str, asked: Asked) -> SavedView:
    """Let a view of one's own ask something else from now on.

    Raises:
        ViewNotFound: there is none of the viewer's own.
    """
    view = queries.saved_view(viewer=viewer, ref=ref, is_own=True)
    view.filters, view.sort = dict(asked.filters), asked.sort
    view.save(update_fields=["filters", "sort"])
    return view


def remove_view(*, viewer: Viewer, ref: str) -> None:
    """Remove a view of one's own; who opened the list with it, opens it with everything.

    Raises:
        ViewNotFound: there is none of the viewer's own.
    """
    queries.saved_view(viewer=viewer, ref=ref, is_own=True).delete()


def choose_columns(*, viewer: Viewer, listing: str, columns: Sequence[str]) -> None:
    """Keep which columns of a list this colleague wants to see; none: those it begins with.

    Raises:
        ListNotFound: the viewer may not open this list.
    """
    offered = queries.listing_named(viewer=viewer, name=listing).columns_for(viewer)
    chosen = [column.name for column in offered if column.name in columns]
    _keep(viewer, listing, columns=chosen)


def open_with(*, viewer: Viewer, ref: str, is_default: bool) -> SavedView:
    """Let a list open with this view for this colleague, or no longer.

    Raises:
        ViewNotFound: there is none that they may use.
    """
    view = queries.saved_view(viewer=viewer, ref=ref)
    _keep(viewer, view.listing, opens_with=view if is_default else None)
    return view


def _keep(viewer: Viewer, listing: str, **changes: object) -> None:
    OwnList.objects.update_or_create(owner_id=viewer.user_id, listing=listing, defaults=changes)


def _save(viewer: Viewer, view: SavedView, name: str, shared_with: str, team_ref: str) -> SavedView:
    teams = {team.ref: team.pk for team in access_queries.own_teams(viewer=viewer)}
    if shared_with == SharedWith.TEAM and team_ref not in teams:
        raise TeamNotYours
    view.name, view.shared_with = name, shared_with
    view.unit_id = teams[team_ref] if shared_with == SharedWith.TEAM else None
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise ViewNameTaken from error
    return view
