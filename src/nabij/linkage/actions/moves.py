# SPDX-License-Identifier: EUPL-1.2
"""Move records from one person to another, and put everything back as it was."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from nabij.core.viewer import Viewer
from nabij.linkage.choices import ACTIVE_LINK_STATES, LinkState
from nabij.linkage.models import RecordLink
from nabij.relations.actions import archive


@dataclass(slots=True)
class Moved:
    """What a decision changed: link rows before and after, and persons put away."""

    links: list[dict[str, Any]] = field(default_factory=list)
    archived: list[int] = field(default_factory=list)

    def change(self, link: RecordLink, **values: object) -> None:
        """Change a row and remember what it was."""
        before = link.snapshot()
        for name, value in values.items():
            setattr(link, name, value)
        link.save()
        self.links.append({"id": link.pk, "before": before, "after": link.state})

    def add(self, link: RecordLink) -> RecordLink:
        """Save a new row and remember that there was none."""
        link.save(force_insert=True)
        self.links.append({"id": link.pk, "before": None, "after": link.state})
        return link

    @property
    def ids(self) -> set[int]:
        """Return the rows that changed or are new."""
        return {row["id"] for row in self.links}

    @property
    def undo(self) -> dict[str, Any]:
        """Return it as the decisive link keeps it."""
        return asdict(self)


def move(
    *, viewer: Viewer, links: Iterable[RecordLink], keep: int, judged: int, is_used: bool
) -> tuple[Moved, RecordLink]:
    """Make the records of these active links, all of one person, those of `keep`.

    Returns what changed, and the new active link of the record `judged`; the others move along.
    Who gave all records away is archived, unless that person `is_used`; then what was asked or
    said about that person is asked or said about `keep`.
    """
    moved = Moved()
    given = list(links)
    known = {link.patient_record_id: link for link in RecordLink.objects.filter(person_id=keep)}
    for link in given:
        record = link.patient_record_id
        known[record] = _hand_over(
            moved, viewer, link, keep, known.get(record), is_judged=record == judged
        )
    give = given[0].person_id
    left = RecordLink.objects.filter(person_id=give, state__in=ACTIVE_LINK_STATES)
    if not is_used and not left.exists():
        _ask_again(moved, give=give, keep=keep, kept=known)
        archive.archive_persons(viewer=viewer, ids=[give])
        moved.archived.append(give)
    return moved, known[judged]


def put_back(*, viewer: Viewer, undo: dict[str, Any]) -> None:
    """Restore what a decision changed, the last first.

    A row about which somebody decided since then is left as it is now.
    """
    for change in reversed(undo["links"]):
        link = RecordLink.objects.filter(pk=change["id"]).first()
        if link is None or link.state != change["after"]:
            continue
        if change["before"] is None:
            link.delete()
        else:
            link.restore(change["before"])
            link.save()
    if undo["archived"]:
        archive.revive_persons(viewer=viewer, ids=undo["archived"])


def _hand_over(
    moved: Moved,
    viewer: Viewer,
    old: RecordLink,
    keep: int,
    known: RecordLink | None,
    *,
    is_judged: bool,
) -> RecordLink:
    """Make the record of one active link that of `keep`; `known` is their link, if there is one."""
    moved.change(old, state=LinkState.SUPERSEDED, needs_review=False)
    values: dict[str, Any] = {
        "state": LinkState.CONFIRMED if is_judged else LinkState.AUTOMATIC,
        "needs_review": False,
    }
    if is_judged:
        values |= {"decided_by_id": viewer.user_id, "decided_at": viewer.at}
    if known is not None:
        moved.change(known, **values)
        return known
    return moved.add(
        RecordLink(
            patient_record_id=old.patient_record_id,
            person_id=keep,
            score=old.score,
            evidence=old.evidence,
            **values,
        )
    )


def _ask_again(moved: Moved, *, give: int, keep: int, kept: Collection[int]) -> None:
    """Carry open questions and answers about one person over to the other.

    About records of which the other has a link already (`kept`) there is nothing to carry over.
    """
    about = RecordLink.objects.filter(
        person_id=give, state__in=[LinkState.PROPOSED, LinkState.REJECTED]
    )
    for link in about.order_by("pk"):
        is_open = link.state == LinkState.PROPOSED
        if link.patient_record_id not in kept:
            moved.add(
                RecordLink(
                    patient_record_id=link.patient_record_id,
                    person_id=keep,
                    state=link.state,
                    needs_review=is_open,
                    score=link.score,
                    evidence=link.evidence,
                    has_conflict=link.has_conflict,
                    decided_by_id=link.decided_by_id,
                    decided_at=link.decided_at,
                )
            )
        if is_open:
            moved.change(link, state=LinkState.SUPERSEDED, needs_review=False)
