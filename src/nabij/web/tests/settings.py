# SPDX-License-Identifier: EUPL-1.2
"""A site of this package alone, without a database: its components in a real browser."""

import os

from nabij.web.security import CONTENT_SECURITY_POLICY

SECRET_KEY = "only for the tests of the components"
NABIJ_KEYS_FILE = os.environ["NABIJ_KEYS_FILE"]
DEBUG = False
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "nabij.web.tests.urls"
INSTALLED_APPS = [
    "nabij.web",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "nabij.web.security.SecurityHeadersMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "nabij.web.tests.site.ColleagueMiddleware",
    "nabij.web.pages.DomainErrorMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "DIRS": [__file__.removesuffix("settings.py") + "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "nabij.web.context.shell",
            ],
            "builtins": ["nabij.web.templatetags.nabij"],
        },
    }
]
NABIJ_NAVIGATION = "nabij.web.tests.site.navigation"
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
DATABASES: dict[str, dict[str, str]] = {}
SECURE_CSP = CONTENT_SECURITY_POLICY
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
TIME_ZONE = "Europe/Amsterdam"
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
