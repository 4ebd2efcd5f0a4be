# SPDX-License-Identifier: EUPL-1.2
"""Merge two of the same and take it back, for programs: what the pages do, on their addresses."""

from django.http import HttpResponse
from ninja import Field, Router, Schema
from ninja.decorators import decorate_view

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.core.errors import DomainError
from nabij.core.request import Request
from nabij.core.viewer import Viewer
from nabij.relations import actions, queries
from nabij.relations.models import Merge
from nabij.relations.queries import keys
from nabij.web.api import Problem, Sent
from nabij.web.problems import problem_of

router = Router(tags=["merges"])
merging = door("merge", allows=access_rules.may_merge, about=keys.persons_of)
undoing = door("unmerge", allows=access_rules.may_merge, about=keys.persons_of_merge)


class Party(Schema):
    """One of the two."""

    ref: str
    name: str


class MergeField(Schema):
    """A field with its value at each of the two, '' where it is not known."""

    name: str
    label: str
    kept: str
    given: str
    differs: bool = Field(description="Somebody has to choose.")
    is_given: bool = Field(description="Only the given one has it, so it holds by itself.")


class ContactPoint(Schema):
    """A phone number or address to reach somebody at."""

    id: int
    system: str = Field(alias="fields.system")
    value: str = Field(alias="fields.value")
    of_kept: bool
    of_given: bool


class Obstacle(Schema):
    """Why these two cannot be merged, or not this way round."""

    code: str
    detail: str

    @staticmethod
    def resolve_detail(error: DomainError) -> str:
        """Return its sentence."""
        return str(error)


class MergePreview(Schema):
    """What a merge of `given` into `kept` would do."""

    kept: Party
    given: Party
    is_person: bool
    fields: list[MergeField]
    points: list[ContactPoint]
    comes_along: list[str] = Field(description="In words, what is shown with the kept one then.")
    obstacle: Obstacle | None
    is_birth_contradicting: bool
    stamp: str = Field(description="Send it along: a merge is of what somebody saw.")


class MergeSent(Sent):
    """The decision that two are one."""

    stamp: str
    reason: str = Field(max_length=200, description="How we know; others read it later.")
    chosen: list[str] = Field([], description="Fields for which the given one's value holds.")
    without: list[int] = Field([], description="Points that hold no longer, by their id.")
    dry_run: bool = Field(False, description="Do all of it, and take all of it back.")


class UnmergeSent(Sent):
    """The decision that they are two after all."""

    reason: str = Field(max_length=200, description="How we know; others read it later.")


class Merged(Schema):
    """A merge, as it was done, tried or taken back."""

    merge: str | None = Field(description="Its ref, to undo it by; none of a dry run.")
    kept: str
    given: str
    chosen: list[str]
    is_undone: bool = False
    dry_run: bool = False


class StaleMerge(Problem):
    """One of the two changed meanwhile: what the merge would do now."""

    now: MergePreview


@router.get("/{ref}/merges/{given_ref}/", response=MergePreview, url_name="merge")
@decorate_view(merging)
def preview_merge(request: Request, ref: str, given_ref: str) -> queries.MergePreview:
    """Show what a merge would do: what differs, what comes along, what stands in the way."""
    return _preview(request.viewer, ref, given_ref)


@router.post(
    "/{ref}/merges/{given_ref}/",
    response={200: Merged, 409: StaleMerge | Problem, 422: Problem},
    url_name="merge",
)
@decorate_view(merging)
def merge(request: Request, ref: str, given_ref: str, sent: MergeSent) -> Merged | HttpResponse:
    """Make one of two. A second time changes nothing; `dry_run` changes nothing at all."""
    try:
        done = actions.merge(
            viewer=request.viewer,
            kept_ref=ref,
            given_ref=given_ref,
            stamp=sent.stamp,
            reason=sent.reason,
            chosen=sent.chosen,
            without=sent.without,
            is_dry_run=sent.dry_run,
        )
    except actions.MergeIsStale as error:
        now = MergePreview.model_validate(_preview(request.viewer, ref, given_ref))
        return problem_of(error, now=now.model_dump())
    return _merged(done, dry_run=sent.dry_run)


@router.post(
    "/merges/{ref}/undo/", response={200: Merged, 409: Problem, 422: Problem}, url_name="unmerge"
)
@decorate_view(undoing)
def unmerge(request: Request, ref: str, sent: UnmergeSent) -> Merged:
    """Take a merge back: both are as they were. A second time changes nothing."""
    return _merged(actions.unmerge(viewer=request.viewer, ref=ref, reason=sent.reason))


def _preview(viewer: Viewer, ref: str, given_ref: str) -> queries.MergePreview:
    preview = queries.merge_preview(viewer=viewer, kept_ref=ref, given_ref=given_ref)
    access_actions.record_events(
        viewer=viewer,
        event="merge-preview",
        action="R",
        person_ids=[preview.kept.id, preview.given.id],
    )
    return preview


def _merged(done: Merge, *, dry_run: bool = False) -> Merged:
    return Merged(
        merge=None if dry_run else done.ref,
        kept=done.kept.ref,
        given=done.given.ref,
        chosen=done.chosen,
        is_undone=done.ended_at is not None,
        dry_run=dry_run,
    )
