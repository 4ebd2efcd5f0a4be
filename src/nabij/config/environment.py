# SPDX-License-Identifier: EUPL-1.2
"""What differs per installation, read once from the environment and typed.

Each name is written NABIJ_<NAME>; NABIJ_<NAME>_FILE names a file that holds the value instead
(secrets of containers). DATABASE_URL has no prefix, because every tool knows it by that name.
"""

import os
import re
import secrets
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Annotated, Self

from django.core.exceptions import ImproperlyConfigured
from pydantic import Field, ValidationError, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from nabij.database.connection import PASSWORDS_FILE
from nabij.database.home import default_home, make_secret_file

SECRET_KEY_FILE = "secret-key"  # noqa: S105 - the name of a file
KEYS_FILE = "keyring.json"
SHORTEST_TOKEN = 32
EXCHANGE = re.compile(rf"(?P<name>[^:\s]{{1,40}}):(?P<token>[!-~]{{{SHORTEST_TOKEN},}})")


class Environment(BaseSettings):
    """The settings of one installation, with what holds when nothing is set."""

    model_config = SettingsConfigDict(
        env_prefix="NABIJ_", frozen=True, populate_by_name=True, hide_input_in_errors=True
    )

    home: Path = Field(default_factory=default_home)
    database_url: str | None = Field(default=None, validation_alias="DATABASE_URL")
    database_role: str = "app"
    database_passwords_file: Path = Path()
    server_user: str = "nobody"
    keys_file: Path = Path()
    secret_key_given: str = Field(default="", validation_alias="NABIJ_SECRET_KEY")
    collected_static: bool = False
    debug: bool = False
    https: bool = False
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    allowed_hosts: Annotated[list[str], NoDecode] = ["localhost", "127.0.0.1", "[::1]"]
    trusted_origins: Annotated[list[str], NoDecode] = []
    trusted_proxies: Annotated[list[str], NoDecode] = []
    institution: str = "nabij"
    # Where colleagues find this installation; links in mail begin with it.
    address: str = ""
    lock_after: int = Field(default=300, ge=60, le=900)
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_name: str = "single sign-on"
    oidc_mfa_acr: Annotated[list[str], NoDecode] = []
    mail_host: str = ""
    mail_port: int = Field(default=587, ge=1, le=65535)
    mail_user: str = ""
    mail_password: str = ""
    mail_tls: bool = True
    mail_from: str = "nabij@localhost"
    # Telephone exchanges that tell of calls: the token of each by its name, written `name:token`.
    exchange_tokens: Annotated[dict[str, str], NoDecode] = {}
    # Whether calendars of others (phones) get names and places too, or only "Bezoek" and a link.
    calendar_names: bool = False
    duplicate_hints_per_day: int = Field(default=60, ge=0, le=1000)
    care_relation_days_after: int = Field(default=30, ge=0, le=366)
    stand_ins_at_once: int = Field(default=20, ge=0, le=1000)
    emergency_minutes: int = Field(default=60, ge=5, le=240)
    emergencies_per_day: int = Field(default=3, ge=0, le=50)
    review_sample: int = Field(default=5, ge=0, le=100)
    import_days: int = Field(default=30, ge=1, le=366)

    @field_validator(
        "allowed_hosts",
        "trusted_origins",
        "trusted_proxies",
        "oidc_mfa_acr",
        mode="before",
    )
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return [part.strip() for part in value.split(",") if part.strip()]
        return value

    @field_validator("exchange_tokens", mode="before")
    @classmethod
    def _read_tokens(cls, value: object) -> object:
        given = cls._split(value)
        if not isinstance(given, list):
            return given
        found = [EXCHANGE.fullmatch(one) for one in given]
        tokens = {one["name"]: one["token"] for one in found if one}
        if len(tokens) < len(given):
            # The message repeats nothing of what was given: it is a secret.
            raise PydanticCustomError(
                "exchange-tokens",
                "Write name:token for each exchange, separated by commas, each name once and each "
                "token at least {least} characters without spaces; `openssl rand -hex 32` makes one",
                {"least": SHORTEST_TOKEN},
            )
        return tokens

    @field_validator("home")
    @classmethod
    def _make_absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @field_validator("database_url", mode="before")
    @classmethod
    def _empty_is_absent(cls, value: object) -> object:
        return value or None

    @cached_property
    def secret_key(self) -> str:
        """The key of sessions and signatures; a passing one while there is no installation yet."""
        if self.secret_key_given:
            return self.secret_key_given
        try:
            return (self.home / SECRET_KEY_FILE).read_text().strip()
        except OSError:
            return secrets.token_urlsafe(48)

    @classmethod
    def read(cls) -> Self:
        """Return the settings in force.

        Raises:
            ImproperlyConfigured: a value has the wrong form; the message names the variable.
        """
        from_files: dict[str, str] = {}
        for field, info in cls.model_fields.items():
            name = str(info.validation_alias or f"NABIJ_{field.upper()}")
            if path := os.environ.get(f"{name}_FILE"):
                try:
                    from_files[field] = Path(path).read_text().strip()
                except OSError as error:
                    raise ImproperlyConfigured(f"{name}_FILE: {error.strerror}: {path}") from error
        try:
            found = cls(**from_files)  # type: ignore[arg-type]
        except ValidationError as error:
            first = error.errors()[0]
            name = str(first["loc"][0])
            shown = name if name.isupper() else f"NABIJ_{name.upper()}"
            raise ImproperlyConfigured(f"{shown}: {first['msg']}.") from error
        return found.model_copy(
            update={
                "keys_file": _in_home(found, found.keys_file, KEYS_FILE),
                "database_passwords_file": _in_home(
                    found, found.database_passwords_file, PASSWORDS_FILE
                ),
            }
        )


def make_secret_key(environment: Environment) -> None:
    """Write a lasting secret key into the home folder, unless one is given or there."""
    if environment.secret_key_given:
        return
    with suppress(FileExistsError):
        make_secret_file(environment.home / SECRET_KEY_FILE, secrets.token_urlsafe(48))


def _in_home(found: Environment, given: Path, name: str) -> Path:
    return found.home / name if given == Path() else given.expanduser().absolute()


environment = Environment.read()
