# SPDX-License-Identifier: EUPL-1.2
"""What everybody may see: the one table of rights, to be read by people.

A cell says which classes of data of that person the answer shows (as far as there are any):
n name, city and birth year; a identity and contact; b organisation of care; c content of care;
d shielded; s a sealed number; q refused by the intake; . the page, and nothing of that person on it; > led on to another
page. A dash is the page of what does not exist, to the byte. What is not written is a dash.
"""

from dataclasses import dataclass

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
    "carers": ("care professional", "care professional standing in", "care professional on duty"),
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
"""

SHAPES = {
    # The page of a person: the picture with a way in, else contact data, else the card.
    "person": """
        care professional standing in  nabc  n   n  -    -     - nab n   nab > -
        carers              nabcd n   n  nabc nabcd - nab n   nab > -
        front office        nab   nab n  nab  nab   - nab nab nab > -
        front office on the phone  nab nab n nab nab - nab nab nab > -
        contact             na    na  n  na   na    - n   n   na  > -
    """,
    # The picture on paper, for who has a way in.
    "print": """
        care professional standing in  nabc  - - -    -     - - - - - -
        carers                     nabcd - - nabc nabcd - - - - - -
        front office on the phone  nab   - - -    -     - - - - - -
    """,
    # One page of the timeline, for who has a way in; a swap gets no more of the picture.
    "timeline": """
        care professional standing in  bc    n   n  -    -     - nab n   nab > -
        carers              bcd   n   n  bc   .     - nab n   nab > -
        front office        nab   nab n  nab  nab   - nab nab nab > -
        front office on the phone  b   nab n nab nab - nab nab nab > -
        contact             na    na  n  na   na    - n   n   na  > -
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
    "tie ended": """
        carers           > - - - - - - - - - >
        offices          > - - - - - - - - - >
        account manager  ! - - - - - - - - - >
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
    "ground": """
        offices  n nb - - n - n nb n - -
    """,
    "review": """
        offices  na na - - na - - na - - -
    """,
    "judged": """
        offices  > > - - > - - > - - -
    """,
    # Who looked at a person: above it stands the card.
    "log of a person": """
        officers  n n n - n - n n n > -
    """,
    # Words to filter by go sealed into an address; the page behind it decides.
    "anything": """
        registering  > > > > > > > > > > >
    """,
    "call ended": """
        front office on the phone  > - - - - - - - - - -
    """,
    "stood in": """
        carers  - - > - - - - - - - -
    """,
    "who cares": """
        care professional  n - - n n - - - - - -
        offices            n n - n n - n n n - -
    """,
    # What was refused of a source, as it came in; not of a source that is shielded.
    "refused": """
        offices  . - - - - - - - - - -
    """,
    # All contact with somebody: what was said only where they open.
    "contact": """
        carers                     nbc - - - nbc - n - n - na
        front office               n   n - - n   - n n n - na
        front office on the phone  nb  n - - n   - n n n - na
        contact                    n   n - - n   - - - n - na
    """,
    "contact recorded": """
        carers                     nbc - - - nbc - n - n - na
        front office               n   n - - n   - n n n - na
        front office on the phone  nb  n - - n   - n n n - na
        account manager            !   ! - - !  - - - n - na
        complaints officer         n   n - - n  - - - n - na
        contact                    !   ! - - !  - - - ! - !
    """,
    "task given": """
        carers              n - - - n - n - n - n
        offices             n n - - n - n n n - n
        account manager     - - - - - - - - n - n
        complaints officer  n n - - n - - - n - n
    """,
    "what was said": """
        carers                     nb - - - - - - - - - a
        front office on the phone  nb - - - - - - - - - a
        relations                  -  - - - - - - - - - a
    """,
    # Who has a task sees for whom it is; what it is about only where its person opens.
    "task": """
        carers                     nb - - - - - - - - - na
        front office on the phone  nb - - - - - - - - - na
        front office               n  - - - - - - - - - na
        complaints officer         n  - - - - - - - - - na
        relations                  -  - - - - - - - - - na
    """,
    # Who else approaches somebody: for who sees the card, and nothing of the person is in it.
    "near": """
        relations  . . . - . - . . . - .
    """,
    # A call rings at one colleague, and shows who may be calling.
    "incoming call": """
        front office on the phone  - - - - - - na - - - -
    """,
    "task changed": """
        carers                     nb - - - - - - - - - na
        front office on the phone  nb - - - - - - - - - na
        front office               n  - - - - - - - - - na
        complaints officer         n  - - - - - - - - - na
        account manager            -  - - - - - - - - - na
    """,
    # It is another version by now; or not theirs to close.
    "task ended": """
        registering         . - - - - - - - - - .
        complaints officer  . - - - - - - - - - .
        account manager     - - - - - - - - - - .
    """,
    # It opens the person, to who has it and whose role may read it.
    "task opened": """
        care professional standing in  . - - - - - - - - - .
        care professional on duty      . - - - - - - - - - .
        registering                    > - - - - - - - - - .
        complaints officer             . - - - - - - - - - .
        relations                      - - - - - - - - - - .
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
    "found for the log": """
        officers  n n n . n . n n n . .
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
}

# Pages about nobody: who may come in.
PAGES = {
    "who signs in": "everybody",
    "who sees cards": "relations",
    "who registers": "registering",
    "who registers organisations": "registering, account manager",
    "who takes in": "offices",
    "who judges links": "offices",
    "who gives care": "carers",
    "who takes calls": "registering",
    "who reads the log": "officers",
    "who answers questions": "administrator",
    "who helps colleagues": "administrator",
    "who reads value": "manager, marketeer",
    "who values": "manager",
}
PUBLIC = "anybody"  # no sign-in needed: nothing of anybody is there

# Address, method (and `+swap` or `+page`: see Row.way), what it asks for, and the shape or page above that says who sees what.
ADDRESSES = """
desk:start                        GET,GET+swap list      desk
desk:find                         POST      list          found
desk:stand_ins                    GET       list          stand-ins
desk:stand_in_review              POST      nobody        nobody at all
desk:stand_in_settle              POST      nobody        nobody at all
web:preferences                   POST      nobody        anybody
set_language                      GET,POST  nobody        anybody

