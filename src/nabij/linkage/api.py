# SPDX-License-Identifier: EUPL-1.2
"""Split one who is two and take that back, for programs: what the pages do, on their addresses."""

from datetime import datetime

from django.http import HttpResponse
from ninja import Field, Router, Schema
from ninja.decorators import decorate_view

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.core.request import Request
from nabij.core.viewer import Viewer
from nabij.linkage import actions, queries
from nabij.linkage.queries import keys
from nabij.relations.queries import keys as relations_keys
from nabij.web.api import Problem, Sent
from nabij.web.problems import problem_of

router = Router(tags=["records"])
splitting = door("split", allows=access_rules.may_review_links, about=relations_keys.persons_of)
undoing = door("split-undone", allows=access_rules.may_review_links, about=keys.persons_of_move)


class Whose(Schema):
    """A person."""

    ref: str
    name: str


class Record(Schema):
    """A source's copy of the person; no title where the very name of the source is shielded."""

    ref: str = Field(alias="link_ref", description="Of the link that makes it this person's.")
    title: str
    care_type: str
    since: datetime
    state: str = Field(alias="link_state")


class SplitPreview(Schema):
    """What may be split off a person, and to whom it would go: to nobody is to a new person."""

    person: Whose
    to: Whose | None
    records: list[Record]
    stamp: str = Field(description="Send it along: a split is of what somebody saw.")


class SplitSent(Sent):
    """The decision that some of the records are somebody else's."""

    stamp: str
    records: list[str] = Field(description="The refs of what goes.")
    to: str = Field("", description="A known person; without it a new one.")
    reason: str = Field(max_length=200, description="How we know; others read it later.")
    dry_run: bool = Field(False, description="Do all of it, and take all of it back.")


class Moved(Schema):
    """Records that went to somebody else, or came back."""

    move: str | None = Field(description="Its ref, to undo it by; none of a dry run.")
    records: int
    is_undone: bool = False
    dry_run: bool = False


class StaleSplit(Problem):
    """The records or one of the persons changed meanwhile: what may be split off now."""

    now: SplitPreview


@router.get("/persons/{ref}/split/", response=SplitPreview, url_name="split")
@decorate_view(splitting)
def preview_split(request: Request, ref: str, to: str = "") -> queries.SplitPreview:
    """Show which records may be split off a person."""
    return _preview(request.viewer, ref, to)


@router.post(
    "/persons/{ref}/split/",
    response={200: Moved, 409: StaleSplit | Problem, 422: Problem},
    url_name="split",
)
@decorate_view(splitting)
def split(request: Request, ref: str, sent: SplitSent) -> Moved | HttpResponse:
    """Make records those of somebody else. `dry_run` changes nothing."""
    try:
        done = actions.split(
            viewer=request.viewer,
            person_ref=ref,
            to_ref=sent.to,
            records=sent.records,
            stamp=sent.stamp,
            reason=sent.reason,
            is_dry_run=sent.dry_run,
        )
    except actions.DecisionIsStale as error:
        now = SplitPreview.model_validate(_preview(request.viewer, ref, sent.to))
        return problem_of(error, now=now.model_dump())
    return Moved(
        move=None if sent.dry_run else done.ref, records=len(done.records), dry_run=sent.dry_run
    )


@router.post("/moves/{ref}/undo/", response=Moved, url_name="undo_split")
@decorate_view(undoing)
def undo_split(request: Request, ref: str) -> Moved:
    """Put records that were moved by hand back where they were. A second time changes nothing."""
    done = actions.undo_split(viewer=request.viewer, ref=ref)
    return Moved(move=done.ref, records=len(done.records), is_undone=True)


def _preview(viewer: Viewer, ref: str, to: str) -> queries.SplitPreview:
    preview = queries.split_preview(viewer=viewer, person_ref=ref, to_ref=to)
    access_actions.record_events(
        viewer=viewer,
        event="link-review",
        action="R",
        person_ids=[card.id for card in (preview.person, preview.to) if card],
        detail="split?",
        records=[record.id for record in preview.records],
    )
    return preview
