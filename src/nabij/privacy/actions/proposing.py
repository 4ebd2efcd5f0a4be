# SPDX-License-Identifier: EUPL-1.2
"""Propose that what is kept longer than the law asks goes: by the same road as any erasure."""

from collections.abc import Collection

from django.db import transaction

from nabij.core.viewer import Viewer
from nabij.privacy.actions import erasures, requests
from nabij.privacy.models import PrivacyRequest
from nabij.privacy.queries import past_term


@transaction.atomic
def propose_destruction(*, viewer: Viewer, refs: Collection[str]) -> list[PrivacyRequest]:
    """Have a list made of what goes of each whose term is over; a second person approves it.

    Of whom something holds, who is proposed already, or whose term is not over, nothing is made;
    the same twice is once. Nothing goes by this: the list says what would, and why.

    Raises:
        RequestNotFound: the viewer settles nothing of persons.
        LogUnavailable: the entry could not be written; nothing is proposed.

    Source: AVG 5 paragraph 1 under e; WGBO 7:454.
    """
    lines = past_term.past_term_lines(viewer=viewer, of=refs)
    made = []
    for line in lines:
        if not line.may_be_proposed:
            continue
        row = requests.record_of_ourselves(viewer=viewer, person_id=line.row.person_id)
        if row is None:  # a colleague proposed it at this very moment
            continue
        erasures.ask_for_list(viewer=viewer, ref=row.ref)
        made.append(row)
    return made
