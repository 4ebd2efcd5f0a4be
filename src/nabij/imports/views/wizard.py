# SPDX-License-Identifier: EUPL-1.2
"""The steps of an import: upload, columns, check, write; and taking it back."""

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.core import jobs
from nabij.core.errors import DomainError
from nabij.core.request import Request
from nabij.imports.actions import uploading
from nabij.imports.choices import ImportKind, ImportState
from nabij.imports.forms import ColumnsForm, UploadForm, WriteForm
from nabij.imports.queries import imports as queries
from nabij.imports.queries import report
from nabij.web.pages import UNPROCESSABLE, no_store, render_page, wants_partial

_MAY = access_rules.may_import


@door("imports", allows=_MAY)
@require_safe
def listing(request: Request) -> HttpResponse:
    """Show the imports of this colleague."""
    rows = queries.own_imports(viewer=request.viewer)
    access_actions.record_overview(
        viewer=request.viewer, event="imports", object_type="Import", count=len(rows)
    )
    return no_store(render_page(request, "imports/imports.html", {"rows": rows}))


@door("import-upload", allows=_MAY)
@require_http_methods(["GET", "POST"])
def upload(request: Request) -> HttpResponse:
    """Take a file in, new or with rows of an earlier one mended."""
    viewer = request.viewer
    mends = None
    if ref := request.GET.get("mends", ""):
        mends = queries.import_of(viewer=viewer, ref=ref)
    kinds = [ImportKind(mends.kind)] if mends else queries.kinds_for(viewer.roles)
    form = UploadForm(request.POST or None, request.FILES or None, kinds=kinds)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            found = uploading.upload(
                viewer=viewer,
                kind=form.cleaned_data["kind"],
                path=_path(file),
                name=Path(file.name or "").name,
                mends=mends,
            )
        except uploading.FileRefused as error:
            form.add_error("file", str(error))
        else:
            return redirect("imports:columns", found.ref)
    status = UNPROCESSABLE if request.method == "POST" else 200
    context = {"form": form, "kinds": kinds, "mends": mends, "step": 1}
    return no_store(render_page(request, "imports/upload.html", context, status=status))


def _path(file: object) -> Path:
    """Return where an upload lies: the server writes every one to disk."""
    if not isinstance(file, TemporaryUploadedFile):
        raise TypeError("Uploads are streamed to disk.")
    return Path(file.temporary_file_path())


@door("import-columns", allows=_MAY)
@require_http_methods(["GET", "POST"])
def choose_columns(request: Request, ref: str) -> HttpResponse:
    """Say of each column what it is, with the first rows as they will be understood."""
    viewer = request.viewer
    found = queries.import_of(viewer=viewer, ref=ref)
    head = queries.head_of(found)
    form = ColumnsForm(
        request.POST or None,
        kind=found.kind,
        names=head.names,
        codes=found.codes,
        rows=[cells for _number, cells in head.rows],
        without=queries.closed_codes(viewer=viewer),
    )
    is_preview = "preview" in request.GET
    if request.method == "POST" and not is_preview and form.is_valid():
        try:
            uploading.map_columns(viewer=viewer, ref=ref, codes=form.codes)
        except DomainError as error:
            messages.error(request, str(error))
        return redirect("imports:import", ref)
    is_wrong = request.method == "POST" and not is_preview
    codes = [form[name].value() or "" for name in form.fields]
    context: dict[str, Any] = {
        "form": form,
        "found": found,
        "preview": report.preview(viewer=viewer, found=found, head=head, codes=codes),
        "step": 2,
    }
    access_actions.record_overview(
        viewer=viewer, event="import-columns", object_type="Import", count=1, detail=ref
    )
    status = UNPROCESSABLE if is_wrong else 200
    return no_store(
        render_page(request, "imports/columns.html", context, partial="preview", status=status)
    )


@door("import", allows=_MAY)
@require_safe
def detail(request: Request, ref: str) -> HttpResponse:
    """Show how far an import is; a swap, once a second, shows no more and is not written again."""
    viewer = request.viewer
    line = queries.status(viewer=viewer, ref=ref)
    if line.state == ImportState.UPLOADED and line.has_rows:
        return redirect("imports:columns", ref)
    if not wants_partial(request):
        access_actions.record_overview(
            viewer=viewer, event="import", object_type="Import", count=1, detail=ref
        )
    context = {
        "line": line,
        "form": WriteForm(),
        "lines": report.returned(viewer=viewer, ref=ref) if line.returned else [],
        "kept": report.kept(viewer=viewer, ref=ref) if line.kept else [],
        "step": 4 if line.written or line.state in _AFTER_CHECK else 3,
    }
    return no_store(render_page(request, "imports/import.html", context, partial="status"))


_AFTER_CHECK = (
    ImportState.WRITING, ImportState.DONE, ImportState.TAKING_BACK, ImportState.TAKEN_BACK,
)  # fmt: skip


@door("import-write", allows=_MAY)
@require_POST
def write(request: Request, ref: str) -> HttpResponse:
    """Let what was checked be written."""
    form = WriteForm(request.POST)
    chosen = form.cleaned_data["on_known"] if form.is_valid() else "skip"
    try:
        uploading.start_writing(viewer=request.viewer, ref=ref, on_known=chosen)
    except (uploading.ImportIsBusy, uploading.NotNow) as error:
        messages.error(request, str(error))
    return redirect("imports:import", ref)


@door("import-take-back", allows=_MAY)
@require_http_methods(["GET", "POST"])
def take_back(request: Request, ref: str) -> HttpResponse:
    """Ask whether this is meant, and then let what was written be taken back."""
    viewer = request.viewer
    if request.method != "POST":
        context = {"line": queries.status(viewer=viewer, ref=ref), "step": 4}
        return no_store(render_page(request, "imports/take_back.html", context))
    try:
        uploading.start_taking_back(viewer=viewer, ref=ref)
    except (uploading.ImportIsBusy, uploading.NotNow) as error:
        messages.error(request, str(error))
    return redirect("imports:import", ref)


@door("import-stop", allows=_MAY)
@require_POST
def stop(request: Request, ref: str) -> HttpResponse:
    """Let work stop after the piece it is working on."""
    line = queries.status(viewer=request.viewer, ref=ref)
    if line.job is not None and line.job.is_open:
        jobs.request_cancel(viewer=request.viewer, ref=line.job.ref)
        messages.success(request, _("It stops after the piece it is working on."))
    return redirect("imports:import", ref)


@door("import-go-on", allows=_MAY)
@require_POST
def go_on(request: Request, ref: str) -> HttpResponse:
    """Let work go on that stopped."""
    try:
        uploading.go_on(viewer=request.viewer, ref=ref)
        messages.success(request, _("It goes on where it stopped."))
    except (uploading.ImportIsBusy, uploading.NotNow) as error:
        messages.error(request, str(error))
    return redirect("imports:import", ref)


@door("import-remove", allows=_MAY)
@require_POST
def remove(request: Request, ref: str) -> HttpResponse:
    """Throw the rows of a file away."""
    try:
        uploading.throw_away(viewer=request.viewer, ref=ref)
        messages.success(request, _("The file is gone."))
    except uploading.ImportIsBusy as error:
        messages.error(request, str(error))
        return redirect("imports:import", ref)
    return redirect("imports:imports")
