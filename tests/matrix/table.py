# SPDX-License-Identifier: EUPL-1.2
"""What everybody may see: the one table of rights, to be read by people.

A cell says which classes of data of that person the answer shows (as far as there are any):
n name, city and birth year; a identity and contact; b organisation of care; c content of care;
d shielded; s a sealed number; q refused by the intake; . the page, and nothing of that person on
it; > led on to another page. A dash is the page of what does not exist, to the byte. What is not
written is a dash.
"""

from dataclasses import dataclass

from tests.matrix.addresses import ADDRESSES
from tests.matrix.calendar_shapes import CALENDAR_SHAPES
from tests.matrix.contact_shapes import CONTACT_SHAPES
from tests.matrix.rights_shapes import RIGHTS_SHAPES

# What somebody is to who looks. `client`: the viewer's team cares for them; `unit`: known to the
# team and in nobody's care; `other`: of another team; `hidden`: shielded, or archived elsewhere;
# `relative`, `patient` and `worker` belong to no team (a client's family; somebody of whom only a
# dossier came in; somebody at an organisation).
COLUMNS = (
    "client", "unit", "other", "archived", "shielded", "hidden", "relative", "patient", "worker",
    "merged", "organisation",
)  # fmt: skip

# Who looks. Somebody with a row of their own is not in the row of their role.
GROUPS = {
    "contact": ("account manager", "marketeer", "complaints officer", "privacy officer",
                "data protection officer"),
    "carers": ("care professional", "care professional standing in", "care professional on duty",
               "care professional in an emergency"),
    "offices": ("front office", "front office on the phone"),
    "registering": ("carers", "offices"),
    "relations": ("registering", "contact"),
    "officers": ("privacy officer", "data protection officer"),
    "everybody": ("relations", "manager", "administrator", "without role"),
}  # fmt: skip

# The most that anybody ever sees of somebody: on any page, in any list, hint, file or mail.
CEILING = """
    carers   nabcds n    n nabcd nabcds - nab n    nab - na
    offices  nabsq nabsq nq nabq nabsq q nab nabsq nab - na
    contact  na     na   n na    na     - n   n    na  - na
    privacy officer          na na n na na n n n na - na
    data protection officer  na na n na na n n n na - na
"""

