# SPDX-License-Identifier: EUPL-1.2
"""What stands on a round sheet: today's clients of one team, and what must be known at the door.

Read inside `access.actions.open_dossiers` by `actions.round_sheets`, which logs it as an export.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nabij.access import queries as access_queries
from nabij.access.actions import PersonInView
from nabij.clientview import choices
from nabij.clientview.queries.persons import own_contacts
from nabij.clientview.queries.picture import dossier_of
from nabij.clientview.queries.statements import statements
from nabij.clientview.rules import people
from nabij.clientview.rules.current import is_none_known, panel, permits
from nabij.clientview.rules.grouping import Item, decision_of
from nabij.clientview.rules.sources import SourcesShown, sources_shown
from nabij.clientview.rules.statements import Statement
from nabij.clientview.rules.summaries import summary
from nabij.clientview.rules.visits import Visit, visits_around
from nabij.core.dates import PartialDate
from nabij.core.identifiers import format_phone, format_postcode
from nabij.core.viewer import Role, Viewer
from nabij.dossiers.queries import facts as fact_queries
from nabij.dossiers.types import FactInView
from nabij.linkage import queries as linkage_queries
from nabij.relations import queries as relations_queries
from nabij.relations.queries import Person
from nabij.web.formats import clock, day

KINDS = ("allergy", "medication", "directive", "flag", "related_person")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A heading of the sheet with its lines; `tone` 'bad' stands out."""

    label: str
    lines: tuple[str, ...]
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetClient:
    """One client on the sheet."""

    name: str
    who: str
    parts: tuple[Part, ...]
    first_visit: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetTeam:
    """A team for which the viewer may make a sheet."""

    id: int
    ref: str
    name: str
    phone: str


def round_sheet_teams(*, viewer: Viewer) -> list[SheetTeam]:
    """Return the teams for which the viewer may make a round sheet. One SQL query."""
    if not viewer.has(Role.CARE_PROFESSIONAL):
        return []
    return [
        SheetTeam(id=team.pk, ref=team.ref, name=team.name, phone=team.phone)
        for team in access_queries.own_teams(viewer=viewer)
    ]


def round_sheet_persons(*, viewer: Viewer, unit_id: int) -> list[PersonInView]:
    """Return the team's clients with the records of each that stand open.

    Who is archived or died not.

    Four SQL queries.
    """
    of_unit = access_queries.living_ids_of_unit(viewer=viewer, unit_id=unit_id)
    person_ids = list(relations_queries.person_cards(viewer=viewer, ids=of_unit))
    records = linkage_queries.records_in_view_of(viewer=viewer, person_ids=person_ids)
    return [PersonInView(person_id, found) for person_id, found in records.items()]


def visited_today(*, viewer: Viewer, persons: Sequence[PersonInView]) -> list[PersonInView]:
    """Return who of these is visited today. Only inside an opening of all of them.

    One SQL query. Where the visits of nobody are known, all are returned: better one name too many
    on the sheet than one too few.
    """
    today = localdate(viewer.at)
    facts = _facts(viewer, persons, kinds=(), visits_from=today)
    visited = [
        one for one in persons if visits_around(_visits(facts[one.person_id]), now=viewer.at).today
    ]
    return visited or list(persons)


def sheet_clients(*, viewer: Viewer, persons: Sequence[PersonInView]) -> list[SheetClient]:
    """Return what stands on the sheet of each, in the order of the visits.

    Only inside an opening of all of them. About a dozen SQL queries a person for their contact
    data, one for the facts of all.
    """
    facts = _facts(viewer, persons, kinds=KINDS, visits_from=localdate(viewer.at))
    cards = relations_queries.person_cards(viewer=viewer, ids=[one.person_id for one in persons])
    clients = [
        _client(
            viewer,
            relations_queries.person(viewer=viewer, ref=cards[one.person_id].ref),
            facts[one.person_id],
            _sources(viewer, one),
            [record.id for record in one.records],
        )
        for one in persons
        if one.person_id in cards
    ]
    return sorted(
        clients, key=lambda c: (c.first_visit is None, c.first_visit or viewer.at, c.name)
    )


def _facts(
    viewer: Viewer, persons: Sequence[PersonInView], *, kinds: Sequence[str], visits_from: date
) -> Mapping[int, list[FactInView]]:
    whose = {record.id: one.person_id for one in persons for record in one.records}
    found: dict[int, list[FactInView]] = {one.person_id: [] for one in persons}
    facts = fact_queries.state_facts(
        viewer=viewer,
        records=list(whose),
        kinds=kinds,
        visits_from=visits_from,
        restricted=relations_queries.restrictions_of(viewer=viewer, keys=list(found)),
    )
    for fact in facts:
        found[whose[fact.record_id]].append(fact)
    return found


def _visits(facts: Sequence[FactInView]) -> list[FactInView]:
    return [fact for fact in facts if fact.kind == "appointment"]


