# SPDX-License-Identifier: EUPL-1.2
"""Change who stands for a client, for who may change the client."""

from nabij.access import actions as access_actions
from nabij.core.viewer import Viewer
from nabij.relations import queries as relations_queries


def check_representation(*, viewer: Viewer, ref: str, row: str) -> None:
    """Write that the viewer saw the proof of a representation.

    Raises:
        PartyNotFound: there is no such client, or the viewer may not change them.
        RepresentationNotFound: there is no such open representation of this client.
    """
    person = relations_queries.person_to_change(viewer=viewer, ref=ref)
    access_actions.check_representation(viewer=viewer, person_id=person.id, ref=row)


def end_representation(*, viewer: Viewer, ref: str, row: str) -> None:
    """End a representation or a shutting out, from now on.

    Raises:
        PartyNotFound, RepresentationNotFound: as for checking.
    """
    person = relations_queries.person_to_change(viewer=viewer, ref=ref)
    access_actions.end_representation(viewer=viewer, person_id=person.id, ref=row)