SHAPES = {
    # The page of a person: the picture with a way in, else contact data, else the card.
    "person": """
        care professional standing in  nabc  n   n  -    -     - nab n   nab > -
        care professional in an emergency  nabc  n   n  -    -     - nab n   nab > -
        carers              nabcd n   n  nabc nabcd - nab n   nab > -
        front office        nab   nab n  nab  nab   - nab nab nab > -
        front office on the phone  nab nab n nab nab - nab nab nab > -
        contact             na    na  n  na   na    - n   n   na  > -
    """,
    # The picture on paper, for who has a way in; what was said is not on it.
    "print": """
        care professional standing in  nabc  - - -    -     - - - - - -
        care professional in an emergency  nabc  - - -    -     - - - - - -
        carers                     nabcd - - nabc nab   - - - - - -
        front office on the phone  nab   - - -    -     - - - - - -
    """,
    # One page of the timeline, for who has a way in; a swap gets no more of the picture.
    "timeline": """
        care professional standing in  bc    n   n  -    -     - nab n   nab > -
        care professional in an emergency  bc    n   n  -    -     - nab n   nab > -
        carers              bcd   n   n  bc   .     - nab n   nab > -
        front office        nab   nab n  nab  nab   - nab nab nab > -
        front office on the phone  b   nab n nab nab - nab nab nab > -
        contact             na    na  n  na   na    - n   n   na  > -
    """,
    # The same by a swap of what was typed in its filter.
    "timeline found": """
        care professional standing in  bc - - -  - - - - - - -
        care professional in an emergency  bc - - -  - - - - - - -
        carers                         bcd - - bc . - - - - - -
        front office on the phone      b   - - -  - - - - - - -
    """,
    "call": """
        carers   nab  -   -  nab nab - -   -   -   - -
        offices  nab  nab -  nab nab - nab nab nab - -
    """,
    "fact b": """
        carers                     nabc - - nabc nabc - - - - - -
        front office on the phone  nab  - - -    -    - - - - - -
    """,
    "fact c": """
        carers  nac - - nac nac - - - - - -
    """,
    "fact d": """
        care professional standing in  -   - - - - - - - - - -
        care professional in an emergency  -   - - - - - - - - - -
        carers  nad - - - - - - - - - -
    """,
    # Forms that change a person, for who registers and sees the contact data.
    "change": """
        carers   nab  -   - - nab - na -  na - -
        offices  nab  nab - - nab - na na na - -
    """,
    "form": """
        carers   n - - - n - n - n - -
        offices  n n - - n - n n n - -
    """,
    "form with b": """
        carers   nb -  - - nb - n - n - -
        offices  nb nb - - nb - n n n - -
    """,
    "of any relation": """
        carers           n - - - n - n - n - n
        offices          n n - - n - n n n - n
        account manager  ! ! - - ! - - - ! - n
    """,
    # One tie of somebody, to correct it.
    "tie": """
        carers           nb - - - - - - - - - n
        offices          nb - - - - - - - - - n
        account manager  !  - - - - - - - - - !
    """,
    # The same form with faults, as it was typed.
    "tie sent": """
        carers           n - - - - - - - - - n
        offices          n - - - - - - - - - n
        account manager  ! - - - - - - - - - !
    """,
    # Who is around somebody: for who sees more than the card.
    "network": """
        carers   nb - - - n - n - na - n
        offices  nb n - - n - n n na - n
        contact  n  n - - n - - - na - n
    """,
    "nobody at all": "",
    # A file of whom the team visits today; `test_round_sheet` opens it.
    "round sheet": """
        carers  . - - - - - - - - - -
    """,
    "led on": """
        carers   > - - - > - > - > - -
        offices  > > - - > - > > > - -
    """,
    "sealed number": """
        carers   ns -  - - n - n -  n - -
        offices  ns ns - - n - n ns n - -
    """,
    # What a button puts on the page: the number or the code, and not whose it is.
    "number alone": """
        carers   s  -   -  - . - . -  . - -
        offices  s  s   -  - . - . s  . - -
    """,
    "code alone": """
        carers                     s  - - - s  - - - - - -
        front office on the phone  s  - - - -  - - - - - -
    """,
    # Whom a search on a form finds; never whom the form is about.
    "others found": """
        carers   . - - - . - . - . - -
        offices  . . - - . - . . . - -
    """,
    "others found of any relation": """
        carers           . - - - . - . - . - .
        offices          . . - - . - . . . - .
        account manager  ! ! - - ! - - - ! - .
    """,
    "key safe": """
        carers                     ns - - - ns - - - - - -
        front office on the phone  ns - - - -  - - - - - -
    """,
    "organisation": """
        relations  - - - - - - - - - - na
    """,
    "organisation form": """
        registering      - - - - - - - - - - na
        account manager  - - - - - - - - - - na
    """,
    "copies": """
        offices  n n - - n - n n n - -
    """,
    "merges": """
        offices          n n - - n - n n n - n
        account manager  - - - - - - - - - - n
    """,
    "review": """
        offices  na na - - na - - na - - -
    """,
    "judged": """
        offices  > > - - > - - > - - -
    """,
    # Words to filter by go sealed into an address; the page behind it decides.
    "anything": """
        registering  > > > > > > > > > > >
    """,
    "call ended": """
        front office on the phone  > - - - - - - - - - -
    """,
    # The page of the emergency button: for whoever sees the card of somebody who is not shielded.
    "emergency": """
        carers  n n n - n - n n n - -
    """,
    # An hour of emergency is no care relation: who goes on afterwards stands in like anybody.
    "stood in": """
        carers                             - - > - - - - - - - -
        care professional in an emergency  > - > - - - - - - - -
    """,
    "who cares": """
        care professional  n - - n n - - - - - -
        offices            n n - n n - n n n - -
    """,
    # What was refused of a source, as it came in; not of a source that is shielded.
    "refused": """
        offices  . - - - - - - - - - -
    """,
    # Lists: one page, and whom it shows.
    "desk": """
        carers              n . . . n . . . . . n
        offices             n . . . . . . . . . n
        complaints officer  n . . . . . . . . . n
        relations           . . . . . . . . . . n
        everybody           . . . . . . . . . . .
    """,
    "found": """
        relations  n n n . n . n n n . n
    """,
    # The list of persons, with the columns that it begins with.
    "persons listed": """
        carers   na .  . . na . na .  na . .
        offices  na na . . na . na na na . .
        contact  na na . . na . .  .  na . .
    """,
    "organisations listed": """
        relations  . . . . . . . . . . na
    """,
    "found for the log": """
        officers  n n n . n n n n n . .
    """,
    # A file that one colleague imports, what became of its rows, and what of it was refused.
    "own import": """
        offices  a - - - - - - - - - -
    """,
    "own import sent": """
        offices  > - - - - - - - - - -
    """,
    "stand-ins": """
        officers  n n n . . . . . . . .
    """,
    "tasks": """
        carers              n . . . . . . . . . n
        offices             n . . . . . . . . . n
        complaints officer  n . . . . . . . . . n
        relations           . . . . . . . . . . n
    """,
    "links to review": """
        offices  n n . . . . . n . . .
    """,
    **CALENDAR_SHAPES,
    **CONTACT_SHAPES,
    **RIGHTS_SHAPES,
}

