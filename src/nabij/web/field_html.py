# SPDX-License-Identifier: EUPL-1.2
"""A form field as it stands on a page: label, control, help, and the error at the field.

In Python: a page for daily work has thirty of them, and as templates they took a fifth of its time.
"""

from django.forms import BoundField, CheckboxInput, ChoiceField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

NOTHING = SafeString("")


def shown(bound: BoundField, *, width: str = "", error_icon: SafeString = NOTHING) -> SafeString:
    """Return the HTML of a field. `width`: short or medium; `error_icon` stands before an error."""
    if bound.is_hidden:
        return SafeString(bound)
    wrong, notes = " wrong" if bound.errors else "", _notes(bound, error_icon)
    if isinstance(bound.field.widget, CheckboxInput):
        return format_html(
            '<div class="field{}"><label class="check" for="{}">{}<span>{}</span></label>{}</div>',
            wrong, bound.id_for_label, bound, bound.label, notes,
        )  # fmt: skip
    if bound.use_fieldset:
        described = bound.aria_describedby
        return format_html(
            '<fieldset class="field{}"{}><legend>{}{}</legend>{}{}</fieldset>',
            wrong, format_html(' aria-describedby="{}"', described) if described else NOTHING,
            bound.label, _mark(bound), notes, bound,
        )  # fmt: skip
    return format_html(
        '<div class="field {}{}"><label for="{}">{}{}</label>{}{}</div>',
        width, wrong, bound.id_for_label, bound.label, _mark(bound), bound, notes,
    )  # fmt: skip


def _notes(bound: BoundField, error_icon: SafeString) -> SafeString:
    notes = NOTHING
    if bound.help_text:
        # Help is ours, and may hold a link.
        notes += format_html(
            '<p class="help" id="{}_helptext">{}</p>', bound.auto_id, bound.help_text
        )
    if bound.errors:
        notes += format_html(
            '<p class="error" id="{}_error">{}<span>{}</span></p>',
            bound.auto_id, error_icon, format_html_join(" ", "{}", ((e,) for e in bound.errors)),
        )  # fmt: skip
    return notes


def _mark(bound: BoundField) -> SafeString:
    """Say of the rarer kind of field in a form whether it must be filled in; the rest is calm.

    A list to choose from has an answer from the start, so nothing is said there.
    """
    if isinstance(bound.field, ChoiceField):
        return NOTHING
    typed = [one for one in bound.form.fields.values() if not isinstance(one, ChoiceField)]
    most_are_optional = 2 * sum(one.required for one in typed) < len(typed)
    if bound.field.required != most_are_optional:
        return NOTHING
    said = gettext("required") if bound.field.required else gettext("optional")
    return format_html(' <span class="optional">({})</span>', said)
