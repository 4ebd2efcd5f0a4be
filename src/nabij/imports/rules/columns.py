# SPDX-License-Identifier: EUPL-1.2
"""Which columns each kind of row may have, and which column of a file is which.

A header is recognised by how Dutch and English systems spell it; where it says nothing, by what
stands below it.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime

from nabij.core.identifiers import is_bsn, is_email, is_postcode, normalise_bsn, normalise_postcode
from nabij.core.spreadsheets import Cell
from nabij.core.tables import Row
from nabij.imports.rules.cells import as_text, style_of

_ADDRESS = {
    "address": "adres adresregel straatenhuisnummer straathuisnummer address addressline1",
    "street": "straat straatnaam street streetname openbareruimte",
    "house_number": "huisnummer huisnr nr nummer housenumber number hnr",
    "suffix": "toevoeging huisnummertoevoeging huisletter huisnrtoevoeging suffix addition",
    "postcode": "postcode pc postalcode zip zipcode",
    "city": "woonplaats plaats plaatsnaam stad city town woonplaatsnaam",
    "country": "land country landnaam",
}
_REACH = {
    "phone": "telefoon telefoonnummer tel telnr phone phonenumber telephone mobiel mobielnummer gsm "
    "mobieltelefoonnummer mobile telefoon1 telefoonprive telefoonthuis",
    "phone_2": "telefoon2 telefoonnummer2 mobiel mobiel2 gsm mobile tel2 phone2 telefoonwerk "
    "tweedetelefoon",
    "email": "email emailadres mail mailadres emailaddress eadres",
}
_PERSON = {
    "client_number": "clientnummer clientnr clientid clientnumber clientcode patientnummer zorgnummer "
    "cliëntnummer cliëntnr cliëntid cliëntcode relatienummer",
    "bsn": "bsn burgerservicenummer sofinummer bsnnummer",
    "full_name": "naam volledigenaam name fullname clientnaam cliëntnaam naamclient naamcliënt "
    "weergavenaam",
    "surname": "achternaam familienaam surname lastname familyname achternaamvolledig",
    "given_names": "voornamen voornaam givennames givenname firstname firstnames doopnamen",
    "initials": "voorletters initialen initials voorletter",
    "call_name": "roepnaam callname nickname",
    "own_prefix": "tussenvoegsel tussenvoegsels voorvoegsel voorvoegsels prefix tv tussenv "
    "voorvoegselgeslachtsnaam",
    "own_name": "geslachtsnaam geboortenaam meisjesnaam eigennaam birthname maidenname ownname",
    "partner_prefix": "voorvoegselpartner tussenvoegselpartner voorvoegselpartnernaam "
    "partnertussenvoegsel partnerprefix tussenvoegselpartnernaam voorvoegselgeslachtsnaampartner",
    "partner_name": "partnernaam naampartner geslachtsnaampartner achternaampartner partnername",
    "name_use": "naamgebruik aanduidingnaamgebruik nameuse",
    "gender": "geslacht gender sex mv geslachtsaanduiding",
    "birth": "geboortedatum geboren gebdatum gebdat birthdate dateofbirth dob birth geboortejaar",
    "deceased": "overlijdensdatum datumoverlijden overleden datumoverleden deceased dateofdeath",
    **_REACH,
    **_ADDRESS,
    "form_of_address": "aanspreekvorm aanspreken formofaddress",
    "language": "taal moedertaal language voorkeurstaal",
    "unit": "team teamnaam unit afdeling",
    "decision": "besluit decision",
}
_NAME_OF_PERSON = (
    "full_name", "surname", "given_names", "initials", "call_name", "own_prefix", "own_name",
    "partner_prefix", "partner_name", "name_use", "gender",
)  # fmt: skip
_BY_NUMBER, _BY_NAME, _BY_BIRTH = (
    "clientnummer cliëntnummer clientnr cliëntnr clientnumber",
    "naam name volledigenaam",
    "geboortedatum gebdatum birthdate",
)


def _side(words: str, part: str) -> str:
    """Return spellings such as `contactpersoon naam` and `naam contactpersoon`, without spaces."""
    pairs = [(one, other) for one in words.split() for other in part.split()]
    return " ".join({f"{one}{other}" for one, other in pairs} | {f"{b}{a}" for a, b in pairs})


_WHO, _WHOM = "wie relatie persoon van subject from", "vanwie bij aan naar object to cliënt client"
# The columns of each kind of row, in the order in which they are offered, with their spellings.
COLUMNS: dict[str, dict[str, str]] = {
    "persons": _PERSON,
    "contacts": {
        **{code: _PERSON[code] for code in _NAME_OF_PERSON},
        "organisation": "organisatie organisatienaam organisation company bedrijf werkgever account "
        "praktijk instelling",
        **_REACH,
        "decision": _PERSON["decision"],
    },
    "organisations": {
        "name": "naam organisatie organisatienaam bedrijfsnaam handelsnaam name company account",
        "legal_name": "statutairenaam juridischenaam rechtsvorm legalname",
        "kind": "soort type soortorganisatie kind category",
        "kvk": "kvk kvknummer kamervankoophandel kvknr",
        "agb": "agb agbcode agbnummer",
        "vestiging": "vestigingsnummer vestiging vestigingsnr",
        **_REACH,
        "website": "website web url internet site",
        **_ADDRESS,
        "decision": _PERSON["decision"],
    },
    "relationships": {
        "subject_number": _side(_WHO, _BY_NUMBER),
        "subject": f"{_side(_WHO, _BY_NAME)} wie relatie persoon subject",
        "subject_birth": _side(_WHO, _BY_BIRTH),
        "tie": "rol soort relatiesoort soortrelatie relatietype kind relationship is",
        "object_number": f"{_side(_WHOM, _BY_NUMBER)} {_BY_NUMBER}",
        "object": f"{_side(_WHOM, _BY_NAME)} vanwie client cliënt object organisatie",
        "object_birth": _side(_WHOM, _BY_BIRTH),
        "starts": "sinds begindatum startdatum ingangsdatum vanaf start from since begin",
        "ends": "tot totenmet einddatum einde until end eind",
        "note": "opmerking toelichting notitie note remark",
    },
    "interactions": {
        "party_number": f"{_BY_NUMBER} relatienummer",
        "party": "metwie naam client cliënt relatie organisatie clientnaam cliëntnaam name contact",
        "party_birth": _BY_BIRTH,
        "day": "datum datumtijd dag wanneer date contactdatum datumcontact moment",
        "time": "tijd tijdstip time uur",
        "channel": "kanaal hoe soort wijze channel contactvorm type",
        "direction": "richting direction inuit inkomenduitgaand",
        "topic": "onderwerp topic subject categorie",
        "outcome": "uitkomst resultaat outcome status afhandeling",
        "colleague": "medewerker collega gebruiker colleague user door",
        "text": "tekst verslag notitie omschrijving inhoud text note opmerking",
        "decision": _PERSON["decision"],
    },
}

DAYS = frozenset({
    "birth", "deceased", "subject_birth", "object_birth", "starts", "ends", "party_birth", "day",
})  # fmt: skip


def header_key(headers: Sequence[str]) -> bytes:
    """Return by what a set of headers is known again, in whatever order they stand."""
    return hashlib.sha256("\x1f".join(sorted(map(plain, headers))).encode()).digest()


def guessed(
    kind: str,
    headers: Sequence[str],
    sample: Sequence[Sequence[Cell]],
    *,
    without: Iterable[str] = (),
) -> list[str]:
    """Return for each column of a file the code that it most likely is, '' for none.

    Args:
        sample: some rows below the headers.
        without: codes that this importer may not use.
    """
    columns = {
        code: text.split() for code, text in COLUMNS[kind].items() if code not in set(without)
    }
    found = [""] * len(headers)
    for place, header in enumerate(headers):
        word = plain(header)
        for code, spellings in columns.items():
            if code not in found and word and (word in spellings or word == plain(code)):
                found[place] = code
                break
    for place in range(len(headers)):
        if not found[place]:
            values = [row[place] for row in sample if place < len(row)]
            found[place] = _by_values(values, [code for code in columns if code not in found])
    return found


def fitted(kind: str, codes: Iterable[str], *, without: Iterable[str] = ()) -> list[str]:
    """Return codes as far as this kind of row knows them and each is used once."""
    allowed, found = set(COLUMNS[kind]) - set(without), list[str]()
    for code in codes:
        found.append(code if code in allowed and code not in found else "")
    return found


def styles_of(codes: Sequence[str], rows: Sequence[Row], *, today: date) -> dict[str, str]:
    """Return by code how columns of a file write dates as bare numbers, told by some rows of it."""
    return {
        code: style_of((row[place] for _n, row in rows if place < len(row)), today=today)
        for place, code in enumerate(codes)
        if code in DAYS
    }


def plain(header: str) -> str:
    """Return a header without what may differ: capitals, spaces, points."""
    return re.sub(r"[\W_]+", "", header.casefold())


def _by_values(values: Sequence[Cell], codes: Sequence[str]) -> str:
    """Return what a column of values looks like: nearly all of at least three must say so."""
    filled = [value for value in values if as_text(value)]
    if len(filled) >= 3:
        for code, looks in _LOOKS.items():
            if code in codes and sum(map(looks, filled)) >= 0.9 * len(filled):
                return code
    return ""


def _is_day(value: Cell) -> bool:
    return isinstance(value, date | datetime) or bool(
        re.fullmatch(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{4}-\d\d-\d\d", as_text(value))
    )


_LOOKS: Mapping[str, Callable[[Cell], bool]] = {
    "email": lambda value: is_email(as_text(value)),
    "postcode": lambda value: is_postcode(normalise_postcode(as_text(value))),
    "bsn": lambda value: is_bsn(normalise_bsn(as_text(value))),
    "phone": lambda value: bool(re.fullmatch(r"(\+|0)[\d\s()-]{9,16}", as_text(value))),
    "birth": _is_day,
    "day": _is_day,
    "gender": lambda value: (
        as_text(value).casefold() in {"m", "v", "man", "vrouw", "male", "female"}
    ),
}
