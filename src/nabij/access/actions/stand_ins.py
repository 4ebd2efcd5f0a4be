# SPDX-License-Identifier: EUPL-1.2
"""Standing in ("ik neem waar"): one click, 24 hours, one client, reviewed by the team."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from nabij.access import queries, rules
from nabij.access.actions.dossier import DossierNotFound
from nabij.access.actions.log import record_event
from nabij.access.choices import CareRelationKind, CareRelationOrigin
from nabij.access.models import CareRelation, StandInReview, User
from nabij.core.errors import DomainError
from nabij.core.viewer import Viewer

LENGTH = timedelta(hours=24)


class TooManyStandIns(DomainError):
    code = "too-many-stand-ins"
    message = _(
        "You stand in for %(most)s clients now, and that is the most at once. Do you take over more? "
        "Then ask the front office to record that your team gives the care."
    )


class StandInReviewed(DomainError):
    code = "stand-in-reviewed"
    message = _("A colleague said so already: %(name)s.")


class StandInSettled(DomainError):
    code = "stand-in-settled"
    message = _("This was settled already.")


class OutcomeMissing(DomainError):
    code = "outcome-missing"
    message = _("Write down what came of it.")


@transaction.atomic
def stand_in(*, viewer: Viewer, person_id: int) -> CareRelation:
    """Let this care professional stand in for a client for 24 hours from now.

    The caller has made sure that the viewer may see the person's card and that the person is not
    shielded. A second click within the 24 hours is the same standing in.

    Raises:
        DossierNotFound: the role does not stand in, the person is no client of a team of ours, or
            the team said before that it was not right.
        TooManyStandIns: the viewer stands in for as many as the settings allow.
        LogUnavailable: the entry could not be written.
    """
    if not queries.can_stand_in(viewer=viewer, person_id=person_id):
        raise DossierNotFound
    # Of one colleague one after another, so that two at once do not pass the limit.
    User.objects.select_for_update().filter(pk=viewer.user_id).first()
    # Two clicks at once are one: the second waits here, and finds what the first one made.
    of_client = CareRelation.objects.filter(
        person_id__in=queries.members(viewer=viewer, person_ids=[person_id])
    )
    list(of_client.filter(unit__isnull=False).order_by("pk").select_for_update())
    standing = of_client.filter(
        user_id=viewer.user_id, kind=CareRelationKind.STAND_IN, ends_at__gt=viewer.at
    ).first()
    if standing is not None:
        return standing
    most = settings.NABIJ_STAND_INS_AT_ONCE
    if len(queries.own_stand_ins(viewer=viewer)) >= most:
        raise TooManyStandIns(most=most)
    ends_at = viewer.at + LENGTH
    relation = CareRelation.objects.create(
        person_id=person_id,
        user_id=viewer.user_id,
        kind=CareRelationKind.STAND_IN,
        origin=CareRelationOrigin.HAND,
        starts_on=localdate(viewer.at),
        ends_on=localdate(ends_at) + timedelta(days=1),
        ends_at=ends_at,
        added_by_id=viewer.user_id,
        added_at=viewer.at,
    )
    record_event(
        viewer=viewer,
        event="stand-in",
        action="C",
        person_id=person_id,
        detail=f"care relation {relation.pk}",
        way_in=f"stand_in {relation.pk}",
    )
    return relation


@transaction.atomic
def review_stand_in(*, viewer: Viewer, relation_id: int, is_right: bool) -> StandInReview:
    """Say for the team whether a standing in was right; if not, it ends at once.

    Raises:
        DossierNotFound: there is none, it is the viewer's own, or the client is not in the care of
            the viewer's team.
        StandInReviewed: a colleague said so before.
        LogUnavailable: the entry could not be written.
    """
    relation = (
        CareRelation.objects.select_for_update()
        .filter(pk=relation_id, kind=CareRelationKind.STAND_IN)
        .exclude(user_id=viewer.user_id)
        .first()
    )
    if relation is None or not _is_of_team(viewer, relation):
        raise DossierNotFound
    before = StandInReview.objects.filter(relation=relation).select_related("reviewed_by").first()
    if before is not None:
        raise StandInReviewed(name=before.reviewed_by.name)
    review = StandInReview.objects.create(
        relation=relation,
        is_right=is_right,
        reviewed_by_id=viewer.user_id,
        reviewed_at=viewer.at,
    )
    if not is_right and (relation.ends_at is None or relation.ends_at > viewer.at):
        relation.ends_at, relation.ended_at = viewer.at, viewer.at
        relation.ended_by_id = viewer.user_id
        relation.version += 1
        relation.save(update_fields=["ends_at", "ended_at", "ended_by", "version"])
    record_event(
        viewer=viewer,
        event="stand-in-review",
        action="U",
        person_id=relation.person_id,
        detail=f"care relation {relation.pk} {'right' if is_right else 'not right'}",
    )
    return review


@transaction.atomic
def settle_stand_in(*, viewer: Viewer, relation_id: int, outcome: str) -> StandInReview:
    """Write what came of a standing in that was not right.

    Raises:
        DossierNotFound: the viewer is no privacy officer, or there is none.
        OutcomeMissing: nothing is written.
        StandInSettled: it was settled before.
        LogUnavailable: the entry could not be written.
    """
    if not rules.may_settle_stand_ins(viewer.roles):
        raise DossierNotFound
    review = (
        StandInReview.objects.select_for_update(of=("self",))
        .filter(relation_id=relation_id, is_right=False)
        .select_related("relation")
        .first()
    )
    if review is None:
        raise DossierNotFound
    if review.settled_at is not None:
        raise StandInSettled
    if not outcome.strip():
        raise OutcomeMissing
    review.outcome, review.settled_at = outcome.strip()[:400], viewer.at
    review.settled_by_id = viewer.user_id
    review.save(update_fields=["outcome", "settled_at", "settled_by"])
    record_event(
        viewer=viewer,
        event="stand-in-settle",
        action="U",
        person_id=review.relation.person_id,
        detail=f"care relation {relation_id}",
    )
    return review


def _is_of_team(viewer: Viewer, stand_in: CareRelation) -> bool:
    """Tell whether a team of the viewer cares for the client: not by duty, not by standing in."""
    in_care = queries.care_relations(viewer=viewer).filter(
        kind=CareRelationKind.CARE, unit_id__in=viewer.unit_ids
    )
    of_client = CareRelation.objects.annotate(whose=queries.WHOSE).filter(
        pk=stand_in.pk, whose__in=in_care.values(of=queries.WHOSE)
    )
    return rules.may_stand_in(viewer.roles) and of_client.exists()