# Pages about nobody: who may come in.
PAGES = {
    "who signs in": "everybody",
    "who sees cards": "relations",
    "who registers": "registering",
    "who registers organisations": "registering, account manager",
    "who takes in": "offices",
    "who imports": "offices, account manager",
    "who judges links": "offices",
    "who gives care": "carers",
    "who reads the log": "officers",
    "who settles requests": "privacy officer",
    "who sees the rules of review": "officers, manager",
    "who answers questions": "administrator",
    "who helps colleagues": "administrator",
    "who reads value": "manager, marketeer",
    "who values": "manager",
}
PUBLIC = "anybody"  # no sign-in needed: nothing of anybody is there


@dataclass(frozen=True, slots=True)
class Row:
    """One line of ADDRESSES."""

    address: str
    method: str
    asks_for: str
    shape: str
    way: str = ""  # `swap`: by htmx, for a part of the page; `page`: from a page of its list on

    def cell(self, who: str, relation: str) -> str:
        """Return what somebody sees of somebody here; `who` and `relation` are the table's."""
        if self.shape in PAGES:
            return "." if who in members(PAGES[self.shape]) else "-"
        return _cell(SHAPES[self.shape], who, relation)

    @property
    def is_public(self) -> bool:
        """Tell whether nobody need sign in here."""
        return self.shape == PUBLIC


def rows() -> list[Row]:
    """Return the lines of ADDRESSES, one per method."""
    found = []
    for line in filter(None, ADDRESSES.splitlines()):
        address, methods, asks_for, shape = line.split(None, 3)
        for asked in methods.split(","):
            method, _plus, way = asked.partition("+")
            found.append(Row(address, method, asks_for, shape, way))
    return found


def ceiling(who: str, relation: str) -> str:
    """Return the most that somebody ever sees of somebody."""
    return _cell(CEILING, who, relation)


def members(names: str) -> set[str]:
    """Return who is meant by names of groups and of roles, separated by commas."""
    found = set()
    for name in names.split(", "):
        found |= members(", ".join(GROUPS[name])) if name in GROUPS else {name}
    return found


def _cell(shape: str, who: str, relation: str) -> str:
    """Return the cell of the first line that names somebody, a line of their own before a group."""
    column, found = COLUMNS.index(relation), "-"
    for line in filter(None, map(str.split, shape.splitlines())):
        cells, name = line[-len(COLUMNS) :], " ".join(line[: -len(COLUMNS)])
        if name == who:
            return cells[column]
        if found == "-" and who in members(name):
            found = cells[column]
    return found
