# SPDX-License-Identifier: EUPL-1.2
"""Which pages and actions the shell offers, by what the viewer may do. Composes all packages."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nabij.access import rules
from nabij.contact import rules as contact_rules
from nabij.core.request import Request
from nabij.core.viewer import Role


@dataclass(frozen=True, slots=True)
class NavigationItem:
    label: str
    url: str
    icon: str
    is_current: bool


def navigation(request: Request) -> list[NavigationItem]:
    """Return the menu for this viewer; nothing for who is not signed in."""
    viewer = request.viewer
    if not viewer.is_known:
        return []
    roles = viewer.roles
    sees_cards = rules.may_see_cards(roles)
    pages = [(_("Today"), "desk:start", "home", True)]
    pages += [(_("Relations"), "relations:search", "users", sees_cards)]
    pages += [(_("Lists"), "lists:start", "list-details", sees_cards)]
    pages += [(_("Calendar"), "contact:calendar", "calendar", sees_cards)]
    pages += [(_("To do"), "contact:tasks", "list-check", sees_cards)]
    pages += [(_("Hours"), "contact:hours", "clock", contact_rules.may_see_hours(roles))]
    pages += [
        (
            _("Round sheet"),
            "round_sheets:list",
            "clipboard-list",
            viewer.has(Role.CARE_PROFESSIONAL),
        )
    ]
    pages += [(_("Dossiers in"), "dossiers:intakes", "file-import", rules.may_take_in(roles))]
    pages += [(_("Imports"), "imports:imports", "database-import", rules.may_import(roles))]
    pages += [
        (
            _("Questions"),
            "relations:questions",
            "user-question",
            rules.may_answer_questions(roles),
        )
    ]
    pages += [
        (
            _("Help with signing in"),
            "sign_in:colleagues",
            "shield-check",
            rules.may_help_colleagues(roles),
        )
    ]
    pages += [(_("Links"), "linkage:review", "link", rules.may_review_links(roles))]
    pages += [(_("Value model"), "value:models", "chart-bar", rules.may_see_value(roles))]
    pages += [(_("Rules of review"), "privacy:rules", "eye", viewer.has(Role.MANAGER))]
    pages += [(_("Who looked"), "privacy:log", "eye", rules.may_read_log(roles))]
    return [
        NavigationItem(
            str(label),
            reverse(name),
            icon,
            request.path.startswith(reverse(name)) if name != "desk:start" else request.path == "/",
        )
        for label, name, icon, is_shown in pages
        if is_shown
    ]


def commands(request: Request) -> list[NavigationItem]:
    """Return what this viewer can start from anywhere: listed under the search box."""
    roles = request.viewer.roles
    actions = [
        (_("New person"), "relations:person_new", "user-plus", rules.may_register(roles)),
        (
            _("New organisation"),
            "relations:organisation_new",
            "building",
            rules.may_register_organisations(roles),
        ),
        (
            _("New appointment"),
            "contact:appointment_new",
            "calendar-event",
            rules.may_see_cards(roles),
        ),
        (_("Report a data breach"), "privacy:report", "alert-triangle", request.viewer.is_known),
        (_("My sign-in"), "sign_in:mine", "shield-check", request.viewer.is_known),
    ]
    return [
        NavigationItem(str(label), reverse(name), icon, is_current=False)
        for label, name, icon, is_shown in actions
        if is_shown
    ]
