# SPDX-License-Identifier: EUPL-1.2
"""Signing in and out, and all that belongs to it."""

from django.urls import path

from nabij.access.views import (
    colleagues,
    enrolment,
    lock,
    mine,
    password_reset,
    sign_in,
    single_sign_on,
)

app_name = "sign_in"
urlpatterns = [
    path("", sign_in.sign_in, name="start"),
    path("second-step/", sign_in.second_step, name="second_step"),
    path("passkey/question/", sign_in.passkey_question, name="passkey_question"),
    path("passkey/", sign_in.passkey_answer, name="passkey"),
    path("out/", sign_in.sign_out, name="out"),
    path("single/", single_sign_on.start, name="single_sign_on"),
    path("single/back/", single_sign_on.finish, name="single_sign_on_back"),
    path("set-up/", enrolment.enrol, name="enrol"),
    path("set-up/app/", enrolment.app, name="new_app"),
    path("set-up/passkey/", enrolment.passkey, name="new_passkey"),
    path("set-up/passkey/question/", enrolment.new_passkey_question, name="new_passkey_question"),
    path("set-up/passkey/answer/", enrolment.new_passkey, name="new_passkey_answer"),
    path("set-up/codes/", enrolment.recovery_codes, name="recovery_codes"),
    path("mine/", mine.mine, name="mine"),
    path("mine/factors/<str:ref>/remove/", mine.remove_factor, name="remove_factor"),
    path("mine/devices/<str:ref>/end/", mine.end_session, name="end_session"),
    path("mine/devices/end/", mine.end_sessions, name="end_sessions"),
    path("mine/password/", mine.change_password, name="change_password"),
    path("colleagues/", colleagues.find, name="colleagues"),
    path("colleagues/<int:number>/reset/", colleagues.reset_factors, name="reset_factors"),
    path("confirm/", mine.confirm, name="confirm"),
    path("lock/", lock.lock, name="lock"),
    path("lock/still-here/", lock.still_here, name="still_here"),
    path("unlock/", lock.unlock, name="unlock"),
    path("password/", password_reset.ask, name="reset"),
    path("password/asked/", password_reset.asked, name="reset_asked"),
    path("password/<int:number>/<str:token>/", password_reset.choose, name="reset_choose"),
]
