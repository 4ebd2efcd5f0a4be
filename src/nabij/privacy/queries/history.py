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
from nabij.core.changes import Change
from nabij.core.paging import Cursor, Page
from nabij.core.viewer import Viewer
from nabij.privacy.choices.history import (
    FIELDS,
    FIELDS_BY_ROLE,
    KINDS,
    TABLES,
    TABLES_BY_ROLE,
    TABLES_BY_WAY_IN,
    TABLES_OF_OFFICERS,
    UNSAID,
)
from nabij.privacy.rules.restoring import may_be_restored
from nabij.relations import queries as relations_queries
from nabij.relations.queries import PartyNotFound
from nabij.relations.queries import keys as relations_keys
from nabij.relations.types import Card

MOST_CHANGES = 25


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
    """What changed of one relation; `version` is the one to put a field back over, 0 for none."""

    card: Card
    version: int
    lines: list[ChangeLine]
    shows_care: bool


def history_of_party(*, viewer: Viewer, ref: str) -> HistoryOfParty:
    """Return what changed of a person or organisation whose contact data the viewer may see.

    Who cares for them, and contacts and tasks, only where the organisation of care is open. Two
    or three SQL queries a table; the caller logs it.

    Raises:
        PartyNotFound: there is none, or the viewer may see no more than the card.
    """
    card, keys, labels = _whose(viewer, ref)
    found = _changes(viewer, keys, labels)
    version = 0
    if card.is_person and access_rules.may_register(viewer.roles):
        version = relations_queries.person_fields(viewer=viewer, ref=card.ref)[1]
    return HistoryOfParty(
        card=card,
        version=version,
        lines=_lines(viewer, found, of=card.id),
        shows_care=labels.issuperset(TABLES_BY_WAY_IN),
    )


def change_of_party(*, viewer: Viewer, ref: str, change_id: str) -> tuple[Card, Change]:
    """Return one change of a party, to put a value of it back. Two or three SQL queries a table.

    Raises:
        PartyNotFound: as for `history_of_party`, or there is no such change of this party.
    """
    card, keys, labels = _whose(viewer, ref)
    for change in _changes(viewer, keys, labels):
        if _id(change) == change_id:
            return card, change
    raise PartyNotFound


def history_of_task(*, viewer: Viewer, ref: str) -> tuple[Any, list[ChangeLine]]:
    """Return a task that the viewer may see, and what changed of it. Some ten SQL queries.

    Raises:
        TaskNotFound: there is none, or the viewer has nothing to do with it.
    """
    task = contact_queries.task(viewer=viewer, ref=ref)
    return task, _lines(viewer, changes.changes_of_row(label="contact.Task", row=task.id))


def history_between(
    *,
    viewer: Viewer,
    since: datetime,
    until: datetime,
    user_id: int | None,
    what: str = "",
    cursor: Cursor | None = None,
) -> tuple[Page[ChangeLine], dict[int, Card]]:
    """Return a page of what changed in a period, and whose, as far as the viewer sees a card.

    `what` is one of `kinds_of_changes`. Of persons of whom the viewer sees no contact data the
    values are left out. Four SQL queries more than those of `changes_between`.
    """
    named = {label for label, words in TABLES.items() if not what or str(words) == what}
    page = changes.changes_between(
        since=since, until=until, labels=named, user_id=user_id, cursor=cursor, size=MOST_CHANGES
    )
    found = page.rows
    cards = relations_queries.person_cards(
        viewer=viewer, ids={key for change in found for key in change.parties}
    )
    labels = _by_role(viewer)
    shown = {
        _id(change)
        for change in found
        if change.model in TABLES_OF_OFFICERS
        or (change.model in labels and change.parties and _are_open(cards, change.parties))
    }
    lines = _lines(viewer, found, with_values=shown)
    return Page(rows=lines, next=page.next, previous=page.previous), cards


def _whose(viewer: Viewer, ref: str) -> tuple[Card, list[int], set[str]]:
    card = relations_queries.person_card(viewer=viewer, ref=ref)
    if not card.is_open:
        raise PartyNotFound
    keys = relations_keys.keys_of_party(viewer=viewer, party_id=card.id)
    labels = _by_role(viewer)
    way = access_queries.way_in(viewer=viewer, person_id=card.id) if card.is_person else None
    if DataClass.ORGANISATION in access_queries.classes_for(viewer=viewer, way=way):
        labels |= TABLES_BY_WAY_IN
    return card, keys, labels


def _changes(viewer: Viewer, keys: Collection[int], labels: set[str]) -> list[Change]:
    """Return what changed of a person; of what stands between two, only where both are open."""
    found = changes.changes_of_parties(keys=keys, labels=labels)
    others = {key for change in found for key in change.parties} - set(keys)
    cards = relations_queries.person_cards(viewer=viewer, ids=others) if others else {}
    return [one for one in found if _are_open(cards, set(one.parties) - set(keys))]