sign_in:start                     GET,POST  self          anybody
sign_in:second_step               GET,POST  self          anybody
sign_in:passkey_question          POST      self          anybody
sign_in:passkey                   POST      self          anybody
sign_in:single_sign_on            GET,POST  self          anybody
sign_in:single_sign_on_back       GET       self          anybody
sign_in:reset                     GET,POST  self          anybody
sign_in:reset_asked               GET       self          anybody
sign_in:reset_choose              GET,POST  self          anybody
sign_in:out                       GET,POST  self          who signs in
sign_in:enrol                     GET,POST  self          who signs in
sign_in:new_app                   GET,POST  self          who signs in
sign_in:new_passkey               GET,POST  self          who signs in
sign_in:new_passkey_question      POST      self          who signs in
sign_in:new_passkey_answer        POST      self          who signs in
sign_in:recovery_codes            GET,POST  self          who signs in
sign_in:mine                      GET       self          who signs in
sign_in:remove_factor             POST      self          who signs in
sign_in:end_session               POST      self          who signs in
sign_in:end_sessions              POST      self          who signs in
sign_in:change_password           GET,POST  self          who signs in
sign_in:colleagues                GET,POST  nobody        who helps colleagues
sign_in:reset_factors             GET,POST  nobody        who helps colleagues
sign_in:confirm                   GET,POST  self          who signs in
sign_in:lock                      GET,POST  self          who signs in
sign_in:still_here                POST      self          who signs in
sign_in:unlock                    GET,POST  self          who signs in

relations:search                  GET       nobody        who sees cards
relations:search                  POST      list          found
relations:search                  POST+swap list          found
relations:search                  POST+page list          found
relations:person_new              GET,POST  nobody        who registers
relations:duplicates              POST      nobody        who registers
relations:duplicates_ask          POST      nobody        who registers
relations:questions               GET       nobody        who answers questions
relations:question_answer         POST      nobody        nobody at all
relations:person_edit             GET,POST  person        change
relations:bsn                     GET,POST  person        form
relations:bsn_show                POST      person        sealed number
relations:instructions            GET,POST  person        form with b
relations:instruction_end         POST      person        led on
relations:key_safe                GET,POST  person        form with b
relations:key_safe_show           POST      person        key safe
relations:household               GET,POST  person        form
relations:household_leave         POST      person        led on
relations:organisation_new        GET,POST  nobody        who registers organisations
relations:organisation_edit       GET,POST  person        organisation form
relations:merges                  GET       person        merges
relations:merges                  POST      person        merges
relations:merge                   GET,POST  nobody        nobody at all
relations:unmerge                 POST      nobody        nobody at all
relations:relationship_new        GET,POST  person        of any relation
relations:relationship_end        POST      person        tie ended

