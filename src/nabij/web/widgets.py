# SPDX-License-Identifier: EUPL-1.2
"""The controls of forms, made in Python: a page for daily work has thirty of them.

Django makes each from two to a hundred small templates. These give the same HTML, a list of choices
and a set of boxes each in one piece. What is not named here is Django's own.
"""

from collections.abc import Callable
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

NOTHING = SafeString("")
Widget = dict[str, Any]


def _input(widget: Widget) -> SafeString:
    value = widget["value"]
    return format_html(
        '<input type="{}" name="{}"{}{}>',
        widget["type"],
        widget["name"],
        NOTHING if value is None else format_html(' value="{}"', value),
        flatatt(widget["attrs"]),
    )


def _textarea(widget: Widget) -> SafeString:
    name, attrs, value = widget["name"], flatatt(widget["attrs"]), widget["value"] or ""
    return format_html('<textarea name="{}"{}>\n{}</textarea>', name, attrs, value)


def _select(widget: Widget) -> SafeString:
    groups = NOTHING
    for group, options, _index in widget["optgroups"]:
        inside = format_html_join("", '<option value="{}"{}>{}</option>', map(_option, options))
        groups += (
            format_html('<optgroup label="{}">{}</optgroup>', group, inside) if group else inside
        )
    attrs = flatatt(widget["attrs"])
    return format_html('<select name="{}"{}>{}</select>', widget["name"], attrs, groups)


def _option(option: Widget) -> tuple[str, SafeString, str]:
    chosen = SafeString(" selected") if option["selected"] else NOTHING
    return str(option["value"]), chosen, option["label"]


def _boxes(widget: Widget) -> SafeString:
    groups = NOTHING
    for group, options, _index in widget["optgroups"]:
        inside = format_html_join(
            "",
            '<div><label for="{}">{} {}</label></div>',
            ((one["attrs"].get("id", ""), _input(one), one["label"]) for one in options),
        )
        groups += format_html("<div><label>{}</label>{}</div>", group, inside) if group else inside
    known = {name: widget["attrs"].get(name) for name in ("id", "class")}
    return format_html("<div{}>{}</div>", flatatt(known), groups)


OURS: dict[str, Callable[[Widget], SafeString]] = {
    f"django/forms/widgets/{name}.html": make
    for make, names in (
        (_input, ("text", "number", "email", "url", "password", "hidden", "date", "checkbox")),
        (_textarea, ("textarea",)),
        (_select, ("select",)),
        (_boxes, ("radio", "checkbox_select")),
    )
    for name in names
}


class Renderer(TemplatesSetting):
    """What makes the HTML of forms (FORM_RENDERER)."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        make = OURS.get(template_name)
        if make is not None:
            return make(context["widget"])
        return super().render(template_name, context, request)