def _are_open(cards: dict[int, Card], keys: Iterable[int]) -> bool:
    return all((card := cards.get(key)) is not None and card.is_open for key in keys)


def _by_role(viewer: Viewer) -> set[str]:
    labels = TABLES.keys() - TABLES_BY_WAY_IN - TABLES_OF_OFFICERS
    return labels if _sees_organisation(viewer) else labels - TABLES_BY_ROLE


def _sees_organisation(viewer: Viewer) -> bool:
    return access_rules.may(viewer.roles, DataClass.ORGANISATION)


def _id(change: Change) -> str:
    return f"{change.model}-{change.key}"


def _lines(
    viewer: Viewer,
    found: Sequence[Change],
    *,
    of: int | None = None,
    with_values: Collection[str] | None = None,
) -> list[ChangeLine]:
    """Return changes in words; with values of all, or of these; to put back of one person."""
    names = _Names.of(viewer, found)
    unsaid = UNSAID if _sees_organisation(viewer) else UNSAID | FIELDS_BY_ROLE
    lines = []
    for change in found:
        fields = tuple(_fields(change, names, unsaid, may_restore=change.row == of))
        if change.kind == "update" and not fields:
            continue  # only what the pages never show, such as the moment it was saved
        lines.append(
            ChangeLine(
                id=_id(change),
                at=change.at,
                who=names.users.get(change.user_id or 0, "") or _machine(change),
                what=str(TABLES[change.model]),
                kind=change.kind,
                kind_label=str(KINDS[change.kind]),
                reason=change.reason,
                fields=fields if with_values is None or _id(change) in with_values else (),
                party_id=next(iter(change.parties), None),
            )
        )
    return lines


def _machine(change: Change) -> str:
    return change.by or (_("nabij itself") if change.user_id is None else _("a command"))


@dataclass(frozen=True, slots=True)
class _Names:
    """Names of the colleagues and teams that changes speak of."""

    users: dict[int, str]
    units: dict[int, str]

    @classmethod
    def of(cls, viewer: Viewer, found: Sequence[Change]) -> "_Names":
        keys: dict[str, set[int]] = {"access.User": set(), "access.Unit": set()}
        for change in found:
            keys["access.User"] |= {change.user_id or 0}
            for one in change.fields:
                if label := _points_to(change.model, one.name):
                    keys.setdefault(label, set()).update({one.old, one.new} - {None})
        return cls(
            access_queries.names_of(viewer=viewer, user_ids=keys["access.User"]),
            access_queries.unit_names(viewer=viewer, unit_ids=keys["access.Unit"]),
        )

    def named(self, label: str, key: int) -> str:
        """Return the name of a colleague or team; of anybody else only that it is another."""
        known = {"access.User": self.users, "access.Unit": self.units}.get(label)
        return _("another relation") if known is None else known.get(key, "")


def _points_to(model: str, name: str) -> str:
    related = apps.get_model(model)._meta.get_field(name).related_model
    return "" if related is None else str(related._meta.label)


def _fields(
    change: Change, names: _Names, unsaid: Collection[str], *, may_restore: bool
) -> Iterable[FieldLine]:
    for one in change.fields:
        if one.name in unsaid or f"{change.model}.{one.name}" in unsaid:
            continue
        field: Any = apps.get_model(change.model)._meta.get_field(one.name)
        yield FieldLine(
            name=one.name,
            label=_label(field),
            old=_shown(field, one.old, names),
            new=_shown(field, one.new, names),
            can_restore=may_restore
            and change.kind == "update"
            and may_be_restored(change.model, one.name)
            and one.today != one.old,
        )


def _label(field: Any) -> str:
    given: Any = FIELDS.get(field.name)
    if given is None and isinstance(field.verbose_name, Promise):
        given = field.verbose_name
    return capfirst(str(given or field.name.replace("_", " ")))


def _shown(field: Any, value: Any, names: _Names) -> str:
    """Return a value as people read it; '' for nothing."""
    if value is None or value == "":
        return ""
    if isinstance(value, list):
        return ", ".join(_shown(getattr(field, "base_field", field), one, names) for one in value)
    if field.is_relation:
        return names.named(str(field.related_model._meta.label), value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, datetime):
        return f"{localtime(value):%-d-%-m-%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%-d-%-m-%Y}"
    return str(value)


def kinds_of_changes() -> list[str]:
    """Return what can change, in words, in the order of the alphabet; for the filter."""
    return sorted({str(words) for words in TABLES.values()})


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
