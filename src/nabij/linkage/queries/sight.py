# SPDX-License-Identifier: EUPL-1.2
"""Which links a colleague may judge, and a mark of what they were looking at."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from nabij.access import rules as access_rules
from nabij.access.queries import WHOSE
from nabij.core.errors import NotFound
from nabij.core.viewer import Viewer
from nabij.linkage import rules
from nabij.linkage.choices import ACTIVE_LINK_STATES
from nabij.linkage.models import PatientRecord, RecordLink
from nabij.relations.queries import keys as relations_keys


class LinkNotFound(NotFound):
    code = "link-not-found"
    message = _("This link does not exist, or you may not see it.")


@dataclass(frozen=True, slots=True)
class Question:
    """A link with all that a decision about it rests on.

    `own_id` is the person whom the record has now, `copies` are the other records of the person of
    the link, in order.
    """

    link: RecordLink
    own_id: int
    copies: list[PatientRecord]

    @property
    def persons(self) -> list[int]:
        """Return the person whom the record has now, and the one whom the link is about."""
        return [self.own_id, self.link.person_id]

    @property
    def stamp(self) -> str:
        """Return the mark of it that a form posts back."""
        link = self.link
        own = [link.patient_record] if link.is_active else []
        records = sorted([*self.copies, *own], key=lambda record: record.pk)
        return _stamp(link, [(one.pk, one.updated_at.isoformat()) for one in records])


def links_within_sight(*, viewer: Viewer) -> QuerySet[RecordLink]:
    """Return the links of which the viewer may see the person and the person of the record.

    Those two that are one since a merge are no question any more.

    Raises:
        LinkNotFound: the role reviews no links.
    """
    if not access_rules.may_review_links(viewer.roles):
        raise LinkNotFound
    visible = relations_keys.visible_person_ids(viewer=viewer)
    # A value and no EXISTS: that one reads all links at once where a few are asked for.
    own = Subquery(own_links(viewer=viewer).annotate(its=WHOSE).values("its")[:1])
    links = RecordLink.objects.annotate(whose=WHOSE, own=own)
    is_one_by_merge = ~Q(state__in=ACTIVE_LINK_STATES) & Q(own=F("whose"))
    return links.filter(own__in=visible, whose__in=visible).exclude(is_one_by_merge)


def own_links(*, viewer: Viewer) -> QuerySet[RecordLink]:
    """Return, for a subquery over links, the active link of the outer link's record."""
    return RecordLink.objects.filter(
        patient_record=OuterRef("patient_record"), state__in=ACTIVE_LINK_STATES
    )


def visible_link(*, viewer: Viewer, ref: str) -> RecordLink:
    """Return a link in any state, of a record and a person that the viewer may see.

    Raises:
        LinkNotFound: there is none, or the role reviews no links.
    """
    links = links_within_sight(viewer=viewer).filter(ref=ref)
    link = links.select_related("patient_record__source", "person", "decided_by").first()
    if link is None:
        raise LinkNotFound
    return link


def visible_question(*, viewer: Viewer, ref: str) -> Question:
    """Return what `visible_link` does, with all that a decision about it rests on.

    Two SQL queries.

    Raises:
        LinkNotFound: as `visible_link`.
    """
    found = first_question(viewer=viewer, links=links_within_sight(viewer=viewer).filter(ref=ref))
    if found is None:
        raise LinkNotFound
    return found


def first_question(*, viewer: Viewer, links: QuerySet[RecordLink]) -> Question | None:
    """Return the first of these links with all that a decision rests on. Two SQL queries."""
    own_id = Subquery(own_links(viewer=viewer).values("person_id")[:1])
    rows: Any = links.annotate(own_id=own_id)
    link = rows.select_related("patient_record__source", "person", "decided_by").first()
    if link is None:
        return None
    return Question(link, link.own_id, copies_of(viewer=viewer, link=link))


def copies_of(*, viewer: Viewer, link: RecordLink) -> list[PatientRecord]:
    """Return the other linked records of the link's person, in order. One SQL query."""
    links = RecordLink.objects.filter(person_id=link.person_id, state__in=ACTIVE_LINK_STATES)
    records = PatientRecord.objects.filter(pk__in=links.values("patient_record_id"))
    return list(records.exclude(pk=link.patient_record_id).select_related("source").order_by("pk"))


def link_stamps(*, viewer: Viewer, links: Sequence[RecordLink]) -> dict[int, str]:
    """Return per link a mark of all that a decision about it rests on. One SQL query.

    A form posts it back; another mark means that something changed while somebody looked.
    """
    persons = {link.person_id for link in links}
    copies: dict[int, list[tuple[int, str]]] = {person: [] for person in persons}
    active = RecordLink.objects.filter(person_id__in=persons, state__in=ACTIVE_LINK_STATES)
    for person, record, updated in active.order_by("patient_record_id").values_list(
        "person_id", "patient_record_id", "patient_record__updated_at"
    ):
        copies[person].append((record, updated.isoformat()))
    return {link.pk: _stamp(link, copies[link.person_id]) for link in links}


def _stamp(link: RecordLink, copies: Sequence[tuple[int, str]]) -> str:
    return rules.stamp(
        link.state,
        link.person_id,
        link.person.version,
        link.patient_record.updated_at.isoformat(),
        copies,
    )
