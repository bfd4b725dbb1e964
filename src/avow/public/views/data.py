"""Pages as data: JSON and CSV under the same filters, figures, the map image, and the files of releases."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from itertools import chain, islice
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from avow.base.refusals import Refusal
from avow.public import files
from avow.public.asked import ONE, WHOLE, Asked, NotHere
from avow.public.opened import current, record
from avow.public.pages.countries import countries_page
from avow.public.pages.figure import computed, narrowing
from avow.public.pages.world import HERE, MAKERS, world_image
from avow.public.plain import OPEN_TO_ALL, answer
from avow.public.resources import commitment_resource, figure_lines, listing, organisation_resource
from avow.public.views.showing import AGAIN, gone, not_here, page


def healthz(request: HttpRequest) -> HttpResponse:
    """Alive, and which release is served. Never cached, no framing."""
    try:
        release = current()
    except Refusal:
        return HttpResponse("no release can be read\n", content_type="text/plain; charset=utf-8", status=503, headers=AGAIN)
    text = f"ok, release {release.number}\n" if release else "ok, nothing published yet\n"
    if record().list_problem:
        text += "the withheld list was not taken at its word; what it hid stays hidden\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})


@page(past=WHOLE)
def commitments_json(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    return answer(listing(asked, "commitments", request.path))


@page("organisations")
def organisations_json(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    return answer(listing(asked, "organisations", request.path))


@page(past=WHOLE)
def commitments_csv(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    return _table(asked, "commitments")


@page("organisations")
def organisations_csv(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    return _table(asked, "organisations")


@page(past=ONE)
def commitment_json(request: HttpRequest, asked: Asked, reference: str) -> HttpResponseBase:
    return answer(commitment_resource(asked, reference))


@page()
def organisation_json(request: HttpRequest, asked: Asked, slug: str) -> HttpResponseBase:
    return answer(organisation_resource(asked, slug))


@page(past=WHOLE)
def figures_json(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    return answer(figure_lines(asked))


@page(past=WHOLE)
def figure_json(request: HttpRequest, asked: Asked, indicator: str) -> HttpResponseBase:
    return answer(figure_lines(asked, indicator))


@page(past=WHOLE)
def figure_csv(request: HttpRequest, asked: Asked, indicator: str) -> HttpResponseBase:
    figure_lines(asked, indicator)
    head = ("id", "by", "code", "unit", "numerator", "denominator", "value", "release")
    lines = [_figure_row(line) for line in computed(asked, (indicator,), narrowing(asked))]
    return _csv(named(asked, indicator), head, lines)


@page(past=WHOLE)
def countries_csv(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    lines = [(line.code, line.name, line.here, line.made) for line in countries_page(asked).lines]
    head = ("country", "name", "commitments_carried_out_here", "commitments_made_by_makers_based_here")
    return _csv(named(asked, "countries"), head, lines)


@page(past=WHOLE)
def map_image(request: HttpRequest, asked: Asked, count: str) -> HttpResponseBase:
    if count not in (HERE, MAKERS):
        raise NotHere("file", f"{count}.svg")
    return HttpResponse(world_image(asked, count), content_type="image/svg+xml", headers=MAP_POLICY)


@page()
def release_file(request: HttpRequest, asked: Asked, number: int, file: str) -> HttpResponseBase:
    """A file of any release, as it lies in its folder; the whole release as one archive."""
    held = files.holding(number)
    if held is None:
        raise NotHere("release", str(number))
    if why := _closed(held, file):
        return gone(request, asked, why)
    if file == files.WHOLE:
        return _stream(files.whole(held), f"release-{number}.tar", "application/x-tar")
    found = held.open(file)
    return _file(found) if found else not_here(request, NotHere("file", file))


def _closed(held: files.Holding, file: str) -> str:
    """Why a file is not handed out; empty when it may be."""
    if held.closed(file):
        return _("Rows of release %(n)s have been withheld to protect somebody.") % {"n": held.number}
    if held.thinned and file.startswith(("tables/", "csv/")):
        return _("The rows of release %(n)s are no longer kept; its figures, manifest and seal are.") % {"n": held.number}
    return ""


MAP_POLICY = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"}
_KINDS = {
    ".json": "application/json",
    ".csv": "text/csv; charset=utf-8",
    ".sql": "text/plain; charset=utf-8",
    ".gz": "application/gzip",
    ".parquet": "application/vnd.apache.parquet",
}


def _file(found: files.File) -> FileResponse:
    kind = _KINDS.get(found.path.suffix, "application/octet-stream")
    name = found.name.replace("/", "-")
    return FileResponse(
        found.path.open("rb"),
        as_attachment=found.path.suffix not in (".json", ".sql"),
        filename=name,
        content_type=kind,
        headers=OPEN_TO_ALL,
    )


def _table(asked: Asked, table: str) -> StreamingHttpResponse:
    return _stream(asked.release.csv(table, asked.selection.filters), named(asked, table), "text/csv; charset=utf-8")


def named(asked: Asked, stem: str) -> str:
    """The name of a downloaded table: it tells what it was taken from."""
    return f"{stem}-release-{asked.release.number}{f'-as-of-{asked.day}' if asked.day else ''}.csv"


def _stream(pieces: Iterator[bytes], name: str, kind: str) -> StreamingHttpResponse:
    headers = {**OPEN_TO_ALL, "Content-Disposition": f'attachment; filename="{name}"', "X-Accel-Buffering": "no"}
    begun = list(islice(pieces, 2))  # the head and the first rows: what fails here is an error, not a file that seems whole
    return StreamingHttpResponse(chain(begun, pieces), content_type=kind, headers=headers)


def _figure_row(told: Mapping[str, Any]) -> tuple[object, ...]:
    by = told.get("by") or {}
    dimension, code = next(iter(by.items()), ("", "")) if isinstance(by, dict) else ("", "")
    return (told["id"], dimension, code, told["unit"], told["numerator"], told["denominator"], told["value"], told["release"])


def _csv(name: str, head: tuple[str, ...], lines: Sequence[Sequence[object]]) -> HttpResponse:
    """A small table. Codes, names of the pack and numbers only; a text that could start a formula is set in quotes anyway."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_harmless(cell) for cell in line] for line in lines)
    headers = {**OPEN_TO_ALL, "Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@\t\r" and cell else cell
