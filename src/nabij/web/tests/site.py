# SPDX-License-Identifier: EUPL-1.2
"""The views of the test site: one page with every component, and pieces to swap into it."""

import os
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime
from wsgiref.simple_server import WSGIRequestHandler, make_server

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from nabij.core.errors import DomainError, NotFound
from nabij.core.paging import Cursor, Page
from nabij.core.request import Request
from nabij.core.viewer import Viewer
from nabij.web.network import Network, Node
from nabij.web.pages import no_store, render_page


class ColleagueMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.viewer = Viewer(user_id=1, name="Robin de Wit", at=datetime.now(UTC))
        return self.get_response(request)


@dataclass(frozen=True)
class Item:
    label: str
    url: str
    icon: str
    is_current: bool = False


def navigation(request: HttpRequest) -> list[Item]:
    return [
        Item("Vandaag", "/", "home", request.path == "/"),
        Item("Relaties", "/relations/", "users", request.path != "/"),
        Item("Rondeblad", "/sheets/", "clipboard-list"),
        Item("Dossiers in", "/dossiers/", "file-import"),
        Item("Koppelingen", "/linkage/", "link"),
    ]


class AddressForm(forms.Form):
    name = forms.CharField(
        label="Achternaam", help_text="Zonder voorvoegsel: Vries, niet de Vries."
    )
    born_on = forms.CharField(label="Geboortedatum", required=False, help_text="9-3-1941 of 1941")
    kind = forms.ChoiceField(label="Soort", choices=[("a", "Thuisadres"), ("b", "Postadres")])
    gender = forms.ChoiceField(
        label="Geslacht",
        choices=[("f", "Vrouw"), ("m", "Man"), ("o", "Anders")],
        widget=forms.RadioSelect,
    )
    is_secret = forms.BooleanField(label="Geheim adres", required=False)
    note = forms.CharField(label="Toelichting", required=False, widget=forms.Textarea)


class ClosedBefore(DomainError):
    code = "closed-before"
    message = _("That is not possible")


NETWORK = Network(
    centre="J. de Vries-van den Berg",
    nodes=[
        Node(name="Petra de Vries", kind="Dochter, mantelzorger", group="1", url="/persons/petra/"),
        Node(name="Kees de Vries", kind="Zoon, wettelijk vertegenwoordiger", group="1"),
        Node(
            name="Huisartsenpraktijk De Linde",
            kind="Huisarts",
            group="2",
            care_type="gp",
            url="/o/1/",
        ),
        Node(name="Isala ziekenhuis", kind="Cardiologie", group="2", care_type="hospital"),
        Node(name="Apotheek Zuid", kind="Apotheek", group="2", care_type="pharmacy"),
        Node(name="Wijkteam Noord", kind="Wijkverpleging", group="3", care_type="home_care"),
        Node(
            name="Dagopvang De Hoeve voor ouderen in Zwolle",
            kind="Dagbesteding",
            group="3",
            care_type="day_care",
        ),
        Node(name="Zorgzekerheid Natura", kind="Zorgverzekeraar", group="4", is_weak=True),
    ],
)


def components(request: HttpRequest) -> HttpResponse:
    form = AddressForm({"name": "", "kind": "a"} if "wrong" in request.GET else None)
    if "message" in request.GET:
        messages.success(request, "Opgeslagen.")
    rows = ["Anna Bakker", "Bram Jansen", "Carla Yilmaz"]
    wanted = request.GET.get("filter", "").lower()
    context = {
        "form": form,
        "network": NETWORK,
        "born": date(1941, 3, 9),
        "rows": [row for row in rows if wanted in row.lower()],
        "page": Page(rows=rows, next=Cursor(sort_key="x", pk=3), previous=None),
        "q": "vries",
    }
    return no_store(render_page(request, "site/components.html", context, partial="rows"))


def plain(request: Request) -> HttpResponse:
    request.viewer = Viewer(user_id=-1, name="", at=datetime.now(UTC))
    return render_page(request, "site/plain.html", {"form": AddressForm()})


def piece(request: HttpRequest, name: str) -> HttpResponse:
    pieces = {
        "script": "<p>before</p><script>window.ran = 1</script>",
        "event": '<p onclick="window.ran = 1">click</p>',
        "address": '<a href="java&#10;script:window.ran=1">link</a>',
        "frame": '<iframe srcdoc="<p>in</p>"></iframe>',
        "nested": "<template><p onfocus=alert(1)>x</p></template>",
        "style": "<style>p { color: red }</style><p>x</p>",
        "hx": "<p hx-on:click='window.ran = 1'>x</p>",
        "plain": '<p id="done">Gelukt: 3 < 4, onset="2020" in woorden</p>',
        "dialog": "<h2>Uit een venster</h2><p>Inhoud</p>",
        "whole": "<!doctype html><html lang=nl><title>x</title><p>Inloggen</p></html>",
    }
    status = 500 if request.GET.get("status") == "500" else 200
    return HttpResponse(pieces[name], status=status)


def refused(request: HttpRequest) -> HttpResponse:
    raise ClosedBefore


def absent(request: HttpRequest) -> HttpResponse:
    raise NotFound


def posted(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f'<p id="done">{request.method} ok</p>')


class Quiet(WSGIRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        """Keep the tests' output clean."""


def serve() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "nabij.web.tests.settings"
    from django.core.wsgi import get_wsgi_application

    server = make_server("127.0.0.1", int(sys.argv[1]), get_wsgi_application(), handler_class=Quiet)
    print(server.server_port, flush=True)  # noqa: T201
    server.serve_forever()


if __name__ == "__main__":
    serve()
