# SPDX-License-Identifier: EUPL-1.2
"""Small files that show what can be imported; nobody in them exists."""

EXAMPLES: dict[str, list[list[str]]] = {
    "persons": [
        ["cliëntnummer", "voornamen", "roepnaam", "tussenvoegsel", "geslachtsnaam",
         "tussenvoegsel partner", "naam partner", "naamgebruik", "geboortedatum", "geslacht",
         "telefoon", "e-mail", "straat", "huisnummer", "postcode", "plaats", "team"],
        ["20001", "Johanna Alida", "Anna", "van den", "Berg", "de", "Vries", "V", "9-3-1941", "v",
         "038 123 45 67", "anna@voorbeeld.example", "Dorpsstraat", "12a", "8011 AB", "Zwolle", ""],
        ["", "Karel", "", "", "Smit", "", "", "", "1950", "m", "06 12345678", "", "", "", "", "", ""],
    ],
    "contacts": [
        ["voorletters", "roepnaam", "tussenvoegsel", "achternaam", "organisatie", "telefoon", "e-mail"],
        ["P.", "Piet", "", "Jansen", "Huisartsenpraktijk De Brink", "038 765 43 21",
         "piet@debrink.example"],
    ],
    "organisations": [
        ["naam", "soort", "kvk-nummer", "agb-code", "straat", "huisnummer", "postcode", "plaats",
         "telefoon", "e-mail", "website"],
        ["Huisartsenpraktijk De Brink", "huisartsenpraktijk", "", "01234567", "Brink", "1", "8011 CD",
         "Zwolle", "038 765 43 21", "info@debrink.example", "https://debrink.example"],
    ],
    "relationships": [
        ["wie naam", "wie geboortedatum", "rol", "cliëntnummer", "sinds", "tot", "opmerking"],
        ["Karel Smit", "1950", "mantelzorger", "20001", "2024", "", "heeft een sleutel"],
    ],
    "interactions": [
        ["cliëntnummer", "datum", "tijd", "kanaal", "richting", "onderwerp", "uitkomst", "medewerker",
         "tekst"],
        ["20001", "3-11-2025", "10:15", "telefoon", "in", "planning", "afgehandeld", "",
         "Wil op dinsdag later bezoek."],
    ],
}  # fmt: skip
