# SPDX-License-Identifier: EUPL-1.2
"""Calls that come in: told by the exchange, opened by the colleague, and about whom they are."""

from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.access.choices import Caller
from nabij.contact import rules
from nabij.contact.models import IncomingCall
from nabij.contact.queries import CallCard
from nabij.core.errors import DomainError
from nabij.core.viewer import Viewer
from nabij.relations import queries as relations_queries
from nabij.relations.queries import PartyNotFound
from nabij.relations.queries.callers import AboutWhom
from nabij.relations.types import Card

KEPT_FOR = timedelta(days=1)


class NoSuchColleague(DomainError):
    code = "no-such-colleague"
    message = _("Nobody signs in with this address.")
    http_status = 422


class NotSureWhoCalls(DomainError):
    code = "not-sure-who-calls"
    message = _("Ask two of the three, and tick what was right.")
    http_status = 422


@transaction.atomic
def ring(*, viewer: Viewer, exchange: str, key: str, number: str, email: str) -> IncomingCall:
    """Let a call ring at a colleague; told twice it rings once, and at each whom it is told of.

    Raises:
        NoSuchColleague: nobody signs in with this address.
    """
    user = access_queries.user_with_email(email=email)
    if user is None:
        raise NoSuchColleague
    call, _is_new = IncomingCall.objects.get_or_create(
        exchange=exchange,
        key=key,
        colleague_id=user.pk,
        defaults={"number": number, "at": viewer.at},
    )
    return call


def hang_up(*, viewer: Viewer, exchange: str, key: str) -> None:
    """Write that a call is over, wherever it rang; one that was never told of changes nothing."""
    IncomingCall.objects.filter(exchange=exchange, key=key, ended_at__isnull=True).update(
        ended_at=viewer.at
    )


def forget_calls(*, viewer: Viewer) -> None:
    """Remove the calls of more than a day ago."""
    IncomingCall.objects.filter(at__lt=viewer.at - KEPT_FOR).delete()


def open_card(*, viewer: Viewer, found: CallCard) -> None:
    """Write that the colleague sees the card, so that it rings no longer, and whom it names.

    Raises:
        LogUnavailable: the entry could not be written; nothing may be shown.
    """
    with transaction.atomic():
        IncomingCall.objects.filter(ref=found.ref, opened_at__isnull=True).update(
            opened_at=viewer.at
        )
        access_actions.record_list(
            viewer=viewer,
            event="call-card",
            object_ids=found.shown_ids,
            categories=["contact"] if found.callers else [],
        )


@transaction.atomic
def call_about(
    *, viewer: Viewer, found: CallCard, person_ref: str, checked: Collection[str]
) -> None:
    """Open a way in to whom the call is about, once it is sure who calls: for an hour, logged.

    The form of that person then has the caller filled in, until this call is recorded. `checked`
    are codes of what was asked and right: birth_date, address, client_number.

    Raises:
        PartyNotFound: this caller is not known to call about them or is shut out, or the viewer may
            not open calls about them.
        NotSureWhoCalls: fewer than two were asked.
        LogUnavailable: the entry could not be written; nothing opens.
    """
    caller, about = _named(found, person_ref)
    if len(set(checked) & rules.IDENTITY_CHECKS) < rules.ENOUGH_CHECKS:
        raise NotSureWhoCalls
    person = relations_queries.person(viewer=viewer, ref=about.card.ref)
    is_of_own_unit = person.unit_id in viewer.unit_ids
    if not access_rules.may_open_call(viewer.roles, is_of_own_unit=is_of_own_unit):
        raise PartyNotFound
    access_actions.open_call(
        viewer=viewer, person_id=person.id, caller=_kind(viewer, caller, about), checked=checked
    )
    IncomingCall.objects.filter(ref=found.ref).update(caller_id=caller.id, about_id=about.card.id)


def call_for(*, viewer: Viewer, found: CallCard, organisation: str, speaker: str) -> None:
    """Remember that somebody calls for an organisation, and about none of our clients.

    The form of that organisation then has the speaker filled in, until the call is recorded.
    Nothing opens: what is said with an organisation is no care data.

    Raises:
        PartyNotFound: this number is not of that organisation, or the speaker not one of its
            people.
    """
    for caller in found.callers:
        cards = {card.ref: card.id for card in (caller.card, *caller.people)}
        if caller.card.ref == organisation and not caller.card.is_person and speaker in cards:
            IncomingCall.objects.filter(ref=found.ref).update(
                caller_id=cards[speaker], about_id=caller.card.id
            )
            return
    raise PartyNotFound


def _named(found: CallCard, ref: str) -> tuple[Card, AboutWhom]:
    for caller in found.callers:
        for one in caller.about:
            if one.card.ref == ref and not one.is_shut_out:
                return caller.card, one
    raise PartyNotFound


def _kind(viewer: Viewer, caller: Card, about: AboutWhom) -> Caller:
    """Return what kind of caller the log names: who is known by their work is no relative."""
    if caller.id == about.card.id:
        return Caller.CLIENT
    if not caller.is_person:
        return Caller.PROVIDER
    known = relations_queries.person(viewer=viewer, ref=caller.ref)
    return Caller.PROVIDER if known.is_known_by_work else Caller.RELATIVE
