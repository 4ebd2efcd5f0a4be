# SPDX-License-Identifier: EUPL-1.2
"""Who may see which class of data: one table, role by class. Pure: no clock, no database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from nabij.core.viewer import Role


class DataClass(StrEnum):
    """The four classes that rights are given in."""

    IDENTITY = "a"  # identity and contact
    ORGANISATION = "b"  # organisation of care: visits, team, agreements, who to call
    CARE = "c"  # content of care
    SHIELDED = "d"  # shielded by the client, or sensitive: psychiatry, abuse, addiction


A, B, C, D = DataClass.IDENTITY, DataClass.ORGANISATION, DataClass.CARE, DataClass.SHIELDED

RIGHTS: dict[Role, frozenset[DataClass]] = {
    Role.FRONT_OFFICE: frozenset({A, B}),
    Role.CARE_PROFESSIONAL: frozenset({A, B, C}),  # d only by consent or emergency
    Role.ACCOUNT_MANAGER: frozenset({A}),
    Role.MARKETEER: frozenset({A}),
    Role.MANAGER: frozenset(),  # totals only
    Role.COMPLAINTS_OFFICER: frozenset({A}),
    Role.PRIVACY_OFFICER: frozenset({A}),
    Role.DATA_PROTECTION_OFFICER: frozenset({A}),
    Role.ADMINISTRATOR: frozenset(),
}

# What a page shows, by the class that opens it. A kind of fact that is not here was opened itself.
CATEGORY_CLASSES = {
    "contact": A,
    "visits": B,
    "timeline": B,
    "interactions": B,
    "current": C,
    "allergy": C,
    "medication": C,
    "directive": C,
}

REGISTERING_ROLES = frozenset({Role.FRONT_OFFICE, Role.CARE_PROFESSIONAL})
BSN_ROLES = frozenset({Role.FRONT_OFFICE, Role.CARE_PROFESSIONAL})
REVIEWING_ROLES = frozenset({Role.FRONT_OFFICE})
INTAKE_ROLES = frozenset({Role.FRONT_OFFICE})
# Who registers clients all day imports every kind of row, who serves accounts their side of it.
IMPORT_ROLES = frozenset({Role.FRONT_OFFICE})
BUSINESS_IMPORT_ROLES = frozenset({Role.FRONT_OFFICE, Role.ACCOUNT_MANAGER})
PLANNING_ROLES = frozenset({Role.FRONT_OFFICE, Role.CARE_PROFESSIONAL})
STAND_IN_ROLES = frozenset({Role.PRIVACY_OFFICER, Role.DATA_PROTECTION_OFFICER})
# How much a reason says at least, before it can mean anything.
FEWEST_WORDS, SHORTEST_REASON = 3, 12
LOG_ROLES = frozenset({Role.PRIVACY_OFFICER, Role.DATA_PROTECTION_OFFICER})
# Who writes to people for something else than their care.
APPROACHING_ROLES = frozenset({Role.ACCOUNT_MANAGER, Role.MARKETEER})
ACCOUNT_ROLES = frozenset({Role.FRONT_OFFICE, Role.ACCOUNT_MANAGER})
# Totals and estimates only, nothing of a person: a controller is a manager.
VALUE_ROLES = frozenset({Role.MANAGER})
VALUE_READING_ROLES = VALUE_ROLES | {Role.MARKETEER}

# ISO 21298 functional roles, as NEN 7513 asks them in the log.
ISO_21298 = {
    Role.CARE_PROFESSIONAL: "04",
    Role.FRONT_OFFICE: "06",
    Role.ACCOUNT_MANAGER: "06",
    Role.MARKETEER: "06",
    Role.MANAGER: "06",
    Role.COMPLAINTS_OFFICER: "06",
    Role.PRIVACY_OFFICER: "06",
    Role.DATA_PROTECTION_OFFICER: "06",
    Role.ADMINISTRATOR: "07",
}
ISO_21298_SYSTEM = "07"


@dataclass(frozen=True, slots=True)
class RecordInView:
    """One source's copy of the person that may be opened, and on what ground."""

    id: int
    ground: str
    may_show_sensitive: bool = False
    is_limited: bool = False  # who comes and when, not the content of care
    purposes: frozenset[str] = frozenset()  # what for; none is all of care


def classes_of(roles: Iterable[Role]) -> frozenset[DataClass]:
    """Return the classes of data that these roles together may see, without a client in view."""
    return frozenset().union(*(RIGHTS[role] for role in roles))


