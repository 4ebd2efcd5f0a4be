# SPDX-License-Identifier: EUPL-1.2
"""Refuse to serve under a role that row-level security does not bind."""

from typing import Any, Protocol

from nabij.core.errors import DomainError
from nabij.database.rights import SCHEMAS

# `member` and not only the role itself: SET ROLE would take the power at any moment.
POWERS = """
select session_user::text, power.rolname::text,
  power.rolsuper, power.rolbypassrls, owned.name is not null
from pg_roles as power
left join lateral (
  select relname as name from pg_class
  join pg_namespace on pg_namespace.oid = relnamespace
  where relowner = power.oid and relkind in ('r', 'p') and nspname = any(%s) limit 1
) as owned on true
where pg_has_role(session_user, power.oid, 'member')
  and (power.rolsuper or power.rolbypassrls or owned.name is not null)
order by power.rolname = session_user desc, 3 desc, 4 desc
limit 1
"""


class Connection(Protocol):
    """A connection of Django or of psycopg."""

    def cursor(self) -> Any:
        """Return a cursor that is a context manager."""


def refuse_powerful_role(connection: Connection) -> None:
    """Stop unless the database binds this connection to the rights of its role.

    A superuser, an owner of tables and a role with BYPASSRLS read care data without a log entry;
    so does a member of such a role.

    Raises:
        RoleTooPowerful: the message says which role, why, and what to do.
    """
    with connection.cursor() as cursor:
        cursor.execute(POWERS, [list(SCHEMAS)])
        found = cursor.fetchone()
    if found is None:
        return
    role, power, is_superuser, bypasses, _owns = found
    if is_superuser:
        reason = "a superuser"
    elif bypasses:
        reason = "exempt from row-level security (BYPASSRLS)"
    else:
        reason = "the owner of tables"
    raise RoleTooPowerful(role=role, power=power, reason=reason)


class RoleTooPowerful(DomainError):
    code = "role-too-powerful"
    message = (
        "The database role %(role)s can act as %(power)s, which is %(reason)s, so the log would "
        "not guard what is read: unset NABIJ_DATABASE_ROLE, or run 'nabij setup-database' to make "
        "the roles nabij_app and nabij_intake and let nabij choose."
    )