clientview:person                 GET       person        person
clientview:person                 GET+swap  person        timeline
clientview:person                 GET+page  person        person
clientview:print                  GET       person        print
clientview:timeline               POST      person        anything
clientview:call                   POST      person        call
clientview:call_end               POST      person        call ended
clientview:stand_in               POST      cared         stood in
clientview:care_relations         GET,POST  person        who cares
clientview:care_relation_end      POST      person        nobody at all
clientview:fact                   GET       fact_b        fact b
clientview:fact                   GET       fact_c        fact c
clientview:fact                   GET       fact_d        fact d
clientview:fact                   GET       fact_x        nobody at all
clientview:fact                   GET       fact_closed   nobody at all
round_sheets:list                 GET       nobody        who gives care
round_sheets:make                 POST      team          round sheet
accounts:organisation             GET       person        organisation

contact:tasks                     GET       list          tasks
contact:exchange                  POST      self          anybody
contact:ringing                   GET       nobody        who takes calls
contact:call                      GET,POST  incoming      incoming call
contact:near                      GET       person        near
contact:party                     GET       person        contact
contact:party                     POST      person        contact recorded
contact:task_new                  GET,POST  person        task given
contact:interaction               GET,POST  interaction   what was said
contact:task                      GET       task          task
contact:task_open                 POST      task          task opened
contact:task_attempt              POST      task          task changed
contact:task_hand_over            POST      task          task changed
contact:task_end                  POST      task          task ended

linkage:review                    GET       list          links to review
linkage:person                    GET       person        copies
linkage:ground                    GET,POST  record        ground
linkage:link                      GET,GET+swap review    review
linkage:link                      POST      review        judged
linkage:unlink                    GET       link          copies
linkage:unlink                    POST      link          judged
linkage:reconsider                POST      link          judged
linkage:split                     GET,POST  person        copies
linkage:split_to                  GET,POST  nobody        nobody at all
linkage:undo_split                POST      nobody        nobody at all
linkage:take_back                 POST      nobody        who judges links
linkage:quality                   GET,POST  nobody        who judges links

privacy:log                       GET       nobody        who reads the log
privacy:log                       POST,POST+swap list    found for the log
privacy:person                    GET       person        log of a person
privacy:colleagues                GET       nobody        who reads the log
privacy:cases                     GET       nobody        who reads the log
privacy:cases                     POST      nobody        nobody at all
privacy:notice                    GET,POST  nobody        nobody at all

dossiers:intakes                  GET       nobody        who takes in
dossiers:upload                   GET,POST  nobody        who takes in
dossiers:intake                   GET       intake        who takes in
dossiers:stop                     POST      intake        who takes in
dossiers:again                    POST      intake        who takes in
dossiers:quarantine               GET       nobody        who takes in
dossiers:quarantine_export        POST      nobody        who takes in
dossiers:quarantined              GET,POST  quarantine    who takes in
dossiers:quarantined_content      POST      quarantine    refused

value:models                      GET       nobody        who reads value
value:new                         GET,POST  nobody        who values
value:example                     POST      nobody        who values
value:outcome                     GET,POST  value         who reads value
value:keep                        POST      value         who values
value:estimates                   GET       value         who reads value
value:upload                      GET,POST  value         who values
value:measure                     GET,POST  value         who values
value:download                    GET       value_file    who reads value
value:estimate                    GET       value         who reads value
value:estimate                    POST      value         who values
value:setup                       GET       value         who reads value
value:setup                       POST      value         who values
value:archive                     POST      value         who values
value:piece                       GET,POST  value         who values
value:remove                      POST      value         who values
value:new_piece                   GET,POST  value         who values
value:workbook                    GET       value         who reads value
value:runs                        GET       value         who reads value
value:runs                        POST      value         who values
value:board                       GET       value         who reads value
value:paper                       GET       value         who reads value
"""


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
