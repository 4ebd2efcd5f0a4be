# SPDX-License-Identifier: EUPL-1.2
"""A row of a file as a person."""

from dataclasses import dataclass, replace

from nabij.imports.rules import cells, names
from nabij.imports.rules.cells import as_text
from nabij.imports.rules.understanding import Reader
from nabij.imports.types import Given, Problem, Surroundings
from nabij.matching.normalise import fold
from nabij.relations.rules import short_name
from nabij.relations.types import PersonFields, PersonName

GENDERS = {
    "m": "male", "man": "male", "male": "male", "mannelijk": "male", "heer": "male", "dhr": "male",
    "1": "male", "v": "female", "vrouw": "female", "female": "female", "vrouwelijk": "female",
    "f": "female", "mevrouw": "female", "mevr": "female", "mw": "female", "2": "female",
    "x": "other", "anders": "other", "other": "other", "o": "unknown", "0": "unknown",
    "9": "unknown", "onbekend": "unknown", "unknown": "unknown",
}  # fmt: skip
# The letters of the register of persons (BRP), the codes of nl-core, and the words on our form.
NAME_USES = {
    "e": "own", "nl1": "own", "own": "own", "eigen": "own", "eigen naam": "own",
    "p": "partner", "nl2": "partner", "partner": "partner", "naam van partner": "partner",
    "naam partner": "partner",
    "v": "partner_own", "nl3": "partner_own", "partner_own": "partner_own",
    "naam van partner, dan eigen naam": "partner_own", "partner-eigen": "partner_own",
    "n": "own_partner", "nl4": "own_partner", "own_partner": "own_partner",
    "eigen naam, dan naam van partner": "own_partner", "eigen-partner": "own_partner",
}  # fmt: skip
FORMS = {
    "formeel": "formal", "formal": "formal", "u": "formal", "voornaam": "first_name",
    "first_name": "first_name", "jij": "first_name", "volledige naam": "full_name",
    "full_name": "full_name",
}  # fmt: skip
LANGUAGES = {
    "nederlands": "nl", "fries": "fy", "engels": "en", "duits": "de", "frans": "fr", "turks": "tr",
    "arabisch": "ar", "berbers": "ber", "pools": "pl", "oekraiens": "uk", "russisch": "ru",
    "spaans": "es", "portugees": "pt", "italiaans": "it", "papiaments": "pap", "papiamento": "pap",
    "sranantongo": "srn", "indonesisch": "id", "maleis": "ms", "chinees": "zh", "vietnamees": "vi",
    "perzisch": "fa", "farsi": "fa", "somalisch": "so", "tigrinya": "ti",
    "nederlandse gebarentaal": "dse",
}  # fmt: skip
# What a column holds may be longer than one part of a name that it is taken apart into.
_LONGEST = {
    "given_names": 200, "initials": 40, "call_name": 80, "own_prefix": 40, "own_name": 150,
    "partner_prefix": 40, "partner_name": 150,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """A person as a row tells it, and what was decided when they may be known.

    `died` is not of the fields: that somebody died is recorded on their page, where it stops what
    was planned and who speaks for them.
    """

    fields: PersonFields
    bsn: str = ""
    decision: str = ""
    organisation: str = ""
    died: str = ""


def person_of(given: Given, around: Surroundings) -> PersonRow | list[Problem]:
    """Return the person of a row, or all that is wrong with it."""
    reader = Reader(given, around)
    birth, deceased = reader.day("birth"), reader.day("deceased")
    name = _name(reader)
    if not short_name(name):
        reader.wrong("", "no-name")
    if birth and deceased and deceased.latest < birth.earliest:
        reader.wrong("deceased", "died-before-birth")
    number, bsn = reader.text("client_number", 20), _bsn(reader, around)
    if bsn and not number:
        reader.wrong("bsn", "bsn-without-number")
    is_business = "organisation" in given
    fields = PersonFields(
        name=name,
        gender=reader.one_of("gender", GENDERS, "unknown"),
        birth=birth,
        form_of_address=reader.one_of("form_of_address", FORMS),
        language=_language(reader),
        client_number=number,
        unit_id=_unit(reader, around),
        addresses=reader.address("home"),
        contact_points=reader.contact_points("work" if is_business else "home"),
    )
    decision = reader.decision()
    organisation = reader.text("organisation", 250)
    if reader.problems:
        return reader.problems
    return PersonRow(
        fields=fields,
        bsn=bsn,
        decision=decision,
        organisation=organisation,
        died=str(deceased or ""),
    )


def _name(reader: Reader) -> PersonName:
    """Return the name, put together from whatever columns there are."""
    whole = PersonName()
    if text := reader.text("full_name", 250):
        whole = names.whole_name(text)
    given, initials = reader.text("given_names", 200), reader.text("initials", 40)
    if given and not initials and names.is_initials(given):
        given, initials = "", given
    own_prefix, own = _family(reader, "own_prefix", reader.text("own_name", 150))
    partner_prefix, partner = _family(reader, "partner_prefix", reader.text("partner_name", 150))
    if not own and (text := reader.text("surname", 150)):
        own_prefix, own = _family(reader, "own_prefix", text)

    name = replace(
        whole,
        given_names=given or whole.given_names,
        initials=initials or whole.initials,
        call_name=reader.text("call_name", 80) or whole.call_name,
        own_prefix=own_prefix if own else whole.own_prefix,
        own_name=own or whole.own_name,
        partner_prefix=partner_prefix if partner else "",
        partner_name=partner,
        name_use=reader.one_of("name_use", NAME_USES, "own"),
    )
    for part, longest in _LONGEST.items():
        if len(said := getattr(name, part)) > longest:
            whence = (code for code in (part, "full_name", "surname") if reader.given.get(code))
            reader.wrong(next(whence, ""), "too-long", said[:40])
    return name


def _family(reader: Reader, prefix: str, text: str) -> tuple[str, str]:
    """Return prefix and rest of a surname.

    A column for the prefix goes before what stands in it.
    """
    before = reader.text(prefix, 40)
    return (before, text) if before else names.surname(text)


def _bsn(reader: Reader, around: Surroundings) -> str:
    if as_text(reader.given.get("bsn")) and not around.may_use_bsn:
        reader.wrong("bsn", "bsn-not-allowed")
        return ""
    return reader.read("bsn", cells.bsn_of, "")


def _language(reader: Reader) -> str:
    text = fold(reader.text("language", 35))
    return LANGUAGES.get(text, text if len(text) <= 3 else reader.one_of("language", LANGUAGES))


def _unit(reader: Reader, around: Surroundings) -> int | None:
    text = reader.text("unit", 120)
    if not text:
        return None
    found = around.units.get(fold(text))
    if found is None:
        reader.wrong("unit", "no-such-team", text[:40])
    return found
