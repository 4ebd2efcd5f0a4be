# SPDX-License-Identifier: EUPL-1.2
"""Erasure and destruction: list what goes, have it approved by a second person, carry it out."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.core import jobs
from nabij.core.errors import DomainError
from nabij.core.viewer import Viewer
from nabij.database.connection import connected_as
from nabij.privacy.actions import going, masking, remembering
from nabij.privacy.actions.elsewhere import forget_elsewhere
from nabij.privacy.choices.erasures import ErasureKind, Fate, Why
from nabij.privacy.choices.requests import Decision, RequestKind, RequestState
from nabij.privacy.models import Erasure, PrivacyRequest
from nabij.privacy.queries import holdings, made
from nabij.privacy.queries.holdings import Holding, Whose
from nabij.privacy.queries.requests import RequestNotFound
from nabij.privacy.rules import erasing
from nabij.privacy.rules.erasing import WIPED, Standing

LIST, CARRY_OUT = "privacy.list_what_goes", "privacy.carry_out"
KINDS = {RequestKind.ERASURE: ErasureKind.ERASURE, RequestKind.DESTRUCTION: ErasureKind.DESTRUCTION}
# Rows that others point to stay, and say nothing any more.
EMPTIED = ("relations.Party", "relations.PersonDetail")
NOBODY_NAMED = "Gewist"


class NotGranted(DomainError):
    code = "erasure-not-granted"
    message = _("Decide on the request first. Only what is granted is carried out.")


class IsHeld(DomainError):
    code = "erasure-is-held"
    message = _("Nothing may go now: something holds it. End that first, or refuse the request.")


class SecondPersonNeeded(DomainError):
    code = "second-person-needed"
    message = _("Somebody else than who made the list has to approve it.")


class ListChanged(DomainError):
    code = "erasure-list-changed"
    message = _("The list is another one than you looked at. Look again before you approve.")


class NotApproved(DomainError):
    code = "erasure-not-approved"
    message = _("A second person has to approve the list first.")


class BeingCarriedOut(DomainError):
    code = "erasure-being-carried-out"
    message = _("It was approved and is being carried out now. Look again in a minute.")


@dataclass(frozen=True, slots=True)
class Plan:
    """What becomes of everything about one person: lines to read, and the rows behind them."""

    lines: list[dict[str, Any]]
    goes: going.Going
    emptied: dict[str, set[Any]]
    wiped: dict[str, set[Any]]
    held: list[str]

    @property
    def stamp(self) -> str:
        """What was approved: where other rows go the stamp is another one."""
        going_ = [line for line in self.lines if line["fate"] != Fate.STAYS]
        return hashlib.sha256(json.dumps(going_, sort_keys=True).encode()).hexdigest()


@transaction.atomic
def ask_for_list(*, viewer: Viewer, ref: str) -> Erasure:
    """Have the list made of what goes and what stays; what was approved before is no longer.

    Raises:
        RequestNotFound: there is no such request for this viewer.
        NotGranted: it was not granted, or is done.
        BeingCarriedOut: it was approved, and a job is at work.
    """
    request = _granted(viewer, ref)
    going_on = Erasure.objects.filter(request=request, approved_at__isnull=False).first()
    if going_on and (job := jobs.latest_of(subject_ref=going_on.ref)) and job.is_alive(viewer.at):
        raise BeingCarriedOut
    erasure, _is_new = Erasure.objects.update_or_create(
        request=request,
        defaults={
            "kind": KINDS[RequestKind(request.kind)],
            "listed_by_id": viewer.user_id,
            "listed_at": None,
            "approved_by": None,
            "approved_at": None,
            "stamp": "",
            "plan": [],
        },
    )
    jobs.enqueue(
        LIST, queue="default", viewer=viewer, subject_ref=erasure.ref, lock=erasure.ref,
        erasure_id=erasure.pk,
    )  # fmt: skip
    return erasure


def list_what_goes(*, viewer: Viewer, erasure_id: int) -> Erasure:
    """Make the list; nothing is changed but the list. A second time makes it anew."""
    erasure = Erasure.objects.select_related("request").get(pk=erasure_id)
    if erasure.carried_out_at or erasure.approved_at:
        return erasure
    with _opened(viewer, erasure.request, action="R") as person:
        plan = draw_up(viewer=viewer, person=person, kind=erasure.kind)
        Erasure.objects.filter(pk=erasure.pk, approved_at__isnull=True).update(
            plan=plan.lines,
            stamp=plan.stamp,
            party_keys=list(person.keys),
            listed_at=viewer.at,
        )
    erasure.refresh_from_db()
    return erasure


@transaction.atomic
def approve(*, viewer: Viewer, ref: str, stamp: str) -> Erasure:
    """Approve a list as a second person, and have it carried out.

    Raises:
        RequestNotFound, NotGranted: see `ask_for_list`.
        SecondPersonNeeded: the viewer made the list.
        ListChanged: it is another list by now, or not ready.
        IsHeld: something holds it.
        LogUnavailable: the entry could not be written.
    """
    if not access_rules.may_read_log(viewer.roles):
        raise RequestNotFound
    erasure = Erasure.objects.select_for_update().filter(request__ref=ref).first()
    if erasure is None:
        raise RequestNotFound
    if erasure.approved_at:
        return erasure
    if erasure.request.state != RequestState.DECIDED:
        raise NotGranted
    if erasure.listed_by_id == viewer.user_id:
        raise SecondPersonNeeded
    if not erasure.stamp or erasure.stamp != stamp:
        raise ListChanged
    if any(line["why"] == Why.HOLD for line in erasure.plan):
        raise IsHeld
    erasure.approved_by_id, erasure.approved_at = viewer.user_id, viewer.at
    erasure.save(update_fields=["approved_by", "approved_at"])
    _log(viewer, erasure, "erasure-approved", "U")
    jobs.enqueue(
        CARRY_OUT, queue="default", viewer=viewer, subject_ref=erasure.ref, lock=erasure.ref,
        erasure_id=erasure.pk,
    )  # fmt: skip
    return erasure


def carry_out(*, viewer: Viewer, erasure_id: int) -> Erasure:
    """Do what was approved, in one transaction: all of it or nothing, and a second time nothing.

    That it began is remembered outside the database before, that it was done after it is certain:
    so it is done again after an older backup was put back.

    Raises:
        NotApproved: nobody approved it.
        ListChanged: the list is another one by now; it waits for approval again.
        IsHeld: something holds it since.
        LogUnavailable: the entry could not be written; nothing goes.
    """
    erasure = Erasure.objects.select_related("request").get(pk=erasure_id)
    if erasure.carried_out_at:
        remembering.finish(ref=erasure.ref)  # it may have been killed right before
        return erasure
    if not erasure.approved_at:
        raise NotApproved
    with _opened(viewer, erasure.request, action="D") as person:
        erasure = Erasure.objects.select_for_update().get(pk=erasure_id)
        plan = draw_up(viewer=viewer, person=person, kind=erasure.kind)
        if plan.held:
            raise IsHeld
        if plan.stamp != erasure.stamp:
            _ask_again(erasure, plan)
        else:
            remembering.begin(ref=erasure.ref, at=viewer.at, person=person, kind=erasure.kind)
            let_go(viewer=viewer, person=person, plan=plan)
            _tell(viewer, erasure, plan)
    erasure.refresh_from_db()
    if not erasure.carried_out_at:
        raise ListChanged
    remembering.finish(ref=erasure.ref)
    return erasure


def draw_up(
    *, viewer: Viewer, person: Whose, kind: str, made_until: datetime | None = None
) -> Plan:
    """Return what becomes of everything about somebody; nothing is changed.

    Args:
        made_until: leave out what was made later, and the name of who came back since.
    """
    on = localdate(viewer.at)
    standing, held = holdings.standing(person=person, on=on), holdings.holds(person=person)
    staying: list[tuple[str, Fate, Why, set[Any]]] = []
    roots: dict[str, set[Any]] = defaultdict(set)
    emptied: dict[str, set[Any]] = {}
    wiped: dict[str, set[Any]] = {}
    came_back = False
    for one in holdings.holdings(person, on=on):
        keys = set(holdings.keys_of(one.rows))
        if made_until:
            there = set(holdings.keys_of(made.made_until(one.rows, made_until)))
            came_back |= there < keys and one.group in erasing.OF_A_PERSON
            keys = there
        fate, why = _fate(one, kind, standing, held)
        if fate is Fate.GOES and one.label in EMPTIED:
            fate, emptied[one.label] = Fate.BLANK, keys
        elif fate is Fate.GOES:
            roots[one.label] |= keys
            continue
        elif not held and erasing.loses_its_words(one.label, kind=kind, standing=standing):
            wiped[one.label] = keys
        staying.append((one.label, fate, why, keys))
    if came_back:
        emptied, wiped = {}, {}
    if emptied:
        staying = _with_masked(staying, set(masking.breaches_that_name(person=person)))
    goes = going.all_that_goes(roots)
    lines: dict[tuple[str, str, str], int] = defaultdict(int)
    for label, fate, why, keys in staying:
        lines[label, fate, why] += len(keys - goes.rows.get(label, set()))
    for label, gone in goes.rows.items():
        lines[label, Fate.GOES, _why_it_goes(standing)] += len(gone)
    return Plan(_readable(lines, standing), goes, emptied, wiped, held)


def let_go(*, viewer: Viewer, person: Whose, plan: Plan) -> None:
    """Let go what a plan says, wherever it stands."""
    for label, keys in plan.wiped.items():
        going.wipe(label, keys=keys, columns=WIPED[label])
    forget_elsewhere(person=person, goes=plan.goes, is_nobody=bool(plan.emptied))
    going.let_go(plan.goes)
    if plan.emptied:
        going.make_empty(
            "relations.PersonDetail", keys=plan.emptied["relations.PersonDetail"], given={}
        )
        going.make_empty(
            "relations.Party",
            keys=plan.emptied["relations.Party"],
            given={
                "kind": "person", "name": NOBODY_NAMED, "sort_key": NOBODY_NAMED.lower(),
                "client_number": None, "unit": None, "archived_at": viewer.at,
                "updated_by": None, "version": 1, "created_at": viewer.at, "updated_at": viewer.at,
            },
        )  # fmt: skip
    for label in {*plan.goes.rows, *plan.emptied}:
        going.forget_history_of_gone_rows(label, person_keys=person.keys)


def _with_masked(
    staying: list[tuple[str, Fate, Why, set[Any]]], named: set[Any]
) -> list[tuple[str, Fate, Why, set[Any]]]:
    """Say of the data breaches that name somebody that they stay without the name."""
    others = [
        (label, fate, why, keys - named if label == masking.BREACH else keys)
        for label, fate, why, keys in staying
    ]
    return [*others, (masking.BREACH, Fate.STAYS, Why.MASKED, named)]


def still_named(plan: Plan) -> int:
    """Return how many parties that are to be made empty still have a name."""
    parties: Any = apps.get_model("relations.Party")
    keys = list(plan.emptied.get("relations.Party", ()))
    return int(parties._base_manager.filter(pk__in=keys).exclude(name=NOBODY_NAMED).count())


def _fate(one: Holding, kind: str, standing: Standing, held: Iterable[str]) -> tuple[Fate, Why]:
    fate, why = erasing.fate_of(one.group, kind=kind, standing=standing)
    if fate is Fate.GOES and held:
        return Fate.STAYS, Why.HOLD
    if (
        fate is Fate.GOES
        and one.label == "access.CareRelation"
        and standing.is_in_care
        and kind == ErasureKind.DESTRUCTION
    ):
        return Fate.STAYS, Why.IN_CARE
    return fate, why


def _why_it_goes(standing: Standing) -> Why:
    is_over = standing.has_care and not standing.keeps_care
    return Why.TERM_OVER if is_over else Why.ASKED


def _readable(lines: dict[tuple[str, str, str], int], standing: Standing) -> list[dict[str, Any]]:
    until = standing.care_until.isoformat() if standing.care_until else ""
    return [
        {"label": label, "fate": str(fate), "why": str(why), "count": count, "until": until}
        for (label, fate, why), count in sorted(lines.items())
        if count
    ]


def _granted(viewer: Viewer, ref: str) -> PrivacyRequest:
    if not access_rules.may_settle_stand_ins(viewer.roles):
        raise RequestNotFound
    row = PrivacyRequest.objects.select_for_update().filter(ref=ref, kind__in=KINDS).first()
    if row is None:
        raise RequestNotFound
    if row.state != RequestState.DECIDED or row.decision == Decision.REFUSED:
        raise NotGranted
    return row


@contextmanager
def _opened(viewer: Viewer, request: PrivacyRequest, *, action: str) -> Iterator[Whose]:
    """Work as the role of erasures with all of one person open, in one transaction."""
    event = "erasure" if action == "D" else "erasure-list"
    with opened_to_erase(
        viewer=viewer,
        person_id=request.person_id,
        event=event,
        action=action,
        request_ref=request.ref,
    ) as person:
        yield person


@contextmanager
def opened_to_erase(
    *, viewer: Viewer, person_id: int, event: str, action: str, request_ref: str
) -> Iterator[Whose]:
    """Work as the role of erasures with all of one person open, in one transaction.

    Raises:
        DossierNotFound, LogUnavailable: see `access.actions.open_for_own_request`.
    """
    with connected_as("erasure"):
        person = holdings.whose(viewer=viewer, person_id=person_id)
        with access_actions.open_for_own_request(
            viewer=viewer,
            person_id=person.person_id,
            records=person.records,
            event=event,
            action=action,
            request_ref=request_ref,
        ):
            yield person


def _tell(viewer: Viewer, erasure: Erasure, plan: Plan) -> None:
    """Write what was done with the request: it is what the letter tells."""
    erasure.plan, erasure.carried_out_at = plan.lines, viewer.at
    erasure.save(update_fields=["plan", "carried_out_at"])
    PrivacyRequest.objects.filter(pk=erasure.request_id).update(
        report=plan.lines,
        state=RequestState.DONE,
        done_at=viewer.at,
        version=F("version") + 1,
    )


def _ask_again(erasure: Erasure, plan: Plan) -> None:
    """What would go is no longer what was approved: a second person has to look again."""
    erasure.plan, erasure.stamp = plan.lines, plan.stamp
    erasure.approved_by, erasure.approved_at = None, None
    erasure.save(update_fields=["plan", "stamp", "approved_by", "approved_at"])


def _log(viewer: Viewer, erasure: Erasure, event: str, action: str) -> None:
    access_actions.record_event(
        viewer=viewer,
        event=event,
        action=action,
        person_id=erasure.request.person_id,
        detail=f"{erasure.kind} {erasure.request.ref}",
    )
