# SPDX-License-Identifier: EUPL-1.2
"""The log in the words of the client (B1): what each event was about, who did what, and why.

A sentence is made of: who, what they did (by the action of the line), what with, and because of
what. An event that says nothing about a client stands in `NEVER_ABOUT_A_CLIENT`; a test walks over
all events, so a new one is told to clients or is named there.
"""

from django.utils.translation import gettext_lazy as _

_DOSSIER = _("your dossier")
_CONTACT = _("your name and contact details")
_BSN = _("your citizen service number")
_KEY = _("the code of your key safe")
_HOME = _("with whom you live")
_NEAR = _("who is close to you")
_APPROACH = _("how you want to be approached")
_CARERS = _("who gives you care")
_INSTEAD = _("that a colleague stood in for another with you")
_CALL = _("a phone call about you")
_SAID = _("what was said with you or about you")
_TASK = _("a task for you")
_VISIT = _("an appointment with you or about you")
_MEETING = _("a meeting at which you were spoken about")
_HOURS = _("the hours that colleagues spent on you")
_SOURCES = _("which care providers know you")
_GROUND = _("which of your data may be seen")
_STANDS = _("who stands for you, and what you decide yourself")
_DEATH = _("the page about a death")
_TWICE = _("whether you are recorded twice")
_CHANGED = _("what was changed in your data")
_ASKED = _("what you asked about your data")
_STATED = _("what you state beside your dossier")
_UNUSED = _("what of you may not be used")
_LOG = _("who looked at your data")
_CHECK = _("whether a look at your data was right")
_LIST = _("your name in a list")
_PAGE = _("the page of the emergency button")
_ROW = _("your data in a list")
_DELIVERY = _("a delivery with your data")
_SHEET = _("the sheet for the round on which you stand")

ABOUT = {
    **dict.fromkeys(("picture", "timeline", "mixed-picture"), _DOSSIER),
    "fact": _("one item of your dossier"),
    **dict.fromkeys(("round-sheet", "round-sheet-plan", "round-sheets"), _SHEET),
    **dict.fromkeys(
        (
            "call-card", "card", "import-taken-back", "imported", "person", "person-form",
            "person-new", "persons-recorded", "restore",
        ),
        _CONTACT,
    ),
    **dict.fromkeys(("bsn", "bsn-form", "bsn-shown"), _BSN),
    **dict.fromkeys(("key-safe", "key-safe-form", "key-safe-shown", "key-safes"), _KEY),
    **dict.fromkeys(
        ("household", "household-cards", "household-form", "household-leave", "households"), _HOME
    ),
    **dict.fromkeys(
        ("network", "relationship", "relationship-end", "relationship-form", "relationships"), _NEAR
    ),
    **dict.fromkeys(
        ("contact-instruction", "contact-instruction-end", "contact-instructions", "objection"),
        _APPROACH,
    ),
    **dict.fromkeys(("care-relation-add", "care-relation-end", "care-relations"), _CARERS),
    **dict.fromkeys(("stand-in-review", "stand-in-settle", "stand-ins"), _INSTEAD),
    **dict.fromkeys(("pulse", "ringing", "exchange"), _CALL),
    **dict.fromkeys(
        ("contacts", "interaction", "interaction-confidence", "interaction-correction", "near"),
        _SAID,
    ),
    **dict.fromkeys(("statement", "statement-form"), _STATED),
    **dict.fromkeys(("restriction", "restriction-form", "restriction-lifted"), _UNUSED),
    **dict.fromkeys(
        (
            "task", "task-attempt", "task-closed", "task-form", "task-given", "task-handed-over",
            "task-history", "task-opened", "tasks",
        ),
        _TASK,
    ),
    **dict.fromkeys(
        (
            "link", "link-confirmed", "link-put-off", "link-reconsidered", "link-rejected",
            "link-review", "link-sample", "link-taken-back", "links", "person-records", "split",
            "split-undone", "unlink", "unlinked",
        ),
        _SOURCES,
    ),
    **dict.fromkeys(
        (
            "appointment", "appointment-changed", "appointment-new", "appointment-off",
            "appointment-report", "calendar", "calendar-feed", "calendar-file",
        ),
        _VISIT,
    ),
    **dict.fromkeys(
        (
            "meeting", "meeting-action", "meeting-attendance", "meeting-decision", "meeting-new",
            "meetings",
        ),
        _MEETING,
    ),
    **dict.fromkeys(("hours", "hours-workbook"), _HOURS),
    **dict.fromkeys(("consent", "ground", "grounds"), _GROUND),
    **dict.fromkeys(("capacity", "representation", "representation-change"), _STANDS),
    **dict.fromkeys(("death", "after-death"), _DEATH),
    **dict.fromkeys(
        (
            "duplicate-answer", "duplicate-question", "duplicate-questions", "duplicates",
            "duplicates-hinted", "duplicates-withheld", "import-compared", "merge",
            "merge-preview", "merges", "unmerge",
        ),
        _TWICE,
    ),
    **dict.fromkeys(("changes", "history"), _CHANGED),
    **dict.fromkeys(
        (
            "privacy-request", "privacy-request-decided", "privacy-request-done",
            "privacy-request-extended", "privacy-request-form", "privacy-requests",
            "copy-asked", "copy-remark", "erasure-list", "erasure-approved", "legal-hold",
        ),
        _ASKED,
    ),
    **dict.fromkeys(("log", "log-view", "log-shown", "log-export"), _LOG),
    **dict.fromkeys(
        ("case", "cases", "find", "finds", "find-answer", "well-known", "log-objection"), _CHECK
    ),
    "emergency-form": _PAGE,
    **dict.fromkeys(("bulk", "desk", "list", "notices", "past-term", "search", "watch"), _LIST),
    **dict.fromkeys(("list-cell", "list-export"), _ROW),
    **dict.fromkeys(
        (
            "intake", "upload", "quarantine", "quarantine-download", "quarantine-export",
            "quarantined",
        ),
        _DELIVERY,
    ),
}  # fmt: skip

