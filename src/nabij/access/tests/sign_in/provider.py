# SPDX-License-Identifier: EUPL-1.2
"""A provider of single sign-on, as a process of its own: django-allauth's, on loopback.

    python provider.py <port> <folder> <address to come back to>

Colleagues and what the ID token says besides are read from `<folder>/people.json` and
`<folder>/claims.json`, so a test can let the provider say something else.
"""

import json
import sys
from importlib import import_module
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.core.management import call_command
from django.urls import include, path

CLIENT_ID, CLIENT_SECRET = "nabij", "a-secret-between-the-two"
PASSWORD = "het-wachtwoord-daar"


def _settings(folder: Path) -> dict[str, Any]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()
    return {
        "SECRET_KEY": "of-the-provider",
        "ALLOWED_HOSTS": ["127.0.0.1"],
        "DATABASES": {
            "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "provider.db"}
        },
        "INSTALLED_APPS": [
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "allauth",
            "allauth.account",
            "allauth.idp.oidc",
        ],
        "MIDDLEWARE": [
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "allauth.account.middleware.AccountMiddleware",
        ],
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
            }
        ],
        "AUTHENTICATION_BACKENDS": ["allauth.account.auth_backends.AuthenticationBackend"],
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
        "ACCOUNT_LOGIN_METHODS": {"email"},
        "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*"],
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_RATE_LIMITS": False,
        "IDP_OIDC_PRIVATE_KEY": pem,
        "IDP_OIDC_ADAPTER": f"{__name__}.adapter",
        "USE_TZ": True,
    }


def adapter(request: Any = None) -> Any:
    """Return an adapter of allauth that says what the test asks for."""
    from allauth.idp.oidc.adapter import DefaultOIDCAdapter

    class Adapter(DefaultOIDCAdapter):
        def populate_id_token(self, id_token, client, scopes, **more):
            id_token.update(json.loads((Path(sys.argv[2]) / "claims.json").read_text()))

    return Adapter(request) if request is not None else Adapter()


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_given: Any) -> None:
        """Say nothing."""


def main() -> None:
    """Fill a database in the folder and serve."""
    port, folder, back = int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    settings.configure(**_settings(folder))
    django.setup()
    # Only now can the addresses of allauth be read.
    settings.ROOT_URLCONF = (
        path("accounts/", include("allauth.account.urls")),
        path("", include("allauth.idp.urls")),
    )
    call_command("migrate", verbosity=0, skip_checks=True)

    from allauth.account.models import EmailAddress
    from django.contrib.auth import get_user_model
    from django.contrib.auth.hashers import make_password

    for email, is_verified in json.loads((folder / "people.json").read_text()).items():
        user = get_user_model().objects.create_user(email.replace("@", "."), email, PASSWORD)
        EmailAddress.objects.create(user=user, email=email, verified=is_verified, primary=True)
    import_module("allauth.idp.oidc.models").Client.objects.create(
        id=CLIENT_ID,
        name="nabij",
        secret=make_password(CLIENT_SECRET),
        scopes="openid\nemail\nprofile",
        redirect_uris=back,
        skip_consent=True,
    )
    with make_server("127.0.0.1", port, _application(), _Server, _Quiet) as server:
        server.serve_forever()


def _application() -> Any:
    from django.core.wsgi import get_wsgi_application

    return get_wsgi_application()


if __name__ == "__main__":
    # The settings name a module, and this one is called "__main__".
    sys.path.insert(0, str(Path(__file__).parent))
    import_module("provider").main()
