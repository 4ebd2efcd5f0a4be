# SPDX-License-Identifier: EUPL-1.2
"""Only the doors of allauth that we offer: in, out, and a new password."""

from allauth.account import views
from django.urls import path

from nabij.access import rules
from nabij.access.doors import door, public_door

sign_in = public_door("sign-in", because="here one signs in and out")
reset = public_door("password-reset", because="who forgot the password cannot sign in")
own_account = door("own-account", allows=rules.any_colleague)

urlpatterns = [
    path("", sign_in(views.login), name="account_login"),
    path("out/", sign_in(views.logout), name="account_logout"),
    path("password/change/", own_account(views.password_change), name="account_change_password"),
    path("password/reset/", reset(views.password_reset), name="account_reset_password"),
    path(
        "password/reset/done/", reset(views.password_reset_done), name="account_reset_password_done"
    ),
    path(
        "password/reset/key/<uidb36>-<key>/",
        reset(views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        reset(views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
]
