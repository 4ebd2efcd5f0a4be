# SPDX-License-Identifier: EUPL-1.2
"""Closed lists of imports: what is stored is lower-case, what is shown is translated."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportKind(models.TextChoices):
    """What the rows of a file are."""

    PERSONS = "persons", _("Persons")
    CONTACTS = "contacts", _("People at organisations")
    ORGANISATIONS = "organisations", _("Organisations")
    RELATIONSHIPS = "relationships", _("Relationships")
    INTERACTIONS = "interactions", _("Contact moments")


class ImportState(models.TextChoices):
    """How far an import is; while work goes on its job tells more."""

    UPLOADED = "uploaded", _("columns to be chosen")
    READING = "reading", _("being read")
    COMPARING = "comparing", _("being compared")
    CHECKED = "checked", _("checked, nothing is written yet")
    WRITING = "writing", _("being written")
    DONE = "done", _("done")
    TAKING_BACK = "taking_back", _("being taken back")
    TAKEN_BACK = "taken_back", _("taken back")


# What a job works on in these states; in the others nothing goes on.
BUSY_STATES = frozenset({
    ImportState.READING, ImportState.COMPARING, ImportState.WRITING, ImportState.TAKING_BACK,
})  # fmt: skip


class Outcome(models.TextChoices):
    """What becomes of a row."""

    NEW = "new", _("new")
    SAME = "same", _("known, nothing new")
    CHANGE = "change", _("known, with changes")
    TWICE = "twice", _("twice in the file")
    ASK = "ask", _("possibly known already")
    ERROR = "error", _("not understood")


# Rows that come back in the file of errors.
RETURNED = (Outcome.ERROR, Outcome.ASK)


class OnKnown(models.TextChoices):
    """What happens to who is known already and of whom the file says something else."""

    SKIP = "skip", _("Leave them as they are")
    UPDATE = "update", _("Take over what the file says")


class Decision(models.TextChoices):
    """What a colleague decided about a row that may be known; the words stand in the file."""

    NEW = "nieuw", "nieuw"
    KNOWN = "bekend", "bekend"


# Why a row cannot be taken back.
KEPT = {
    "changed": _("A colleague changed this since."),
    "refused": _("This could not be changed back. Do that on the page of who it is."),
    "in-use": _("Something was recorded about this since."),
}

FILE_PROBLEMS = {
    "too-large": _("This file is too large. Divide it in parts of at most 512 MB."),
    "too-many-rows": _("This file has more rows than go in one import. Divide it in parts."),
    "too-many-columns": _("This file has more than 200 columns. Take out those you do not need."),
    "damaged": _("This file cannot be opened: it is damaged or has a password."),
    "not-a-table": _("This is no CSV, Excel (.xlsx) or OpenDocument (.ods) file."),
    "quotes": _(
        "At row %(row)s a quotation mark is not closed. Mend it and upload the file again."
    ),
    "no-rows": _("This file has no rows below the first, which names the columns."),
    "no-names": _("The first row must name the columns, each with another name."),
}

# What is wrong with a cell, and what to do about it.
PROBLEMS = {
    "no-name": _("There is no name. Fill in at least a surname or a given name."),
    "not-a-date": _("This is not a date: %(value)s. Write it as 9-3-1941, or only the year."),
    "not-one-date": _(
        "This may be two dates: %(value)s. Write the dates of this column as 9-3-1941."
    ),
    "not-a-time": _("This is not a time: %(value)s. Write it as 10:15."),
    "no-such-day": _("This day does not exist: %(value)s."),
    "in-the-future": _("This date has not come yet: %(value)s."),
    "died-before-birth": _("The date of death lies before the birth date."),
    "record-death": _(
        "This person died: %(value)s. Empty this column, and record the death on the page of the "
        "person: that also stops visits, tasks and who speaks for them."
    ),
    "not-a-phone": _("This is not a phone number: %(value)s. Write it with its area code."),
    "not-an-email": _("This is not an e-mail address: %(value)s."),
    "not-a-postcode": _("This is not a postcode: %(value)s."),
    "not-a-bsn": _("This is not a BSN: the check digit does not fit."),
    "bsn-not-allowed": _("Your role may not record a BSN. Leave this column out."),
    "bsn-without-number": _(
        "A BSN is recorded only of someone who receives care from us. Fill in the client number, or "
        "leave the BSN empty."
    ),
    "not-one-of": _("%(value)s is not one of what can be chosen here."),
    "left-team": _("You belonged to this team when the rows were checked, and not any more."),
    "no-such-team": _("%(value)s is not a team of yours."),
    "too-long": _("This is too long: %(value)s…"),
    "not-a-number-kvk": _("A Chamber of Commerce number has 8 digits: %(value)s."),
    "not-a-number-agb": _("An AGB code has 8 digits: %(value)s."),
    "not-a-number-vestiging": _("A branch number has 12 digits: %(value)s."),
    "client-number-taken": _("Someone else already has this client number."),
    "not-changed": _(
        "This could not be taken over. Open the page of who it is, and change it there."
    ),
    "client-number-twice": _("Row %(value)s has this client number too, and is someone else."),
    "known": _(
        "Possibly known already: %(value)s. Write in the column besluit: bekend, or nieuw for "
        "someone else."
    ),
    "known-several": _(
        "Possibly known already: %(value)s. Look which of them it is. Write nieuw in the column "
        "besluit when it is someone else."
    ),
    "known-hidden": _(
        "Possibly known already. Ask your administrator, or write nieuw in the column besluit when "
        "you are sure that it is someone else."
    ),
    "contact-known": _(
        "A contact of this day is known already. Write in the column besluit: bekend when it is this "
        "one, or nieuw when it is another."
    ),
    "contact-alike": _(
        "The same as row %(value)s. Write nieuw in the column besluit when it was said twice that day, "
        "or take one of the two out."
    ),
    "same-row": _("The same as row %(value)s, which is imported."),
    "row-elsewhere": _(
        "The same person as row %(value)s, at another organisation. Import this row once that one is in."
    ),
    "row-alike": _(
        "Possibly the same as row %(value)s. Write nieuw in the column besluit for someone else, or "
        "take one of the two out."
    ),
    "not-found": _("Nobody was found: %(value)s."),
    "found-several": _("Several were found: %(value)s. Add a birth date or a number."),
    "nobody-named": _("It does not say who. Fill in a client number or a name."),
    "cannot-relate": _("These two cannot be related in this way."),
    "ends-before-start": _("The end lies before the beginning."),
    "no-text": _("There is no text. Fill in what was said."),
    "no-moment": _("It does not say when. Fill in a date."),
    "may-not-record": _("Your role records no contact with this person."),
    "no-such-colleague": _("No colleague was found: %(value)s. Use the e-mail address."),
}

# The column that comes along in the file of errors, and the one for an answer.
ERROR_COLUMN, DECISION_COLUMN = "fout", "besluit"

COLUMN_LABELS = {
    "client_number": _("Client number"),
    "bsn": _("BSN"),
    "full_name": _("Whole name"),
    "surname": _("Surname with prefix"),
    "given_names": _("Given names"),
    "initials": _("Initials"),
    "call_name": _("Call name"),
    "own_prefix": _("Prefix"),
    "own_name": _("Surname at birth"),
    "partner_prefix": _("Prefix of partner's name"),
    "partner_name": _("Surname of partner"),
    "name_use": _("Goes by"),
    "gender": _("Gender"),
    "birth": _("Birth date"),
    "deceased": _("Date of death"),
    "phone": _("Phone"),
    "phone_2": _("Second phone"),
    "email": _("E-mail"),
    "address": _("Street with house number"),
    "street": _("Street"),
    "house_number": _("House number"),
    "suffix": _("Suffix"),
    "postcode": _("Postcode"),
    "city": _("City"),
    "country": _("Country"),
    "form_of_address": _("Wants to be addressed"),
    "language": _("Language"),
    "unit": _("Team"),
    "decision": _("Decision about who may be known"),
    "organisation": _("Organisation"),
    "name": _("Name"),
    "legal_name": _("Legal name"),
    "kind": _("Kind"),
    "kvk": _("Chamber of Commerce number"),
    "agb": _("AGB code"),
    "vestiging": _("Branch number"),
    "website": _("Website"),
    "subject_number": _("Who: client number"),
    "subject": _("Who: name"),
    "subject_birth": _("Who: birth date"),
    "tie": _("Is what to the other"),
    "object_number": _("Of whom: client number"),
    "object": _("Of whom: name"),
    "object_birth": _("Of whom: birth date"),
    "starts": _("Since"),
    "ends": _("Until"),
    "note": _("Note"),
    "party_number": _("With whom: client number"),
    "party": _("With whom: name"),
    "party_birth": _("With whom: birth date"),
    "day": _("Day"),
    "time": _("Time"),
    "channel": _("How"),
    "direction": _("Who contacted whom"),
    "topic": _("Subject"),
    "outcome": _("Outcome"),
    "colleague": _("Colleague"),
    "text": _("What was said"),
}