# What the kinds of data are called where one line shows one kind.
KINDS = {
    "medication": _("your medicines"),
    "allergy": _("your allergies"),
    "problem": _("your illnesses and complaints"),
    "directive": _("your wishes about treatment"),
    "measurement": _("your measurements"),
    "note": _("a report about your care"),
    "appointment": _("your visits and appointments"),
    "care_plan": _("your care plan"),
    "goal": _("the goals of your care"),
}

# These say by themselves what was done.
DID_ITSELF = {
    "copy": _("made a copy of all your data, because you asked for it"),
    "copy-taken": _("took the copy of your data, to give it to you"),
    "erasure": _("erased data about you, because you asked for it"),
    "erasure-again": _("erased data about you again, after a backup was put back"),
    "print": _("printed your dossier"),
    "call": _("had a phone call about you"),
    "call-end": _("ended a phone call about you"),
    "stand-in": _("stood in for a colleague with you"),
    "emergency": _("opened your dossier by the emergency button"),
    "emergency-end": _("stopped the emergency access to your dossier"),
}

DID = {
    "R": _("looked at %(what)s"),
    "C": _("recorded %(what)s"),
    "U": _("changed %(what)s"),
    "D": _("removed %(what)s"),
    "E": _("took %(what)s out of nabij"),
}
REFUSED = _("wanted to see %(what)s, and was refused")

BECAUSE = {
    "care_relation": _("because this colleague or the team gives you care"),
    "stand_in": _("because this colleague stood in for another"),
    "duty": _("because this colleague was on duty"),
    "call": _("because somebody called about you"),
    "task": _("because something was to be done for you"),
    "review": _("to see which data are yours"),
    "emergency": _("because of an emergency"),
    "after_dead": _("because somebody close asked for it after a death"),
}

# What is restricted is read on a ground that the colleague states (AVG 18 paragraph 2).
USED = {
    "consent": _("although its use is restricted: you agreed"),
    "claim": _("although its use is restricted: it was needed for a legal claim"),
    "others": _("although its use is restricted: to protect you or somebody else"),
    "public": _("although its use is restricted: for a weighty public interest"),
}

NEVER_ABOUT_A_CLIENT = frozenset(
    """
    api breach breach-report breaches bulk-begun bulk-done bulk-tried bulk-undone calendar-link
    colleagues draft factor-added factor-removed factors-reset import import-columns import-errors
    import-example import-go-on import-remove import-stop import-take-back import-upload
    import-write imports intake-again intake-stop intakes keys-retired keys-rotated language
    link-all link-quality list-columns lists lock log-end log-totals notice-read organisation
    organisation-form organisation-new own-account password-changed password-reset
    password-reset-asked preferences register review-rules roster roster-again roster-upload
    rosters second-factor sign-in sign-out unlock user-deactivated view-changed view-opens view-removed view-saved
    """.split()  # noqa: SIM905 - forty quotes and commas would hide the names
)
# Of whole parts of nabij that hold nothing of a person.
NEVER_BEGINS_WITH = ("value-",)


def says_nothing_of_clients(event: str) -> bool:
    """Tell whether lines of this event are never about a client."""
    return event in NEVER_ABOUT_A_CLIENT or event.startswith(NEVER_BEGINS_WITH)
