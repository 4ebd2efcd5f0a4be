# SPDX-License-Identifier: EUPL-1.2
"""R10: sessions end by themselves, follow rights at once, and can be ended from elsewhere."""

import re

import pytest
from django.core import mail
from django.utils import timezone

from nabij.access import actions, queries, tasks
from nabij.access.choices import ResetReason
from nabij.access.models import Session, User
from nabij.access.models.sign_in import hashed
from nabij.core.jobs import new_job, tracked
from nabij.core.viewer import Role


def _machine():
    return queries.machine(at=timezone.now(), command="test")


def test_a_quarter_of_an_hour_without_work_ends_it(noor, app, signed_in, clock):
    browser = signed_in(noor)
    clock.move(minutes=14, seconds=59)
    assert browser.is_in()
    clock.move(minutes=15)
    answer = browser.get("/sign-in/mine/")
    assert answer.headers["Location"].startswith("/sign-in/?next=")
    assert not Session.objects.filter(user=noor).exists()


def test_twelve_hours_end_it_however_much_work_was_done(noor, app, signed_in, clock):
    browser = signed_in(noor)
    for _ in range(71):
        clock.move(minutes=10)
        assert browser.is_in()
    clock.move(minutes=10)
    assert not browser.is_in()


def test_the_cookie_is_another_one_after_signing_in(browser, noor, app):
    """A cookie that somebody planted before is worth nothing afterwards."""
    browser.password()
    planted = browser.cookies["sessionid"].value
    browser.code(app.code())
    assert browser.cookies["sessionid"].value != planted
    assert not Session.objects.filter(session_key=hashed(planted)).exists()


def test_the_table_does_not_hold_the_cookie(noor, signed_in):
    browser = signed_in(noor)
    cookie = browser.cookies["sessionid"].value
    assert Session.objects.filter(session_key=hashed(cookie)).exists()
    assert not Session.objects.filter(session_key=cookie).exists()


def test_other_roles_bring_another_cookie_and_the_session_goes_on(noor, app, signed_in):
    browser = signed_in(noor)
    assert browser.is_in()
    before = browser.cookies["sessionid"].value
    noor.role_assignments.create(role=Role.FRONT_OFFICE, starts_on=timezone.localdate())
    assert browser.is_in()
    after = browser.cookies["sessionid"].value
    assert after != before
    assert browser.is_in()
    assert browser.cookies["sessionid"].value == after
    (row,) = Session.objects.filter(user=noor)
    assert (row.rights, row.proven_at is None) == ("care_professional front_office", False)


def test_a_role_that_is_withdrawn_is_gone_at_the_next_request(noor, app, signed_in):
    browser = signed_in(noor)
    assert browser.get("/relations/").status_code == 200
    noor.role_assignments.update(ends_on=timezone.localdate())
    assert browser.get("/relations/").status_code == 404


def test_who_is_deactivated_is_out_at_the_next_request(noor, app, signed_in, browser):
    there = signed_in(noor)
    assert there.is_in()
    actions.deactivate_user(viewer=_machine(), user=noor)
    assert not there.is_in()
    browser.password()
    assert not browser.is_in()


def test_signing_out_everywhere_ends_every_device(noor, app, signed_in):
    here, there = signed_in(noor), signed_in(noor)
    here.post("/sign-in/mine/devices/end/")
    assert not here.is_in()
    assert not there.is_in()


def test_one_device_is_signed_out_from_another(noor, app, signed_in, colleague):
    here, there, other = signed_in(noor), signed_in(noor), signed_in(colleague("Bram"))
    ref = there.session.signed_in().ref
    assert other.post(f"/sign-in/mine/devices/{ref}/end/").status_code == 404
    assert there.is_in()
    here.post(f"/sign-in/mine/devices/{ref}/end/")
    assert not there.is_in()
    assert here.is_in()


def test_a_new_password_ends_all_other_sessions(noor, app, signed_in):
    here, there = signed_in(noor), signed_in(noor)
    answer = here.post(
        "/sign-in/mine/password/",
        {"current": "vier-fietsen-in-de-schuur", "password": "vijf-bomen-achter-het-huis"},
    )
    assert answer.status_code == 302
    assert here.is_in()
    assert not there.is_in()


def test_a_password_that_is_too_easy_is_refused(noor, app, signed_in):
    answer = signed_in(noor).post(
        "/sign-in/mine/password/",
        {"current": "vier-fietsen-in-de-schuur", "password": "kort"},
    )
    assert answer.status_code == 200
    assert User.objects.get().check_password("vier-fietsen-in-de-schuur")


def _link(noor):
    """Ask for a link and return the address in the letter that the job sends."""
    mail.outbox.clear()
    job = new_job(kind="test", viewer=_machine())
    with tracked(job) as progress:
        tasks.mail_reset_link(progress, user_id=noor.pk)
    return re.search(r"http://localhost:8000(/sign-in/password/\S+)", mail.outbox[0].body)[1]


def _choose(browser, link, password="zes-katten-op-het-dak"):
    return browser.post(browser.get(link).headers["Location"], {"password": password})


def test_a_link_for_a_new_password_works_once(noor, app, browser, new_browser):
    link = _link(noor)
    assert "gewijzigd" in _choose(browser, link).text
    assert User.objects.get().check_password("zes-katten-op-het-dak")
    assert "te oud" in _choose(new_browser(), link, "iets-heel-anders-dan-dat").text
    assert User.objects.get().check_password("zes-katten-op-het-dak")
    assert browser.password(password="zes-katten-op-het-dak").status_code == 302
    assert not browser.is_in(), "the second step is still asked"


@pytest.mark.parametrize(("minutes", "works"), [(14, True), (16, False)])
def test_a_link_lasts_a_quarter_of_an_hour(noor, app, browser, clock, minutes, works):
    link = _link(noor)
    clock.move(minutes=minutes)
    _choose(browser, link)
    assert User.objects.get().check_password("zes-katten-op-het-dak") == works


def test_a_link_dies_with_another_address_a_deactivation_and_a_sign_in(
    noor, app, browser, new_browser
):
    def changed_address():
        noor.email = "noor2@example.nl"
        noor.save()

    def deactivated():
        noor.is_active = False
        noor.save()

    def reactivated():
        noor.is_active, noor.email = True, "noor@example.nl"
        noor.save()

    for change in (changed_address, deactivated):
        link = _link(noor)
        change()
        _choose(new_browser(), link)
        reactivated()
        assert not User.objects.get().check_password("zes-katten-op-het-dak"), change
    link = _link(noor)
    browser.password()
    browser.code(app.code())
    _choose(new_browser(), link)
    assert not User.objects.get().check_password("zes-katten-op-het-dak")


def test_who_signs_in_without_password_gets_no_link(noor, browser):
    noor.set_unusable_password()
    noor.save()
    browser.post("/sign-in/password/", {"email": noor.email})
    job = new_job(kind="test", viewer=_machine())
    with tracked(job) as progress:
        tasks.mail_reset_link(progress, user_id=0)
    assert mail.outbox == []


def test_an_administrator_resets_what_a_colleague_lost(noor, app, signed_in, browser, logged):
    there = signed_in(noor)
    lost = ResetReason.LOST
    assert actions.reset_factors(viewer=_machine(), user=noor, reason=lost) == 1
    assert not there.is_in()
    assert browser.password().headers["Location"] == "/sign-in/set-up/"
    assert ("factors-reset", "success", "lost") in logged()
