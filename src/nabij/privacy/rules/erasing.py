# SPDX-License-Identifier: EUPL-1.2
"""What goes, is made empty or stays when somebody asks that their data go: pure.

Each kind of row belongs to one group; what becomes of a group follows from which right is used and
from how somebody stands with us. Sources: AVG 17 paragraph 1 and 3, WGBO 7:454 and 7:455.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from nabij.privacy.choices.erasures import ErasureKind, Fate, Why
from nabij.privacy.rules.classification import CARE, LOG, TABLE, Class, OnErasure


class Group(StrEnum):
    RELATION = "relation"  # what we hold of somebody as a member, lead or acquaintance
    IDENTITY = "identity"  # who somebody is and how they are reached
    NUMBERS = "numbers"  # the BSN and how it was checked: for care only
    CARE = "care"
    BOOKS = "books"  # hours that are charged
    LOG = "log"
    PROOF = "proof"
    OTHERS = "others"  # also about somebody else
    CLOSED = "closed"  # a copy of another provider that has no ground any more


# Where a row of these came later, somebody is here again.
OF_A_PERSON = frozenset({Group.RELATION, Group.IDENTITY, Group.NUMBERS, Group.CARE, Group.BOOKS})
# Which of what "AVG 17" erases says who somebody is; the rest of it is of a relation.
IDENTITY = frozenset(
    {
        "relations.Party",
        "relations.PersonDetail",
        "relations.Address",
        "relations.ContactPoint",
        "relations.ContactInstruction",
        "relations.Relationship",
        "relations.HouseholdMember",
    }
)
NUMBERS = frozenset({"relations.Identifier", "relations.BsnCheck", "relations.KeySafe"})

# Words and values in what stays as a proof: they go when the person does. Of a text that may not
# be empty a word is left.
WIPED: Mapping[str, tuple[str, ...]] = {
    "access.AfterDeathCase": ("asked_by", "reason"),
    "access.Emergency": ("reason", "shut_reason"),
    "access.Representation": ("evidence",),
    "linkage.Ground": ("evidence",),
    "linkage.Judgement": ("undo",),
    "linkage.RecordMove": ("reason", "undo"),
    "privacy.Case": ("what", "outcome"),
    "privacy.Find": ("question", "answer", "verdict_reason"),
    "privacy.LegalHold": ("reason",),
    "privacy.PrivacyRequest": (
        "asker_name",
        "authority",
        "text",
        "explanation",
        "extension_reason",
    ),
    "privacy.Withholding": ("reason",),
    "relations.Merge": ("reason", "end_reason", "before", "written"),
}
# Of these already when the care record goes: they speak of it.
WIPED_WITH_CARE = frozenset(
    {"access.Emergency", "linkage.Judgement", "linkage.RecordMove", "privacy.Case", "privacy.Find"}
)
WORD = "gewist"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How somebody stands with us: what of their care there is, and until when it has to stay.

    `care_until` is the first day on which it may go; None while care goes on.
    """

    has_care: bool
    is_in_care: bool
    care_until: date | None
    on: date

    @property
    def keeps_care(self) -> bool:
        """Tell whether the law asks us to keep a record of care today."""
        return self.has_care and (
            self.is_in_care or self.care_until is None or self.care_until > self.on
        )


def group_of(label: str) -> Group:
    """Return the group of a model by its class.

    Example:
        >>> group_of("dossiers.Fact"), group_of("relations.Address")
        (<Group.CARE: 'care'>, <Group.IDENTITY: 'identity'>)
    """
    if label in NUMBERS:
        return Group.NUMBERS
    if label in IDENTITY:
        return Group.IDENTITY
    held: Class = TABLE[label]
    if held.on_erasure in (OnErasure.ERASE, OnErasure.BLANK):
        return Group.RELATION
    if held.ground == CARE:
        return Group.CARE
    return Group.LOG if held.ground == LOG else Group.PROOF


def fate_of(group: Group, *, kind: str, standing: Standing) -> tuple[Fate, Why]:
    """Return what becomes of a group, and why.

    Example:
        >>> day = date(2026, 11, 22)
        >>> lead = Standing(has_care=False, is_in_care=False, care_until=None, on=day)
        >>> fate_of(Group.IDENTITY, kind="erasure", standing=lead)[0].value
        'goes'
    """
    fixed = {
        Group.CLOSED: (Fate.GOES, Why.ASKED),  # it goes when its ground goes
        Group.LOG: (Fate.STAYS, Why.LOG),
        Group.BOOKS: (Fate.STAYS, Why.BOOKS),
        Group.OTHERS: (Fate.STAYS, Why.OTHERS),
        Group.PROOF: (Fate.STAYS, Why.PROOF_NAMED if standing.keeps_care else Why.PROOF),
    }
    if group in fixed:
        return fixed[group]
    if kind == ErasureKind.DESTRUCTION:
        return _of_destruction(group, standing)
    if group is Group.RELATION or not standing.has_care:
        return Fate.GOES, Why.ASKED
    if not standing.keeps_care:
        return Fate.GOES, Why.TERM_OVER
    if group is Group.CARE:
        return Fate.STAYS, Why.IN_CARE if standing.is_in_care else Why.CARE_TERM
    return Fate.STAYS, Why.WITH_CARE


def _of_destruction(group: Group, standing: Standing) -> tuple[Fate, Why]:
    if group is Group.CARE:
        return Fate.GOES, Why.ASKED
    if group is Group.NUMBERS:
        return (Fate.STAYS, Why.IN_CARE) if standing.is_in_care else (Fate.GOES, Why.ASKED)
    return Fate.STAYS, Why.NO_CARE


def loses_its_words(label: str, *, kind: str, standing: Standing) -> bool:
    """Tell whether a proof that stays keeps no words and values of what goes."""
    if label not in WIPED:
        return False
    with_care = kind == ErasureKind.DESTRUCTION and label in WIPED_WITH_CARE
    return with_care or leaves_nobody(kind=kind, standing=standing)


def leaves_nobody(*, kind: str, standing: Standing) -> bool:
    """Tell whether nothing is left that says who it was, so that proofs lose their words too."""
    return kind == ErasureKind.ERASURE and not standing.keeps_care
