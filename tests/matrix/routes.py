# SPDX-License-Identifier: EUPL-1.2
"""What the walker fills in: the parts of an address, and what a form is sent."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from nabij.core.paging import Cursor
from tests.matrix.world import World

# Which of a person's refs stands in which part of an address; `ref` is what the table asks for.
PARTS = {"instruction_ref": "instruction", "tie_ref": "tie", "representation_ref": "representation", "statement_ref": "statement", "unit_ref": "team", "run_ref": "run",
         "code": "code", "kind": "kind", "pk": "pk"}  # fmt: skip
NUMBERS = {"number", "pk"}
# Names that every institution has: of these there is something even where nothing else is.
NAMED = {"listing": "persons", "column": "unit"}
# A list is asked for by its name; of persons where a line of the table says no more than "list".
LISTINGS = {"list-of-organisations": "organisations", "list-of-tasks": "tasks"}
LISTS = {"list", *LISTINGS}
ABOUT_NOBODY = {"self", "nobody", *LISTS}
FACTS = {
    "fact_b": "gp visit",
    "fact_c": "gp problem",
    "fact_d": "ggz problem",
    "fact_x": "gp restricted",  # sensitive, and the client said nothing of that
    "fact_closed": "hospital problem",  # of a source that the client refused
}
# What a form is sent. Nothing of it may change the world: it is refused, or is what it was.
NOT_A_DATE = {"ends": "not a date"}
PAYLOADS: dict[str, dict[str, Any]] = {
    "privacy:log": {"q": "qx"},
    "relations:search": {"q": "qx"},
    "desk:find": {"q": "qx"},
    "desk:notice_read": {"key": "Nothing-is-there"},
    "relations:household": {"q": "qx"},
    "relations:relationship_new": {"q": "qx"},
    "relations:relationship": {"ends": "not a date"},
    "relations:household_leave": NOT_A_DATE,
    "linkage:link": {"decision": "same", "stamp": "of yesterday"},
    "linkage:reconsider": {"stamp": "of yesterday"},
    "linkage:unlink": {"stamp": "of yesterday"},
    "api:merge": {"stamp": "of yesterday", "reason": "x"},
    "api:unmerge": {"reason": "x"},
    "api:split": {"stamp": "of yesterday", "records": [], "reason": "x"},
    "value:example": {"key": "one-group"},
    # It was seen already.
    "clientview:representation_change": {"do": "check"},
    # Of a version that is not there, so that nothing is corrected or closed.
    "contact:interaction": {"version": "999", "text": ""},
    "contact:interaction_confidence": {"version": "999", "reason": ""},
    "clientview:statement": {"version": "999", "text": ""},
    "contact:task_end": {"version": "999", "end": "done"},
    "contact:appointment_off": {"version": "999", "reason": "we"},
}
# What comes with an answer by htmx, and from where on a page of a list is asked for.
BY_HTMX = {"HX-Request": "true"}
API = "/api/"
FROM_NOW_BACK = Cursor(sort_key="2999-01-01T00:00:00+00:00", pk=1)
FROM: dict[str, Cursor | str] = {
    "relations:search": Cursor(sort_key="", pk=0),
    "lists:page": Cursor(sort_key="", pk=0),
    "clientview:person": FROM_NOW_BACK,
    "clientview:print": FROM_NOW_BACK,
    "clientview:timeline": FROM_NOW_BACK,
    "contact:household": FROM_NOW_BACK,
    "contact:party": FROM_NOW_BACK,
    "dossiers:intakes": "before=Nothing-is-there",
    "dossiers:rosters": "before=Nothing-is-there",
    "linkage:review": "after=Nothing-is-there",
    "privacy:changes": FROM_NOW_BACK,
    "privacy:past_term": Cursor(sort_key="0001-01-01", pk=0),
    "privacy:person": f"before={2**63 - 1}",
    "privacy:client_log": f"before={2**63 - 1}",
}
# After these the session is another, or none.
ENDS_SESSIONS = {
    "sign_in:start", "sign_in:out", "sign_in:lock", "sign_in:end_sessions", "sign_in:end_session",
    "sign_in:unlock", "sign_in:second_step", "sign_in:passkey", "sign_in:single_sign_on",
    "sign_in:single_sign_on_back", "sign_in:recovery_codes", "sign_in:new_app",
}  # fmt: skip
# After these the ways in of the world are made anew.
CHANGES_WAYS = {
    "clientview:call", "clientview:call_end", "clientview:stand_in", "contact:task_open",
}  # fmt: skip
# Whose answer is the page they lead to.
LEADS_ON = {"relations:search", "lists:page"}


@dataclass(frozen=True, slots=True)
class Route:
    """One address pattern with its view."""

    name: str
    pattern: str
    view: Any


def routes() -> Iterator[Route]:
    """Return every address that the product answers, in the order in which they are tried."""
    yield from _below(get_resolver(), "", "")


def _below(resolver: URLResolver, path: str, namespace: str) -> Iterator[Route]:
    for pattern in resolver.url_patterns:
        here = path + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inside = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _below(pattern, here, inside)
        elif isinstance(pattern, URLPattern):
            yield Route(f"{namespace}{pattern.name or '?'}", here, pattern.callback)


def address(world: World, route: Route, asks_for: str, owner: str) -> str | None:
    """Return the address about somebody; None when the world has no such thing of them."""
    if asks_for in ABOUT_NOBODY:
        return absent_address(route, listing=LISTINGS.get(asks_for, NAMED["listing"]))
    refs = world.refs.get(owner, {})
    filled = {}
    for part in parts_of(route):
        if part in NAMED:
            filled[part] = NAMED[part]
            continue
        if part == "ref":
            kind = "person" if asks_for in FACTS else asks_for
        else:
            kind = FACTS[asks_for] if part == "fact_ref" else PARTS[part]
        if not refs.get(kind):
            return None
        filled[part] = refs[kind]
    return reverse(route.name, kwargs=filled)


def from_there(name: str) -> str:
    """Return the question that asks this address for a later page. A cursor is sealed only here."""
    start = FROM[name]
    return f"page={start}" if isinstance(start, Cursor) else start


def absent_address(route: Route, *, listing: str = NAMED["listing"]) -> str:
    """Return an address of the same pattern about something that does not exist."""
    named = NAMED | {"listing": listing}
    parts = {
        part: "1" if part in NUMBERS else named.get(part, "Nothing-is-there")
        for part in parts_of(route)
    }
    return reverse(route.name, kwargs=parts)


def parts_of(route: Route) -> list[str]:
    """Return the names of the parts of an address that are filled in."""
    resolver = get_resolver()
    name = route.name
    while ":" in name:
        namespace, name = name.split(":", 1)
        _prefix, resolver = resolver.namespace_dict[namespace]
    found = resolver.reverse_dict.getlist(name)
    return list(found[0][0][0][1]) if found else []
