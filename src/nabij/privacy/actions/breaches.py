# SPDX-License-Identifier: EUPL-1.2
"""Report a data breach, weigh its risk, decide whom to tell, and close it."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nabij.access import actions as access_actions
from nabij.core.errors import DomainError
from nabij.core.viewer import Viewer
from nabij.privacy import queries
from nabij.privacy.actions import reviews
from nabij.privacy.choices.breaches import Told
from nabij.privacy.choices.reviews import Verdict
from nabij.privacy.models import Breach, Find
from nabij.privacy.rules import breaches as rules


class BreachChanged(DomainError):
    code = "breach-changed"
    message = gettext_lazy("A colleague changed this meanwhile. Look how it stands now.")


class NotDecided(DomainError):
    code = "breach-not-decided"
    message = gettext_lazy(
        "Close it when the risk is weighed, both decisions are made, and who must be told was told."
    )


class NotYetDiscovered(DomainError):
    code = "breach-in-the-future"
    message = gettext_lazy("It cannot be discovered in the future.")


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachFields:
    """What the privacy officer fills in; what is not known yet is empty."""

    kinds: tuple[str, ...] = ()
    how_many: str = ""
    who_has_it: str = ""
    undone: str = ""
    measures: str = ""
    tell_authority: str = ""
    authority_reason: str = ""
    authority_told_at: datetime | None = None
    authority_number: str = ""
    tell_clients: str = ""
    clients_reason: str = ""
    clients_told_at: datetime | None = None


@transaction.atomic
def report_breach(*, viewer: Viewer, what: str, discovered_at: datetime, entry_key: str) -> Breach:
    """Report a breach or the suspicion of one; any colleague does. The same form sent twice is one.

    From `discovered_at` on the 72 hours of the law pass.

    Raises:
        NotYetDiscovered: it lies in the future.
        LogUnavailable: the entry could not be written.

    Source: AVG article 33; EDPB guidelines 9/2022: aware is who works here, not who decides.
    """
    if discovered_at > viewer.at:
        raise NotYetDiscovered
    breach, is_new = Breach.objects.get_or_create(
        entry_key=entry_key,
        defaults={
            "what": what.strip()[:2000],
            "reported_by_id": viewer.user_id,
            "reported_at": viewer.at,
            "discovered_at": discovered_at,
            "due_at": rules.due_at(discovered_at),
        },
    )
    if is_new:
        access_actions.record_overview(
            viewer=viewer, event="breach-report", object_type="Breach", count=1, detail=breach.ref
        )
    return breach


def breach_of_find(*, viewer: Viewer, find: Find) -> Breach:
    """Open a breach for a look that was improper, in the transaction of the verdict.

    It was discovered at the verdict: before that it was a question.

    Raises:
        LogUnavailable: the entry could not be written.
    """
    with translation.override(settings.LANGUAGE_CODE):
        what = _("A colleague looked at a client without a good reason (review of the log).")
    breach = report_breach(
        viewer=viewer, what=what, discovered_at=viewer.at, entry_key=f"find-{find.ref}"
    )
    breach.find, breach.kinds = find, ["care"]
    breach.how_many, breach.who_has_it = "one", "colleague"
    breach.save(update_fields=["find", "kinds", "how_many", "who_has_it"])
    return breach


@transaction.atomic
def give_verdict(
    *, viewer: Viewer, ref: str, version: int, verdict: str, reason: str
) -> Breach | None:
    """Give a verdict on a find, and open a breach when it was improper; return that breach.

    Raises:
        FindNotFound, JudgedMeanwhile, ReasonMissing: see `actions.reviews.judge`.
        LogUnavailable: an entry could not be written.
    """
    find = reviews.judge(viewer=viewer, ref=ref, version=version, verdict=verdict, reason=reason)
    if find.verdict != Verdict.IMPROPER:
        return None
    return breach_of_find(viewer=viewer, find=find)


@transaction.atomic
def change_breach(*, viewer: Viewer, ref: str, version: int, fields: BreachFields) -> Breach:
    """Keep what the privacy officer knows and decided so far; the risk follows from the answers.

    Raises:
        BreachNotFound: there is none that is open, or the viewer only looks.
        BreachChanged: somebody was first.
        LogUnavailable: the entry could not be written.
    """
    breach = queries.breach_to_change(viewer=viewer, ref=ref)
    if breach.version != version:
        raise BreachChanged
    names = [*BreachFields.__dataclass_fields__]
    for name in names:
        value = getattr(fields, name)
        setattr(breach, name, list(value) if isinstance(value, tuple) else value)
    answers = (breach.kinds, breach.how_many, breach.who_has_it, breach.undone)
    breach.risk = (
        rules.risk(
            kinds=frozenset(breach.kinds),
            how_many=breach.how_many,
            who_has_it=breach.who_has_it,
            undone=breach.undone,
        )
        if all(answers)
        else ""
    )
    return _keep(viewer, breach, *names, "risk")


@transaction.atomic
def close_breach(*, viewer: Viewer, ref: str, version: int) -> Breach:
    """Close a breach of which everything is decided and done; it stays in the register.

    Raises:
        BreachNotFound: there is none that is open, or the viewer only looks.
        BreachChanged: somebody was first.
        NotDecided: something is open yet.
        LogUnavailable: the entry could not be written.
    """
    breach = queries.breach_to_change(viewer=viewer, ref=ref)
    if breach.version != version:
        raise BreachChanged
    told = (
        (breach.tell_authority, breach.authority_told_at),
        (breach.tell_clients, breach.clients_told_at),
    )
    is_done = all(one == Told.NO or (one == Told.YES and at is not None) for one, at in told)
    if not breach.risk or not is_done:
        raise NotDecided
    breach.closed_at, breach.closed_by_id = viewer.at, viewer.user_id
    return _keep(viewer, breach, "closed_at", "closed_by")


def _keep(viewer: Viewer, breach: Breach, *fields: str) -> Breach:
    breach.version += 1
    breach.save(update_fields=[*fields, "version"])
    access_actions.record_overview(
        viewer=viewer, event="breach", object_type="Breach", count=1, detail=breach.ref
    )
    return breach