def may(roles: Iterable[Role], data_class: DataClass | str) -> bool:
    """Tell whether one of the roles carries a right to this class of data."""
    return DataClass(data_class) in classes_of(roles)


def any_colleague(roles: Iterable[Role]) -> bool:
    """Allow whoever signed in: the rule of pages that show nothing of others."""
    return True


def approaches(roles: Iterable[Role]) -> bool:
    """Tell whether who has these roles makes a file to approach people, and organises no care."""
    held = frozenset(roles)
    return not held.isdisjoint(APPROACHING_ROLES) and not may(held, DataClass.ORGANISATION)


def may_see_cards(roles: Iterable[Role]) -> bool:
    """Tell whether these roles may search persons and see a card (name, birth year, city)."""
    return may(roles, A)


def may_open_dossiers(roles: Iterable[Role]) -> bool:
    """Tell whether these roles may open a client's dossier at all, once there is a way in."""
    return may(roles, B)


def may_open_call(roles: Iterable[Role], *, is_of_own_unit: bool) -> bool:
    """Tell whether a phone call about somebody gives these roles a way in.

    Calls come in at the front office, about whomever it sees. Other colleagues get one only about
    who belongs to a unit of theirs: not about everybody whom no unit has yet.
    """
    return may_open_dossiers(roles) and (Role.FRONT_OFFICE in frozenset(roles) or is_of_own_unit)


def may_make_round_sheets(roles: Iterable[Role]) -> bool:
    """Tell whether these roles may take a round sheet of their team along."""
    return Role.CARE_PROFESSIONAL in frozenset(roles)


def may_register(roles: Iterable[Role]) -> bool:
    """Tell whether these roles may record and change persons."""
    return not REGISTERING_ROLES.isdisjoint(roles)


def may_register_organisations(roles: Iterable[Role]) -> bool:
    """Tell whether these roles may record and change organisations."""
    return not (REGISTERING_ROLES | ACCOUNT_ROLES).isdisjoint(roles)


def may_answer_questions(roles: Iterable[Role]) -> bool:
    """Tell whether these roles answer who may be known already, without seeing who it is."""
    return Role.ADMINISTRATOR in frozenset(roles)


def may_help_colleagues(roles: Iterable[Role]) -> bool:
    """Tell whether these roles reset the second step of a colleague who lost it."""
    return Role.ADMINISTRATOR in frozenset(roles)


def may_use_bsn(roles: Iterable[Role]) -> bool:
    """Tell whether the law lets these roles search by and see a BSN (Wabvpz)."""
    return not BSN_ROLES.isdisjoint(roles)


def may_merge_persons(roles: Iterable[Role]) -> bool:
    """Tell whether these roles decide that two persons of ours are one, and take that back."""
    return may_review_links(roles)


def may_merge_organisations(roles: Iterable[Role]) -> bool:
    """Tell whether these roles decide that two organisations are one, and take that back."""
    return not ACCOUNT_ROLES.isdisjoint(roles)


def may_merge(roles: Iterable[Role]) -> bool:
    """Tell whether these roles merge persons or organisations at all."""
    held = frozenset(roles)
    return may_merge_persons(held) or may_merge_organisations(held)


def may_review_links(roles: Iterable[Role]) -> bool:
    """Tell whether these roles decide whether two records are one person."""
    return not REVIEWING_ROLES.isdisjoint(roles)


def may_record_consent(roles: Iterable[Role]) -> bool:
    """Tell whether these roles record what a client decided about a copy of another provider.

    Of whom, the query decides: the front office of whom it sees, who gives care of their clients.
    """
    held = frozenset(roles)
    return may_review_links(held) or Role.CARE_PROFESSIONAL in held


def may_take_in(roles: Iterable[Role]) -> bool:
    """Tell whether these roles may upload dossiers and mend what was refused."""
    return not INTAKE_ROLES.isdisjoint(roles)


def may_import_persons(roles: Iterable[Role]) -> bool:
    """Tell whether these roles may import persons, relationships and contact moments."""
    return not IMPORT_ROLES.isdisjoint(roles)


def may_import(roles: Iterable[Role]) -> bool:
    """Tell whether these roles may import anything: organisations and their people at least."""
    return not BUSINESS_IMPORT_ROLES.isdisjoint(roles)


def may_plan_care(roles: Iterable[Role]) -> bool:
    """Tell whether these roles record who cares for whom; about which client the action decides."""
    return not PLANNING_ROLES.isdisjoint(roles)


