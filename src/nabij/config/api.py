# SPDX-License-Identifier: EUPL-1.2
"""The API: the addresses of all packages together, each with its rule, and their description.

An address of a page with /api before it is that page for a program: the same rule, the same
action, the same lines in the log.
"""

from collections.abc import Iterator
from typing import Any, NoReturn

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, JsonResponse
from django.http.request import RawPostDataException
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.core.request import Request
from nabij.linkage.api import router as linkage_router
from nabij.relations.api import router as relations_router
from nabij.web import api as shared
from nabij.web.problems import CONTENT_TYPE, ROOT

# What an address answers besides what it says itself.
EVERYWHERE = {"401": "Unauthorized", "404": "Not Found"}
LOWEST_PROBLEM = 400
ROUTERS = {"relations": relations_router, "linkage": linkage_router}
api = NinjaAPI(
    title="nabij",
    version="1",
    description="What colleagues do on pages, for programs that they sign in with.",
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
    parser=shared.TextParser(),
)
for _prefix, _router in ROUTERS.items():
    api.add_router(f"/{_prefix}", _router)
api.exception_handler(HttpError)(shared.unreadable)
# A form was sent, and read as one before.
api.exception_handler(RawPostDataException)(shared.unreadable)
api.exception_handler(ValidationError)(shared.not_valid)


@api.exception_handler(Exception)
def let_rise(request: HttpRequest, error: Exception) -> NoReturn:
    """Leave it to the door and the middleware, which know what to do for pages and for programs."""
    raise error


@door("api", allows=access_rules.any_colleague)
@require_safe
def description(request: Request) -> JsonResponse:
    """Describe all of the API in OpenAPI 3.1."""
    return JsonResponse(openapi())


def openapi() -> dict[str, Any]:
    """Return the description of the API, as it stands in docs/openapi.json."""
    found: dict[str, Any] = api.get_openapi_schema(path_prefix=ROOT)
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    for address in found["paths"].values():
        for operation in address.values():
            answers = operation["responses"]
            for status, said in EVERYWHERE.items():
                answers.setdefault(status, {"description": said, "content": {"": problem}})
            for status, answer in answers.items():
                if int(status) >= LOWEST_PROBLEM:
                    (content,) = answer["content"].values()
                    answer["content"] = {CONTENT_TYPE: content}
    return found


def _addresses() -> Iterator[URLPattern]:
    """Yield one pattern an address, with its rule, and as closed to forged requests as a page."""
    done = {
        operation.url_name: operation
        for router in ROUTERS.values()
        for view in router.path_operations.values()
        for operation in _of_one_rule(view.operations)
    }
    patterns, _app, _namespace = api.urls
    for pattern in patterns:
        # Of an address where two things are done there are two patterns, with one view.
        if isinstance(pattern, URLPattern) and (operation := done.pop(pattern.name, None)):
            view: Any = pattern.callback
            view.door, view.csrf_exempt = operation.run.door, False
            view.__module__ = operation.view_func.__module__
            yield pattern


def _of_one_rule(operations: list[Any]) -> list[Any]:
    """Return all that is done at one address, which has to have one rule."""
    rules = {id(getattr(operation.run, "door", None)) for operation in operations}
    if len(rules) != 1 or id(None) in rules:
        raise ImproperlyConfigured(f"{operations[0].path} asks one rule for all that it does")
    return operations


urls = ([path("openapi.json", description, name="openapi"), *_addresses()], "api")
