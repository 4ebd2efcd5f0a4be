# SPDX-License-Identifier: EUPL-1.2
"""Which links a colleague may judge, and a mark of what they were looking at."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from nabij.access import rules as access_rules
from nabij.access.queries import WHOSE
from nabij.core.errors import NotFound
from nabij.core.viewer import Viewer
from nabij.linkage import rules
from nabij.linkage.choices import ACTIVE_LINK_STATES
from nabij.linkage.models import RecordLink
from nabij.relations.queries import keys as relations_keys


class LinkNotFound(NotFound):
    code = "link-not-found"
    message = _("This link does not exist, or you may not see it.")


def links_within_sight(*, viewer: Viewer) -> QuerySet[RecordLink]:
    """Return the links of which the viewer may see the person and the person of the record.

    Those two that are one since a merge are no question any more.

    Raises:
        LinkNotFound: the role reviews no links.
    """
    if not access_rules.may_review_links(viewer.roles):
        raise LinkNotFound
    visible = relations_keys.visible_person_ids(viewer=viewer)
    own = own_links(viewer=viewer).annotate(its=WHOSE)
    links = RecordLink.objects.annotate(whose=WHOSE).filter(
        Exists(own.filter(its__in=visible)), whose__in=visible
    )
    is_one_by_merge = Exists(own.filter(its=OuterRef("whose")))
    return links.exclude(~Q(state__in=ACTIVE_LINK_STATES) & is_one_by_merge)


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
    return {
        link.pk: rules.stamp(
            link.state,
            link.person_id,
            link.person.version,
            link.patient_record.updated_at.isoformat(),
            copies[link.person_id],
        )
        for link in links
    }