def may_stand_in(roles: Iterable[Role]) -> bool:
    """Tell whether these roles may stand in for a colleague, and review who stood in."""
    return Role.CARE_PROFESSIONAL in frozenset(roles)


def may_use_emergency(roles: Iterable[Role]) -> bool:
    """Tell whether these roles have the emergency button: who gives care, and nobody else."""
    return Role.CARE_PROFESSIONAL in frozenset(roles)


def says_why(text: str) -> bool:
    """Tell whether a typed reason can mean something: three words that are no filling.

    Example:
        >>> says_why("found unconscious on the floor"), says_why("x x x x x"), says_why("emergency")
        (True, False, False)
    """
    words = {word for word in text.casefold().split() if sum(map(str.isalpha, word)) >= 2}
    return len(words) >= FEWEST_WORDS and len(" ".join(text.split())) >= SHORTEST_REASON


def may_see_stand_ins(roles: Iterable[Role]) -> bool:
    """Tell whether these roles see who stood in where the team says it was not right."""
    return not STAND_IN_ROLES.isdisjoint(roles)


def may_open_after_death(roles: Iterable[Role]) -> bool:
    """Tell whether these roles open the dossier of somebody who died, as a case (WGBO 7:458a)."""
    return Role.PRIVACY_OFFICER in frozenset(roles)


def may_record_statements(roles: Iterable[Role]) -> bool:
    """Tell whether these roles write down what a client states beside something in the dossier.

    Who serves the client does so at what they see; the privacy officer at the dossier as a whole.
    """
    held = frozenset(roles)
    return may_register(held) or may_settle_stand_ins(held)


def may_settle_stand_ins(roles: Iterable[Role]) -> bool:
    """Tell whether these roles write what came of it: the data protection officer only looks."""
    return Role.PRIVACY_OFFICER in frozenset(roles)


def closes_on(last_on: date, *, days_after: int) -> date:
    """Return the first day on which a care relation is over, so long after its last agreed day.

    Example:
        >>> closes_on(date(2026, 11, 22), days_after=30)
        datetime.date(2026, 12, 23)
    """
    return last_on + timedelta(days=days_after + 1)


def may_see_value(roles: Iterable[Role]) -> bool:
    """Tell whether these roles may read the value model: totals, nothing of a person."""
    return not VALUE_READING_ROLES.isdisjoint(roles)


def may_change_value(roles: Iterable[Role]) -> bool:
    """Tell whether these roles may estimate, plan and calculate."""
    return not VALUE_ROLES.isdisjoint(roles)


def may_read_log(roles: Iterable[Role]) -> bool:
    """Tell whether these roles read in the access log who looked at a client."""
    return not LOG_ROLES.isdisjoint(roles)


def classes_opened(
    roles: Iterable[Role],
    *,
    by_care_relation: bool,
    by_occasion: bool,
    by_emergency: bool = False,
    by_case: bool = False,
) -> frozenset[DataClass]:
    """Return the classes that open for one client by this way in.

    The content of care opens by a care relation, in an emergency, and after death by a case; a
    call or task opens the organisation of care. Without a way in nothing of b to d opens. Class d
    is decided per record, by consent.
    """
    held = classes_of(roles)
    opens_care = by_care_relation or by_emergency or by_case
    if opens_care and Role.CARE_PROFESSIONAL in frozenset(roles):
        return held & {A, B, C}
    if by_occasion or by_case:
        return held & {A, B}
    return frozenset()


def categories_shown(categories: Iterable[str], classes: Iterable[DataClass]) -> list[str]:
    """Return what of these categories is really shown where only these classes are open.

    Example:
        >>> categories_shown(["visits", "current"], {DataClass.ORGANISATION})
        ['visits']
    """
    opened = frozenset(classes)
    return [name for name in categories if CATEGORY_CLASSES.get(name) in {None, *opened}]


def is_in_force(starts_on: date | None, ends_on: date | None, on: date) -> bool:
    """Tell whether a period, half-open at its end, holds on a day; an open side never ends."""
    return (starts_on is None or starts_on <= on) and (ends_on is None or on < ends_on)


def main_role(roles: Iterable[Role]) -> str:
    """Return the ISO 21298 code that the log names: that of the role with the widest rights."""
    held = sorted(roles, key=lambda role: (-len(RIGHTS[role]), role))
    return ISO_21298[held[0]] if held else ISO_21298_SYSTEM
