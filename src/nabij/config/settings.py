# SPDX-License-Identifier: EUPL-1.2
"""One file of settings; what differs per installation comes from `environment`."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from nabij.config.environment import environment
from nabij.database.connection import settings_for
from nabij.web.security import CONTENT_SECURITY_POLICY

BASE_DIR = Path(__file__).resolve().parents[1]
SECRET_KEY = environment.secret_key
DEBUG = environment.debug
ALLOWED_HOSTS = environment.allowed_hosts
NABIJ_HOME = environment.home
NABIJ_KEYS_FILE = environment.keys_file
NABIJ_DATABASE_URL = environment.database_url
NABIJ_DATABASE_PASSWORDS_FILE = environment.database_passwords_file
NABIJ_INSTITUTION = environment.institution
NABIJ_DUPLICATE_HINTS_PER_DAY = environment.duplicate_hints_per_day
NABIJ_CARE_RELATION_DAYS_AFTER = environment.care_relation_days_after
NABIJ_STAND_INS_AT_ONCE = environment.stand_ins_at_once
NABIJ_EMERGENCY_MINUTES = environment.emergency_minutes
NABIJ_EMERGENCIES_PER_DAY = environment.emergencies_per_day
NABIJ_REVIEW_SAMPLE = environment.review_sample
NABIJ_IMPORT_DAYS = environment.import_days
NABIJ_EXCHANGES = environment.exchange_tokens
NABIJ_CALENDAR_NAMES = environment.calendar_names
NABIJ_NAVIGATION = "nabij.config.navigation.navigation"
NABIJ_LISTS = "nabij.config.lists.LISTS"
NABIJ_COMMANDS = "nabij.config.navigation.commands"
# What packages above contact let stand in the calendar of a team, read-only.
NABIJ_CALENDAR_SOURCES = ["nabij.dossiers.queries.notices.visits_in_calendar"]

ROOT_URLCONF = "nabij.config.urls"
WSGI_APPLICATION = "nabij.config.wsgi.application"
INSTALLED_APPS = [
    "nabij.config",
    "nabij.demo",
    "nabij.desk",
    "nabij.imports",
    "nabij.privacy",
    "nabij.clientview",
    "nabij.value",
    "nabij.accounts",
    "nabij.dossiers",
    "nabij.linkage",
    "nabij.contact",
    "nabij.relations",
    "nabij.lists",
    "nabij.access",
    "nabij.web",
    "nabij.database",
    "nabij.core",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "django_htmx",
    "procrastinate.contrib.django",
    "pgtrigger",
    "pghistory",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "nabij.web.security.SecurityHeadersMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "nabij.web.problems.ProblemMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "nabij.web.security.NullCharacterMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "nabij.access.middleware.ViewerMiddleware",
    "nabij.web.pages.DomainErrorMiddleware",
    "nabij.desk.middleware.DraftMiddleware",
    # Idle, locked, without second factor: what a session may do.
    "nabij.access.middleware.SignInMiddleware",
    # Default deny: a view without sign-in says so itself.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    # And a view without a rule does not exist.
    "nabij.access.middleware.DoorMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "nabij.web.context.shell",
                "nabij.privacy.views.processings.shown",
            ],
            "builtins": ["nabij.web.templatetags.nabij"],
        },
    }
]

# What a field looks like is found among our templates first (nabij.web), then among Django's.
FORM_RENDERER = "nabij.web.widgets.Renderer"

DATABASES = {
    "default": settings_for(
        environment.database_role,
        home=environment.home,
        database_url=environment.database_url,
        passwords_file=environment.database_passwords_file,
    )
}
# History keeps values; words and choices come from the model itself, and change without it.
PGHISTORY_EXCLUDE_FIELD_KWARGS = {
    "django.db.models.Field": ["choices", "verbose_name", "help_text", "default", "db_default"]
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FILE_UPLOAD_HANDLERS = ["nabij.web.security.LimitedUploadHandler"]
FILE_UPLOAD_TEMP_DIR = None
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# The form says in a sentence that 300 is the most; beyond this the page for 413 does.
DATA_UPLOAD_MAX_NUMBER_FILES = 1000

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "nabij.access.authentication.passwords.Argon2idHasher",
    # Only to read what was made before; it is made anew at the next sign-in.
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
PASSWORD_RESET_TIMEOUT = 15 * 60
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign_in:start"
LOGIN_REDIRECT_URL = "/"
NABIJ_OIDC = {
    "issuer": environment.oidc_issuer,
    "client_id": environment.oidc_client_id,
    "client_secret": environment.oidc_client_secret,
    "name": environment.oidc_name,
    "trusted_acr": tuple(environment.oidc_mfa_acr),
}
NABIJ_LOCK_AFTER = environment.lock_after
NABIJ_ADDRESS = environment.address or f"http://localhost:{environment.port}"
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": environment.mail_host,
            "port": environment.mail_port,
            "username": environment.mail_user,
            "password": environment.mail_password,
            "use_tls": environment.mail_tls,
            "timeout": 20,
        },
    }
    if environment.mail_host
    else {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
}
DEFAULT_FROM_EMAIL = environment.mail_from

# The longest a sign-in lasts; the shorter limit, without work, is kept by SignInMiddleware.
SESSION_ENGINE = "nabij.access.models.sign_in"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = environment.https
CSRF_COOKIE_SECURE = environment.https
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = environment.https
CSRF_FAILURE_VIEW = "nabij.web.views.csrf_failure"
CSRF_TRUSTED_ORIGINS = environment.trusted_origins
SECURE_CSP = CONTENT_SECURITY_POLICY
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if environment.https else 0
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
# `nabij serve` collects the files under names with a hash, for long caching; tests and other
# commands read them as they are.
STATIC_ROOT = environment.home / "static" if environment.collected_static else None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if environment.collected_static
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not environment.collected_static
WHITENOISE_AUTOREFRESH = environment.debug

# `core.logs` says what may stand in it: never a person. Django's own handlers would mail a whole
# request, so its loggers go the same way as all others.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "nabij.core.logs.PlainFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "propagate": True, "level": "WARNING"},
        "django.server": {"handlers": [], "propagate": True, "level": "WARNING"},
    },
}
