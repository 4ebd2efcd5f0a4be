# SPDX-License-Identifier: EUPL-1.2
"""The fields of signing in. They are checked in the actions, which count the tries."""

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ONE_TIME = {"autocomplete": "one-time-code", "spellcheck": "false", "autocapitalize": "off"}


def _password(label: str | Promise, kind: str) -> forms.CharField:
    return forms.CharField(
        label=label,  # type: ignore[arg-type]  # a lazy translation does as well
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": kind}),
    )


class SignInForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username webauthn", "autofocus": True}),
    )
    password = _password(_("Password"), "current-password")


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("The six digits in your app, or one of your recovery codes."),
        widget=forms.TextInput(attrs={**ONE_TIME, "autofocus": True}),
    )


class NewAppForm(forms.Form):
    code = forms.CharField(
        label=_("Code in the app"),
        max_length=10,
        help_text=_("Six digits; every half minute the app shows others."),
        widget=forms.TextInput(attrs={**ONE_TIME, "inputmode": "numeric"}),
    )


class UnlockForm(forms.Form):
    secret = forms.CharField(
        label=_("Password or code"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )


class PasskeyNameForm(forms.Form):
    name = forms.CharField(
        label=_("Name of this passkey"),
        max_length=60,
        required=False,
        help_text=_("For instance: phone, or work laptop."),
    )


class ResetForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )


class NewPasswordForm(forms.Form):
    password = _password(_("New password"), "new-password")


class ChangePasswordForm(forms.Form):
    current = _password(_("Password of now"), "current-password")
    password = _password(_("New password"), "new-password")