def _client(
    viewer: Viewer,
    person: Person,
    facts: Sequence[FactInView],
    sources: SourcesShown,
    records: Sequence[int],
) -> SheetClient:
    now, on = viewer.at, localdate(viewer.at)
    visits = [v for v in visits_around(_visits(facts), now=now).today if not v.is_off]
    contacts = people.contacts_of(own_contacts(viewer=viewer, person=person), facts, on=on)
    first = people.first_to_call(contacts)
    allergies, medication, directives, flags = (
        panel(kind, facts, on=on) for kind in ("allergy", "medication", "directive", "flag")
    )
    parts = [
        Part(label=_("Visits today"), lines=tuple(_visit(v) for v in visits)),
        Part(label=_("Mind this"), lines=tuple(i.text for i in person.instructions)),
        Part(
            label=_("Allergies"),
            lines=_lines(allergies.current) or (_none_known(allergies.none_known),),
            tone="bad" if allergies.current else "",
        ),
        Part(label=_("Not on this sheet"), lines=_shut(sources), tone="bad"),
        Part(label=_("Alerts"), lines=_lines(flags.current), tone="bad"),
        Part(
            label=_("Agreements on treatment"),
            lines=tuple(_directive(item) for item in directives.current),
            tone="bad",
        ),
        Part(label=_("Medication"), lines=_lines(medication.current)),
        Part(
            label=_("The client states"),
            lines=_stated(viewer, person, records, {fact.key for fact in facts}),
        ),
        Part(label=_("First contact"), lines=(_contact(first),) if first else ()),
    ]
    return SheetClient(
        name=person.full_name,
        who=_who(person, on),
        parts=tuple(part for part in parts if part.lines),
        first_visit=next((v.starts_at for v in visits if v.starts_at), None),
    )


def _stated(
    viewer: Viewer, person: Person, records: Sequence[int], shown: Collection[tuple[int, str, str]]
) -> tuple[str, ...]:
    """Return what the client states beside facts that are on the sheet."""
    found = statements(
        viewer=viewer,
        keys=person.keys,
        dossier_ids=records,
        restricted=person.restrictions,
    )
    return tuple(
        f"{one.fact.code_text}: {one.latest.text}"
        for one in found.in_force
        if one.fact is not None and one.fact.key in shown
    )


def _lines(items: Sequence[Item]) -> tuple[str, ...]:
    return tuple(_line(item) for item in items)


def _line(item: Item) -> str:
    """Return a thing in one line; where sources do not agree, what each of them says."""
    if item.is_disputed or not item.lead.fact.is_understood:
        said = "; ".join(_said(statement) for statement in item.statements)
        return _("%(what)s: SOURCES DIFFER. %(said)s") % {"what": item.title, "said": said}
    told = [item.title, summary(item.lead.fact), _restricted(item.lead.fact)]
    return f"{' · '.join(part for part in told if part)} ({_titles(item)})"


def _said(said: Statement) -> str:
    fact = said.fact
    word = choices.STANCES_BY_KIND.get((fact.kind, said.stance), choices.STANCES[said.stance])
    told = [
        f"{fact.source.title}: {word}", fact.code_text, summary(fact), day_of(fact),
        _restricted(fact),
    ]  # fmt: skip
    return ", ".join(part for part in told if part)


def day_of(fact: FactInView) -> str:
    """Return the day a source dates its word with, '' without one."""
    return str(fact.starts) if fact.starts else ""


def _directive(item: Item) -> str:
    if item.is_disputed or not item.lead.fact.is_understood:
        said = "; ".join(f"{s.fact.source.title}: {_decided(s.fact)}" for s in item.statements)
        return _("%(what)s: SOURCES DIFFER. %(said)s") % {"what": item.title, "said": said}
    return f"{item.title}: {_decided(item.lead.fact)} ({_titles(item)})"


def _decided(fact: FactInView) -> str:
    """Return what a directive decides with its conditions; never a yes unless it is one."""
    if fact.category == "advance":
        word = _("living will: read it")
    elif permits(fact) is None and decision_of(fact) != "restricted":
        word = str(choices.DECISIONS[""])
    else:
        word = str(choices.DECISIONS[decision_of(fact)])
    return ": ".join(part for part in (word, summary(fact), _restricted(fact)) if part)


def _restricted(fact: FactInView) -> str:
    """Return that a fact stays in sight though its use is restricted, '' where it is not."""
    if fact.restriction is None:
        return ""
    return _("RESTRICTED, %(why)s") % {"why": fact.restriction.reason_label}


def _titles(item: Item) -> str:
    return ", ".join(source.title for source in item.sources)


def _none_known(items: Sequence[Item]) -> str:
    if any(is_none_known(item.lead.fact) for item in items):
        return _("No allergies, says %(source)s") % {"source": items[0].lead.fact.source.title}
    return _("Nothing known of allergies")


def _visit(visit: Visit) -> str:
    times = (
        "–".join(clock(at) for at in (visit.starts_at, visit.ends_at) if at)
        if visit.starts_at
        else _("time not known")
    )
    return " · ".join(part for part in (times, visit.what, ", ".join(visit.who)) if part)


def _sources(viewer: Viewer, one: PersonInView) -> SourcesShown:
    sensitive = any(record.may_show_sensitive for record in one.records)
    known = dossier_of(viewer=viewer, person_id=one.person_id).sources
    return sources_shown(known, shows_sensitive=sensitive)


def _shut(sources: SourcesShown) -> tuple[str, ...]:
    """Return which sources stand closed, so that silence is not taken for "nothing known"."""
    return tuple(
        _("%(source)s is not open: what it knows is missing here") % {"source": source.title}
        for source in sources.shut
    )


def _contact(contact: people.Contact) -> str:
    phones = ", ".join(format_phone(phone) for phone in contact.phones)
    return " · ".join(part for part in (contact.name, contact.relation, phones) if part)


def _who(person: Person, on: date) -> str:
    home = person.home
    address = (
        f"{home.street} {home.house_number}{home.suffix}, "
        f"{format_postcode(home.postcode)} {home.city}"
        if home
        else ""
    )
    phones = ", ".join(format_phone(p.value) for p in person.contact_points if p.system == "phone")
    return " · ".join(part for part in (_born(person.birth, on), address, phones) if part)


def _born(birth: PartialDate | None, on: date) -> str:
    if birth is None:
        return _("birth date not known")
    age = birth.age_on(on)
    born = day(birth)
    return f"{born} ({age})" if age is not None else born
