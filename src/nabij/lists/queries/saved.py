# SPDX-License-Identifier: EUPL-1.2
"""Saved views: a colleague's own, and those that others share with them."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from nabij.core.errors import NotFound
from nabij.core.viewer import Viewer
from nabij.lists.models import OwnList, SavedView
from nabij.lists.queries.listings import FilterNotUnderstood, count, listings
from nabij.lists.types import Asked

MOST_ON_DESK = 8


class ViewNotFound(NotFound):
    code = "view-not-found"


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewLine:
    """A saved view in a list of them. `is_own`: the viewer renames, shares and removes it."""

    ref: str
    listing: str
    name: str
    asked: Asked
    is_own: bool
    is_default: bool
    shared_with: str
    team: str
    team_ref: str
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedView:
    """A view on the desk with how many rows it has for this viewer, counted up to a cap.

    `count` is None where a filter of it does not hold for them.
    """

    view: ViewLine
    icon: str
    count: int | None
    is_more: bool


def own_list(*, viewer: Viewer, listing: str) -> OwnList:
    """Return how a colleague wants to see a list, unsaved when they never said. One SQL query."""
    found = OwnList.objects.filter(owner_id=viewer.user_id, listing=listing).first()
    return found or OwnList(owner_id=viewer.user_id, listing=listing)


def views_of(*, viewer: Viewer, listings: Sequence[str]) -> list[ViewLine]:
    """Return the views of these lists that the viewer may use, their own first. One SQL query."""
    opened = OwnList.objects.filter(owner_id=viewer.user_id, opens_with=OuterRef("pk"))
    found: Any = (
        SavedView.objects.visible_to(viewer)
        .filter(listing__in=listings)
        .select_related("unit", "owner")
        .annotate(is_default=Exists(opened))
    )
    ordered = sorted(found, key=lambda view: (view.owner_id != viewer.user_id, view.name.lower()))
    return [
        ViewLine(
            ref=view.ref,
            listing=view.listing,
            name=view.name,
            asked=view.asked,
            is_own=view.owner_id == viewer.user_id,
            is_default=view.is_default,
            shared_with=view.shared_with,
            team=view.unit.name if view.unit else "",
            team_ref=view.unit.ref if view.unit else "",
            owner=view.owner.name,
        )
        for view in ordered
    ]


def counted_views(*, viewer: Viewer, most: int = MOST_ON_DESK) -> list[CountedView]:
    """Return the views for the desk, each with what it holds for this viewer and nobody else.

    One SQL query for each, and one.
    """
    by_name = {listing.name: listing for listing in listings(viewer=viewer)}
    lines = []
    for view in views_of(viewer=viewer, listings=list(by_name))[:most]:
        number, is_more = None, False
        listing = by_name[view.listing]
        # A filter by a team or role that this viewer does not have: nothing to count.
        with suppress(FilterNotUnderstood):
            number, is_more = count(viewer=viewer, listing=listing, asked=view.asked)
        lines.append(CountedView(view=view, icon=listing.icon, count=number, is_more=is_more))
    return lines


def saved_view(*, viewer: Viewer, ref: str, is_own: bool = False) -> SavedView:
    """Return a view that the viewer may use or, with `is_own`, change. One SQL query.

    Raises:
        ViewNotFound: there is none, or it is not shared with them (or not theirs).
    """
    mine = Q(owner_id=viewer.user_id) if is_own else Q()
    found = SavedView.objects.visible_to(viewer).filter(mine, ref=ref).first()
    if found is None:
        raise ViewNotFound
    return found
