# SPDX-License-Identifier: EUPL-1.2
"""What stands in the address of a list: a saved view, or what was asked, sealed.

Words and places that somebody filters by have no place in an address (see `core.sealed_text`).
"""

from dataclasses import dataclass
from urllib.parse import urlencode

import msgspec
from django.http import QueryDict
from django.urls import reverse

from nabij.core.sealed_text import sealed, unsealed
from nabij.core.viewer import Viewer
from nabij.lists import queries
from nabij.lists.types import Asked, Listing

ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a colleague is in a list: in which view, and what is asked, of that view or changed."""

    listing: Listing
    asked: Asked
    view_ref: str = ""
    is_changed: bool = False

    def address(self, viewer: Viewer, name: str = "lists:page") -> str:
        """Return the address of this place, of another page of the list with `name`."""
        query = {"view": self.view_ref or ALL}
        if self.is_changed:
            query["v"] = seal(viewer, self.listing, self.asked)
        return f"{reverse(name, args=[self.listing.name])}?{urlencode(query)}"


def seal(viewer: Viewer, listing: Listing, asked: Asked) -> str:
    """Return what is asked as one word that only this colleague can use, for this list only."""
    plain = msgspec.json.encode(asked.plain).decode()
    return sealed([plain], viewer=viewer, place=f"list {listing.name}")


def place_of(viewer: Viewer, listing: Listing, sent: QueryDict) -> Place:
    """Return where in a list an address leads; without a word, to the view that it opens with.

    Raises:
        ViewNotFound: the view is gone, or not shared with this colleague.
    """
    ref = sent.get("view", "")
    if not ref and (default := queries.own_list(viewer=viewer, listing=listing.name).opens_with):
        ref = default.ref
    view_ref, asked = "", Asked()
    if ref and ref != ALL:
        view = queries.saved_view(viewer=viewer, ref=ref)
        view_ref, asked = view.ref, view.asked
    match unsealed(sent.get("v", ""), viewer=viewer, place=f"list {listing.name}"):
        case [plain]:
            asked, was = Asked(**msgspec.json.decode(plain)), asked
            return Place(
                listing=listing, asked=asked, view_ref=view_ref, is_changed=asked.plain != was.plain
            )
        case _:
            return Place(listing=listing, asked=asked, view_ref=view_ref)
