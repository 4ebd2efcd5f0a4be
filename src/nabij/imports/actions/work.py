# SPDX-License-Identifier: EUPL-1.2
"""What a job does with an import: whatever its state asks, until nothing is asked any more."""

from collections.abc import Callable

from nabij.core.jobs import Progress
from nabij.core.viewer import Viewer
from nabij.imports.actions.organisations import plan_organisations
from nabij.imports.actions.planning import plan_persons
from nabij.imports.actions.reading import read
from nabij.imports.actions.resolving import plan_contact, plan_ties
from nabij.imports.actions.taking_back import take_back
from nabij.imports.actions.writing import write
from nabij.imports.choices import ImportKind, ImportState
from nabij.imports.models import Import

type Plan = Callable[..., None]
_PLANS: dict[ImportKind, Plan] = {
    ImportKind.PERSONS: plan_persons,
    ImportKind.CONTACTS: plan_persons,
    ImportKind.ORGANISATIONS: plan_organisations,
    ImportKind.RELATIONSHIPS: plan_ties,
    ImportKind.INTERACTIONS: plan_contact,
}


def work_on(*, viewer: Viewer, found: Import, progress: Progress) -> None:
    """Go on with an import from where it stands; safe to be killed anywhere and repeated.

    Raises:
        JobCancelled: a colleague stopped it.
        DomainError: the colleague lost the right, or the log could not be written.
    """
    if found.state == ImportState.READING:
        read(viewer=viewer, found=found, progress=progress)
    if found.state == ImportState.COMPARING:
        _PLANS[ImportKind(found.kind)](viewer=viewer, found=found)
    if found.state == ImportState.WRITING:
        write(viewer=viewer, found=found, progress=progress)
    if found.state == ImportState.TAKING_BACK:
        take_back(viewer=viewer, found=found, progress=progress)
