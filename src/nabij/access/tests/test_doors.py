# SPDX-License-Identifier: EUPL-1.2
"""The rule of a view: who comes in, and one refusal in the log for who does not."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from nabij.access import actions, queries
from nabij.access.actions import DossierNotFound, LogUnavailable
from nabij.access.doors import door, public_door
from nabij.access.middleware import DoorMiddleware
from nabij.access.models import AccessEntry
from nabij.access.rules import may_register
from nabij.core.errors import NotFound
from nabij.core.refs import new_ref
from nabij.core.viewer import Role, Viewer


def person_of(*, viewer, ref="", **rest):
    assert viewer.user_id == 0, "the machine asks"
    return [41] if ref == KNOWN else []


KNOWN = new_ref()


@door("form", allows=may_register, about=person_of)
def form(request, ref):
    if request.method == "POST":
        raise DossierNotFound
    return HttpResponse("form")


def _request(method, role):
    request = RequestFactory().generic(method, "/")
    request.viewer = Viewer(
        user_id=7, name="Iemand", at=timezone.now(), roles=frozenset({role}), access_point="::1"
    )
    return request


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "DELETE"])
def test_a_role_without_right_is_refused_by_every_method_and_stands_in_the_log(
    committing_db, method
):
    with pytest.raises(NotFound):
        form(_request(method, Role.MARKETEER), ref=KNOWN)

    entry = AccessEntry.objects.get()
    assert (entry.event, entry.outcome, entry.user_id) == ("form", "refused", 7)
    assert (entry.object_id, entry.object_ids, entry.detail) == (41, [41], f"ref {KNOWN}")


def test_who_may_come_in_leaves_no_refusal(committing_db):
    assert form(_request("GET", Role.FRONT_OFFICE), ref=KNOWN).content == b"form"
    assert not AccessEntry.objects.exists()


def test_what_the_view_does_not_find_is_refused_once(committing_db):
    with pytest.raises(DossierNotFound):
        form(_request("POST", Role.FRONT_OFFICE), ref=KNOWN)
    assert AccessEntry.objects.get().object_ids == [41]


@pytest.mark.parametrize(
    ("ref", "detail"), [("AAAAAAAAAAAAAAAA", "ref AAAAAAAAAAAAAAAA"), ("110000013", "ref ?")]
)
def test_a_guessed_address_is_a_refusal_without_object(committing_db, ref, detail):
    """What has no form of a ref may be anything that somebody typed: it stays out of the log."""
    with pytest.raises(NotFound):
        form(_request("POST", Role.FRONT_OFFICE), ref=ref)

    entry = AccessEntry.objects.get()
    assert (entry.object_id, entry.object_ids, entry.object_count) == (None, [], 0)
    assert entry.detail == detail


def test_a_place_that_wrote_the_refusal_itself_is_not_written_again(committing_db):
    @door("picture", allows=may_register, about=person_of)
    def opens(request, ref):
        with actions.open_dossier(viewer=request.viewer, person_id=41, records=[], event="picture"):
            pytest.fail("there is no way in")

    with pytest.raises(DossierNotFound):
        opens(_request("GET", Role.FRONT_OFFICE), ref=KNOWN)
    assert AccessEntry.objects.count() == 1


def test_a_refusal_that_cannot_be_written_is_an_error_of_its_own(committing_db):
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE nabij_report")  # a role that may not write the log
    try:
        with pytest.raises(LogUnavailable):
            form(_request("GET", Role.MARKETEER), ref="AAAAAAAAAAAAAAAA")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE nabij_app")


def test_the_rule_can_be_read_from_the_view():
    assert (form.door.event, form.door.about, form.door.is_public) == ("form", person_of, False)
    assert form.door.allows({Role.FRONT_OFFICE})
    assert not form.door.allows({Role.MANAGER})

    welcome = public_door("welcome", because="to sign in")(lambda request: HttpResponse("hello"))
    assert welcome.door.is_public
    assert welcome.login_required is False
    assert welcome(_request("GET", Role.MANAGER)).content == b"hello"


def test_a_view_without_a_rule_does_not_exist(caplog):
    middleware = DoorMiddleware(lambda request: HttpResponse())

    def bare(request):
        return HttpResponse("bare")

    answer = middleware.process_view(_request("GET", Role.FRONT_OFFICE), bare, (), {})
    assert answer.status_code == 404
    assert "bare" in caplog.text
    assert middleware.process_view(_request("GET", Role.FRONT_OFFICE), form, (), {}) is None


def test_nobody_is_asked_for_a_page_that_names_no_person():
    viewer = queries.machine(at=timezone.now(), command="test")
    bare = door("list", allows=may_register)(lambda request: HttpResponse())
    assert bare.door.about(viewer=viewer, anything="x") == ()
