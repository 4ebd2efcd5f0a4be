# SPDX-License-Identifier: EUPL-1.2
"""Who changed what and when, old and new, in the words of the pages."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.access.rules import DataClass
from nabij.contact import queries as contact_queries
from nabij.core import changes
from nabij.core.changes import Change, FieldChange
from nabij.core.viewer import Viewer
from nabij.privacy.choices.history import (
    FIELDS,
    FIELDS_BY_ROLE,
    KINDS,
    TABLES,
    TABLES_BY_ROLE,
    TABLES_BY_WAY_IN,
    UNSAID,
)
from nabij.privacy.rules.restoring import may_be_restored
from nabij.relations import queries as relations_queries
from nabij.relations.queries import PartyNotFound
from nabij.relations.queries import keys as relations_keys
from nabij.relations.types import Card


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field that changed, in words; `can_restore`: its old value can be put back."""

    name: str
    label: str
    old: str
    new: str
    can_restore: bool


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change as the page shows it."""

    id: str
    at: datetime
    who: str
    what: str
    kind: str
    kind_label: str
    reason: str
    fields: tuple[FieldLine, ...]
    party_id: int | None = None


@dataclass(frozen=True, slots=True)
class HistoryOfParty:
    card: Card
    lines: list[ChangeLine]
    shows_care: bool


def history_of_party(*, viewer: Viewer, ref: str) -> HistoryOfParty:
    """Return what changed of a person or organisation whose contact data the viewer may see.

    Who cares for them, and contacts and tasks, only where the organisation of care is open. Two
    SQL queries a table; the caller logs it.

    Raises:
        PartyNotFound: there is none, or the viewer may see no more than the card.
    """
    card, keys, labels = _whose(viewer, ref)
    found = changes.changes_of_parties(keys=keys, labels=labels)
    return HistoryOfParty(
        card=card,
        lines=_lines(viewer, found),
        shows_care=labels.issuperset(TABLES_BY_WAY_IN),
    )


def change_of_party(*, viewer: Viewer, ref: str, change_id: str) -> tuple[Card, Change]:
    """Return one change of a party, to put a value of it back.

    Raises:
        PartyNotFound: as for `history_of_party`, or there is no such change of this party.
    """
    card, keys, labels = _whose(viewer, ref)
    found = changes.changes_of_parties(keys=keys, labels=labels)
    for change in found:
        if _id(change) == change_id:
            return card, change
    raise PartyNotFound


def history_of_task(*, viewer: Viewer, ref: str) -> tuple[Any, list[ChangeLine]]:
    """Return a task that the viewer may see, and what changed of it.

    Raises:
        TaskNotFound: there is none, or the viewer has nothing to do with it.
    """
    task = contact_queries.task(viewer=viewer, ref=ref)
    return task, _lines(viewer, changes.changes_of_row(label="contact.Task", row=task.id))


def history_between(
    *, viewer: Viewer, since: datetime, until: datetime, user_id: int | None
) -> tuple[list[ChangeLine], dict[int, Card]]:
    """Return what changed in a period, and whose it was as far as the viewer may see a card.

    Of persons of whom the viewer sees no contact data the values are left out.
    """
    found = changes.changes_between(since=since, until=until, labels=TABLES.keys(), user_id=user_id)
    owners = {_id(change): _owner(change) for change in found}
    cards = relations_queries.person_cards(
        viewer=viewer, ids={key for key in owners.values() if key}
    )
    lines = []
    for change in found:
        owner = owners[_id(change)]
        card = cards.get(owner) if owner else None
        is_open = change.model in _by_role(viewer) and card is not None and card.is_open
        lines += _lines(viewer, [change], party_id=owner, with_values=is_open)
    return lines, cards


def _whose(viewer: Viewer, ref: str) -> tuple[Card, list[int], set[str]]:
    card = relations_queries.person_card(viewer=viewer, ref=ref)
    if not card.is_open:
        raise PartyNotFound
    keys = relations_keys.keys_of_person(viewer=viewer, person_id=card.id)
    labels = _by_role(viewer)
    way = access_queries.way_in(viewer=viewer, person_id=card.id) if card.is_person else None
    if DataClass.ORGANISATION in access_queries.classes_for(viewer=viewer, way=way):
        labels |= TABLES_BY_WAY_IN
    return card, keys, labels


def _by_role(viewer: Viewer) -> set[str]:
    labels = TABLES.keys() - TABLES_BY_WAY_IN
    return labels if _sees_organisation(viewer) else labels - TABLES_BY_ROLE


def _sees_organisation(viewer: Viewer) -> bool:
    return access_rules.may(viewer.roles, DataClass.ORGANISATION)


def _owner(change: Change) -> int | None:
    (history,) = changes.histories([change.model])
    if not history.of:
        return None
    row: Any = history._default_manager.get(pk=change.key)
    return next((key for name in history.of if (key := getattr(row, name))), None)


def _id(change: Change) -> str:
    return f"{change.model}-{change.key}"


def _lines(
    viewer: Viewer,
    found: Sequence[Change],
    *,
    party_id: int | None = None,
    with_values: bool = True,
) -> list[ChangeLine]:
    names = access_queries.names_of(
        viewer=viewer, user_ids={one.user_id for one in found if one.user_id}
    )
    lines = []
    for change in found:
        fields = tuple(_fields(viewer, change))
        if change.kind == "update" and not fields:
            continue  # only what the pages never show, such as the moment it was saved
        lines.append(
            ChangeLine(
                id=_id(change),
                at=change.at,
                who=names.get(change.user_id or 0, "") or _machine(change),
                what=str(TABLES[change.model]),
                kind=change.kind,
                kind_label=str(KINDS[change.kind]),
                reason=change.reason,
                fields=fields if with_values else (),
                party_id=party_id,
            )
        )
    return lines


def _machine(change: Change) -> str:
    return change.by or (_("nabij itself") if change.user_id is None else _("a command"))


def _fields(viewer: Viewer, change: Change) -> Iterable[FieldLine]:
    model = apps.get_model(change.model)
    unsaid = UNSAID if _sees_organisation(viewer) else UNSAID | FIELDS_BY_ROLE
    for one in change.fields:
        if one.name in unsaid:
            continue
        field: Any = model._meta.get_field(one.name)
        yield FieldLine(
            name=one.name,
            label=_label(field),
            old=_shown(field, one.old),
            new=_shown(field, one.new),
            can_restore=change.kind == "update"
            and may_be_restored(change.model, one.name)
            and _is_still_so(model, change.row, one),
        )


def _is_still_so(model: Any, row: int, one: FieldChange) -> bool:
    now = model._base_manager.filter(pk=row).values_list(one.name, flat=True).first()
    return bool(now != one.old)


def _label(field: Any) -> str:
    given: Any = FIELDS.get(field.name)
    if given is None and isinstance(field.verbose_name, Promise):
        given = field.verbose_name
    return capfirst(str(given or field.name.replace("_", " ")))


def _shown(field: Any, value: Any) -> str:
    """Return a value as people read it; '' for nothing."""
    if value is None or value == "":
        return ""
    if field.is_relation:
        return _named(field.related_model, value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, datetime):
        return f"{localtime(value):%-d-%-m-%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%-d-%-m-%Y}"
    return str(value)


def _named(model: Any, key: int) -> str:
    """Return the name of a colleague or unit; of anybody else nothing but that it is another."""
    if model._meta.label in {"access.User", "access.Unit"}:
        return str(model._base_manager.filter(pk=key).values_list("name", flat=True).first() or "")
    return _("another relation")


def colleagues_who_changed(*, viewer: Viewer) -> list[tuple[int, str]]:
    """Return key and name of colleagues, for the filter. One SQL query."""
    return access_queries.all_names(viewer=viewer)


def shown_persons(lines: Collection[ChangeLine], cards: dict[int, Card]) -> list[int]:
    """Return whose cards and values a list of changes shows, for its line in the log.

    Somebody who was merged into another stands there by both keys: the row is of the one, the name
    of the other.
    """
    shown = {line.party_id for line in lines if line.party_id in cards}
    return sorted({key for pk in shown if pk for key in (pk, cards[pk].id)})
