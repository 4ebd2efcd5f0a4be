# SPDX-License-Identifier: EUPL-1.2
"""Keys of the persons whom an address or a refused resource is about: for the log only."""

from collections.abc import Collection, Sequence

from nabij.core.viewer import Viewer
from nabij.linkage.choices import ACTIVE_LINK_STATES
from nabij.linkage.models import RecordLink, RecordMove
from nabij.linkage.queries.sight import LinkNotFound


def persons_of_link(*, viewer: Viewer, ref: str = "", **rest: str) -> Sequence[int]:
    """Return the keys of the person of a link and of the person of its record. One SQL query.

    Raises:
        LinkNotFound: a colleague asks; this is for the machine.
    """
    _check_is_machine(viewer)
    links = RecordLink.objects.filter(patient_record__links__ref=ref)
    asked = links.filter(ref=ref) | links.filter(state__in=ACTIVE_LINK_STATES)
    return sorted(set(asked.values_list("person_id", flat=True)))


def persons_of_record(*, viewer: Viewer, ref: str = "", **rest: str) -> Sequence[int]:
    """Return the key of the person whom a copy is about. One SQL query.

    Raises:
        LinkNotFound: a colleague asks; this is for the machine.
    """
    _check_is_machine(viewer)
    active = RecordLink.objects.filter(patient_record__ref=ref, state__in=ACTIVE_LINK_STATES)
    return sorted(set(active.values_list("person_id", flat=True)))


def persons_of_move(*, viewer: Viewer, ref: str = "", **rest: str) -> Sequence[int]:
    """Return the keys of the two between whom records were moved. One SQL query.

    Raises:
        LinkNotFound: a colleague asks; this is for the machine.
    """
    _check_is_machine(viewer)
    found = RecordMove.objects.filter(ref=ref).values_list("person_id", "to_person_id").first()
    return list(found or ())


def _check_is_machine(viewer: Viewer) -> None:
    if not viewer.is_machine:
        raise LinkNotFound


def persons_with_records(*, viewer: Viewer, source_id: int, keys: Collection[str]) -> set[int]:
    """Return the keys of the persons whom a source knows by these keys of its own. One SQL query.

    For the log, which names whose data somebody took along; nothing is shown.
    """
    links = RecordLink.objects.filter(
        patient_record__source_id=source_id,
        patient_record__source_key__in=list(keys),
        state__in=ACTIVE_LINK_STATES,
    )
    return set(links.values_list("person_id", flat=True))
