"""The public addresses. Pages stand in five languages, English without prefix; data addresses have no language."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import path, re_path, register_converter

from avow.public.views import api, data, pages

handler404 = "avow.public.views.showing.unknown_address"


class ReferencePart:
    """``C-2021-0042``."""

    regex = r"[A-Z]-[0-9]{4}-[0-9]{2,}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ReferencePart, "reference")

urlpatterns = [
    path("healthz", data.healthz, name="healthz"),
    path("commitments.json", data.commitments_json, name="commitments-json"),
    path("commitments.csv", data.commitments_csv, name="commitments-csv"),
    path("commitments/<reference:reference>.json", data.commitment_json, name="commitment-json"),
    path("organisations.json", data.organisations_json, name="organisations-json"),
    path("organisations.csv", data.organisations_csv, name="organisations-csv"),
    path("organisations/<str:slug>.json", data.organisation_json, name="organisation-json"),
    path("countries.csv", data.countries_csv, name="countries-csv"),
    path("figures.json", data.figures_json, name="figures-json"),
    path("figures/<str:indicator>.json", data.figure_json, name="figure-json"),
    path("figures/<str:indicator>.csv", data.figure_csv, name="figure-csv"),
    path("api/v1/", api.index, name="api"),
    path("api/v1/openapi.json", api.openapi, name="api-openapi"),
    path("api/v1/commitments", api.commitments, name="api-commitments"),
    path("api/v1/commitments/<str:reference>", api.commitment, name="api-commitment"),
    path("api/v1/organisations", api.organisations, name="api-organisations"),
    path("api/v1/organisations/<str:reference>", api.organisation, name="api-organisation"),
    path("api/v1/figures", api.figures, name="api-figures"),
    path("api/v1/figures/<str:indicator>", api.figure, name="api-figure"),
    path("api/v1/releases", api.releases, name="api-releases"),
    path("api/v1/releases/<int:number>", api.release, name="api-release"),
    re_path(r"^api/v1/", api.unknown),
    *i18n_patterns(
        path("", pages.home, name="home"),
        path("dashboard/", pages.dashboard, name="dashboard"),
        path("commitments/", pages.commitments, name="commitments"),
        path("commitments/<str:reference>/", pages.commitment, name="commitment"),
        path("commitments/<str:reference>/versions/", pages.versions, name="versions"),
        path("commitments/<str:reference>/versions/<int:first>..<int:second>/", pages.comparison, name="comparison"),
        path("organisations/", pages.organisations, name="organisations"),
        path("organisations/<str:slug>/", pages.organisation, name="organisation"),
        path("themes/", pages.themes, name="themes"),
        path("themes/<slug:slug>/", pages.theme, name="theme"),
        path("themes/<slug:slug>/<slug:code>/", pages.action, name="action"),
        path("countries/", pages.countries, name="countries"),
        path("countries/<str:iso3>/", pages.country, name="country"),
        path("map/", pages.world, name="map"),
        path("map/<str:count>.svg", data.map_image, name="map-image"),
        path("figures/", pages.figures, name="figures"),
        path("figures/<str:indicator>/", pages.figure, name="figure"),
        path("data/", pages.dataset, name="data"),
        path("data/releases/<int:number>/<path:file>", data.release_file, name="release-file"),
        path("about/method/", pages.method, name="method"),
        path("about/strength/", pages.strength, name="strength"),
        path("corrections/", pages.corrections, name="corrections"),
        path("api/docs", pages.api_docs, name="api-docs"),
        prefix_default_language=False,
    ),
]
