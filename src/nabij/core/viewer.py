# SPDX-License-Identifier: EUPL-1.2
"""Who looks, in which roles, from where and when. Every query and action takes one."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

MACHINE = 0  # whose key a command or a job has: intake, linkage, the demo


class Role(StrEnum):
    """Roles of colleagues; what each may see stands in `access.rules`."""

    FRONT_OFFICE = "front_office"
    CARE_PROFESSIONAL = "care_professional"
    ACCOUNT_MANAGER = "account_manager"
    MARKETEER = "marketeer"
    MANAGER = "manager"
    COMPLAINTS_OFFICER = "complaints_officer"
    PRIVACY_OFFICER = "privacy_officer"
    DATA_PROTECTION_OFFICER = "data_protection_officer"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDuty:
    """A duty of a team of the viewer, and the units for which it answers as long as it lasts."""

    starts_at: datetime
    ends_at: datetime
    unit_ids: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningEmergency:
    """The emergency button as one colleague pushed it, for one person.

    `opens_shut`: what the client shut opens too, because the colleague stated what that takes.
    """

    id: int
    ref: str
    person_id: int
    person_ref: str
    starts_at: datetime
    ends_at: datetime
    opens_shut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Who is looking.

    `at` is the moment of the request, read once at the edge. `user_id` is the key of a colleague,
    `MACHINE`, or below 0 for a passer-by; `access_point` is an address or the name of a command.
    `duties` open the clients of an area, and only while they last. Who answers for what the machine
    does, because they started it, stands in `acting_for_…`: it gives no rights, the log names them.
    """

    user_id: int
    name: str
    at: datetime
    roles: frozenset[Role] = field(default_factory=frozenset)
    unit_ids: frozenset[int] = field(default_factory=frozenset)
    duties: tuple[OnDuty, ...] = ()
    emergency: RunningEmergency | None = None
    access_point: str = ""
    person_id: int | None = None
    acting_for_id: int | None = None
    acting_for_name: str = ""
    acting_for_roles: frozenset[Role] = field(default_factory=frozenset)

    @property
    def is_machine(self) -> bool:
        """Tell whether this is a command or a job, which works for the institution itself."""
        return self.user_id == MACHINE

    @property
    def colleague_id(self) -> int | None:
        """Return the key of the colleague who looks, as a row names who wrote it; else nothing."""
        return self.user_id if self.user_id > MACHINE else None

    @property
    def is_known(self) -> bool:
        """Tell whether a colleague (or the machine) is looking, and not a passer-by."""
        return self.user_id >= MACHINE

    def has(self, *roles: Role) -> bool:
        """Tell whether the viewer carries one of `roles`."""
        return not self.roles.isdisjoint(roles)

    @property
    def duties_now(self) -> tuple[OnDuty, ...]:
        """Return the duties that hold at this moment: the first second counts,
        the last does not."""
        return tuple(duty for duty in self.duties if duty.starts_at <= self.at < duty.ends_at)

    def without_emergency(self) -> "Viewer":
        """Return the same viewer as if no emergency ran."""
        return replace(self, emergency=None)

    @property
    def emergency_now(self) -> RunningEmergency | None:
        """Return the emergency that runs at this moment; its last second is over."""
        running = self.emergency
        if running is None or not running.starts_at <= self.at < running.ends_at:
            return None
        return running

    @property
    def duty_unit_ids(self) -> frozenset[int]:
        """Return the units for which a team of the viewer is on duty now."""
        return frozenset().union(*(duty.unit_ids for duty in self.duties_now))
