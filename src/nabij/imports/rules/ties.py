# SPDX-License-Identifier: EUPL-1.2
"""A row of a file as a relationship between two parties."""

from dataclasses import dataclass

from nabij.core.dates import PartialDate
from nabij.imports.rules.understanding import Reader
from nabij.imports.types import Given, Problem, Surroundings

KINDS = {
    "partner": "partner", "echtgenoot": "partner", "echtgenote": "partner", "man": "partner",
    "vrouw": "partner", "ouder": "parent", "vader": "parent", "moeder": "parent", "kind": "child",
    "zoon": "child", "dochter": "child", "broer": "sibling", "zus": "sibling",
    "broer of zus": "sibling", "familie": "family", "overige familie": "family",
    "andere familie": "family", "vriend": "friend", "vriendin": "friend", "kennis": "friend",
    "vriend of kennis": "friend", "buur": "neighbour", "buurman": "neighbour",
    "buurvrouw": "neighbour", "mantelzorger": "informal_carer", "mantelzorg": "informal_carer",
    "contactpersoon": "contact_person", "eerste contactpersoon": "contact_person",
    "curator": "curator", "mentor": "mentor", "gemachtigde": "authorised",
    "schriftelijk gemachtigde": "authorised", "bewindvoerder": "financial_administrator",
    "client": "client", "lid": "member", "prospect": "prospect", "lead": "lead",
    "verwijzer": "referrer", "vrijwilliger": "volunteer", "werkt bij": "employee",
    "werkt daar": "employee", "medewerker": "employee", "vestiging": "branch",
    "dochteronderneming": "subsidiary", "samenwerkingspartner": "partner_organisation",
    "werkt samen met": "partner_organisation",
}  # fmt: skip
_WORDS = KINDS | {code: code for code in KINDS.values()}


@dataclass(frozen=True, slots=True, kw_only=True)
class TieRow:
    """That somebody is something to somebody else, both as the file names them."""

    subject_number: str
    subject: str
    subject_birth: PartialDate | None
    kind: str
    object_number: str
    object: str
    object_birth: PartialDate | None
    starts: PartialDate | None
    ends: PartialDate | None
    note: str


def tie_of(given: Given, around: Surroundings) -> TieRow | list[Problem]:
    """Return the relationship of a row, or all that is wrong with it."""
    reader = Reader(given, around)
    row = TieRow(
        subject_number=reader.text("subject_number", 20),
        subject=reader.text("subject", 250),
        subject_birth=reader.day("subject_birth"),
        kind=reader.one_of("tie", _WORDS),
        object_number=reader.text("object_number", 20),
        object=reader.text("object", 250),
        object_birth=reader.day("object_birth"),
        starts=reader.day("starts", may_be_future=True),
        ends=reader.day("ends", may_be_future=True),
        note=reader.text("note", 200),
    )
    if not (row.subject_number or row.subject):
        reader.wrong("subject", "nobody-named")
    if not (row.object_number or row.object):
        reader.wrong("object", "nobody-named")
    if not row.kind and not any(problem.column == "tie" for problem in reader.problems):
        reader.wrong("tie", "not-one-of", "")
    if row.starts and row.ends and row.ends.latest < row.starts.earliest:
        reader.wrong("ends", "ends-before-start")
    return reader.problems or row
