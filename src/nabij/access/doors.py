# SPDX-License-Identifier: EUPL-1.2
"""The rule that every view carries: who may come in, and who is told of when somebody may not.

    @door("person-edit", allows=rules.may_register, about=persons_of)
    def change(request: Request, ref: str) -> HttpResponse: ...

A view without a rule is refused by `access.middleware.DoorMiddleware` and by a test. The rule can
be read from the view (`view.door`), so the rights of all addresses together can be listed.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any, Protocol, cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from nabij.access import actions, queries, rules
from nabij.access.forms.sign_in import UnlockForm
from nabij.access.models.sign_in import SessionStore
from nabij.core import history
from nabij.core.errors import NotFound
from nabij.core.refs import is_ref
from nabij.core.request import Request
from nabij.core.viewer import Role, Viewer
from nabij.web.pages import no_store

# How long a second factor counts as just given.
PROVEN_FOR = timedelta(minutes=10)

type Allows = Callable[[Iterable[Role]], bool]
type AnyView = Callable[..., HttpResponseBase]


class About(Protocol):
    """Tells about which persons an address is, for the log only: it is asked by the machine."""

    def __call__(self, *, viewer: Viewer, **url: str) -> Sequence[int]: ...


@dataclass(frozen=True, slots=True)
class Door:
    """The rule of one view.

    Attributes:
        event: what the log calls it.
        allows: which roles may come in at all; the view itself decides about the object.
        about: the keys of the persons whom an address is about, none when it names nobody known.
        because: why no sign-in is needed; '' where one is.
    """

    event: str
    allows: Allows
    about: About
    because: str = ""

    @property
    def is_public(self) -> bool:
        """Tell whether nobody need sign in here."""
        return bool(self.because)


def nobody(*, viewer: Viewer, **url: str) -> Sequence[int]:
    """Return no person: what an address is about that names none."""
    return ()


def door[View: AnyView](
    event: str, *, allows: Allows, about: About = nobody
) -> Callable[[View], View]:
    """Give a view its rule: the outermost decorator.

    Who may not come in gets the page of what does not exist, and so does who asks for something
    that is absent or not theirs. Both stand in the log as one refusal, with the persons whom the
    address is about or, when it names nobody, without: trying addresses is worth knowing. A place
    that writes its own refusal marks the error (`is_recorded`).

    Raises:
        NotFound: the role may not come in, or the view found nothing for this viewer.
        LogUnavailable: the refusal could not be written.
    """
    rule = Door(event, allows, about)

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponseBase:
            viewer = cast("Request", request).viewer
            refusal = NotFound()
            if allows(viewer.roles):
                try:
                    with history.by(viewer, way=event):
                        return view(request, *args, **kwargs)
                except NotFound as error:
                    refusal = error
            if not refusal.is_recorded:
                _record(rule, viewer, kwargs)
                refusal.is_recorded = True
            raise refusal

        return cast("View", _with_rule(guarded, rule))

    return decorate


def public_door[View: AnyView](event: str, *, because: str) -> Callable[[View], View]:
    """Give a view the rule that nobody need sign in, with the reason why."""
    rule = Door(event, rules.any_colleague, nobody, because)

    def decorate(view: View) -> View:
        @wraps(view)
        def open_to_all(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponseBase:
            with history.by(cast("Request", request).viewer, way=event):
                return view(request, *args, **kwargs)

        return cast("View", _with_rule(login_not_required(open_to_all), rule))

    return decorate


def opens[View: AnyView](
    *, before_second_factor: bool = False, when_locked: bool = False
) -> Callable[[View], View]:
    """Let a view open where `SignInMiddleware` lets nothing open; it stands below the door."""

    def decorate(view: View) -> View:
        rules_of_view = cast("Any", view)
        rules_of_view.opens_before_second_factor = before_second_factor
        rules_of_view.opens_when_locked = when_locked
        return view

    return decorate


def runs_by_itself[View: AnyView](view: View) -> View:
    """Tell that a page asks this of its own accord: it is no sign that anybody is at work."""
    cast("Any", view).runs_by_itself = True
    return view


def second_factor_required[View: AnyView](view: View) -> View:
    """Ask the second factor again when it was last given more than ten minutes ago.

    For what does the most harm in wrong hands: reading the log, exports, changing how one signs
    in. It stands below the door:

        @door("log", allows=rules.may_read_log)
        @second_factor_required
        def entries(request: Request) -> HttpResponse: ...
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponseBase:
        session = cast("SessionStore", request.session).signed_in()
        at = cast("Request", request).viewer.at
        if session and session.proven_at and at - session.proven_at < PROVEN_FOR:
            return view(request, *args, **kwargs)
        address = f"{reverse('sign_in:confirm')}?{urlencode({'next': request.get_full_path()})}"
        if request.headers.get("HX-Request") == "true":
            return HttpResponse(status=204, headers={"HX-Redirect": address})
        return redirect(address)

    return cast("View", guarded)


def locked_page(
    request: HttpRequest, *, next_page: str, form: UnlockForm | None = None
) -> HttpResponse:
    """Return the page that stands in front of everything while a session is locked."""
    context = {"form": form or UnlockForm(), "next": next_page}
    return no_store(render(request, "access/locked.html", context, status=423))


def _with_rule(view: Any, rule: Door) -> Any:
    view.door = rule
    return view


def _record(rule: Door, viewer: Viewer, url: dict[str, Any]) -> None:
    """Write the refusal, when the view and its transactions are over and undone."""
    machine = queries.machine(at=viewer.at, command="refusal")
    try:
        person_ids = rule.about(viewer=machine, **url)
    except NotFound:
        person_ids = ()
    asked = " ".join(
        f"{name} {value if is_ref(str(value)) else '?'}" for name, value in url.items()
    )
    actions.record_refusal(
        viewer=viewer, event=rule.event, person_ids=list(person_ids), detail=asked
    )
