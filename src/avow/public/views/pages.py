"""The pages."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from avow.public.asked import ONE, WHOLE, Asked
from avow.public.pages.api import api_page
from avow.public.pages.commitment import commitment_page
from avow.public.pages.commitment_parts import history_of, parts_of
from avow.public.pages.countries import countries_page, country_page
from avow.public.pages.dashboard import dashboard_page
from avow.public.pages.dataset import dataset_page
from avow.public.pages.figure import BREAKDOWN, figure_page, figures_page
from avow.public.pages.home import home_page
from avow.public.pages.method import method_page
from avow.public.pages.organisations import organisation_page, organisations_page
from avow.public.pages.registry import registry_page
from avow.public.pages.strength import strength_page
from avow.public.pages.themes import action_page, theme_page, themes_page
from avow.public.pages.versions import comparison_page, history_page
from avow.public.pages.world import world_page
from avow.public.views.showing import page, show


@page()
def home(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    return show(request, asked, "home", home_page(asked), "home")


@page(past=WHOLE)
def dashboard(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    return show(request, asked, "dashboard", dashboard_page(asked), "dashboard", part="_dashboard")


@page(past=WHOLE)
def commitments(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    return show(request, asked, "commitments", registry_page(asked), "commitments", part="_registry")


@page(past=ONE)
def commitment(request: HttpRequest, asked: Asked, reference: str) -> HttpResponseBase:
    found = commitment_page(asked, reference)
    return show(request, asked, "commitment", found, "commitments", parts=parts_of(asked, found))


@page(past=ONE)
def versions(request: HttpRequest, asked: Asked, reference: str) -> HttpResponseBase:
    found = history_page(asked, reference)
    return show(request, asked, "versions", found, "commitments", versions=history_of(asked, found.row, found.versions))


@page(past=ONE)
def comparison(request: HttpRequest, asked: Asked, reference: str, first: int, second: int) -> HttpResponseBase:
    return show(request, asked, "comparison", comparison_page(asked, reference, first, second), "commitments")


@page("organisations")
def organisations(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    return show(request, asked, "organisations", organisations_page(asked), "organisations", part="_organisations")


@page(past=WHOLE)
def organisation(request: HttpRequest, asked: Asked, slug: str) -> HttpResponseBase:
    return show(request, asked, "organisation", organisation_page(asked, slug), "organisations")


@page(past=WHOLE)
def themes(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    return show(request, asked, "themes", themes_page(asked), "themes")


@page(past=WHOLE)
def theme(request: HttpRequest, asked: Asked, slug: str) -> HttpResponseBase:
    return show(request, asked, "theme", theme_page(asked, slug), "themes")


@page(past=WHOLE)
def action(request: HttpRequest, asked: Asked, slug: str, code: str) -> HttpResponseBase:
    found, line = action_page(asked, slug, code)
    return show(request, asked, "action", line, "themes", theme=found)


@page(past=WHOLE)
def countries(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    return show(request, asked, "countries", countries_page(asked), "countries")


@page(past=WHOLE)
def country(request: HttpRequest, asked: Asked, iso3: str) -> HttpResponseBase:
    return show(request, asked, "country", country_page(asked, iso3), "countries")


@page(also=("count",), past=WHOLE)
def world(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    return show(request, asked, "map", world_page(asked, request.GET.get("count", "")), "map")


@page(past=WHOLE)
def figures(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    return show(request, asked, "figures", figures_page(asked), "figures")


@page(also=(BREAKDOWN,), past=WHOLE)
def figure(request: HttpRequest, asked: Asked, indicator: str) -> HttpResponseBase:
    return show(request, asked, "figure", figure_page(asked, indicator), "figures")


@page()
def dataset(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    return show(request, asked, "data", dataset_page(asked), "data")


@page()
def strength(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    return show(request, asked, "strength", strength_page(asked))


@page()
def method(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    return show(request, asked, "method", method_page(asked), "method")


@page()
def corrections(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    return show(request, asked, "corrections", None, "corrections")


@page()
def api_docs(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    return show(request, asked, "api", api_page(asked), "api-docs")
