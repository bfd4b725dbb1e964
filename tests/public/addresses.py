"""Every address of the public site: which pattern, an example of it, and what it answers to whom."""

from __future__ import annotations

from avow.public.languages import LANGUAGES

# name of the pattern → example, status of GET
PAGES = {
    "home": ("/", 200),
    "dashboard": ("/dashboard/", 200),
    "commitments": ("/commitments/", 200),
    "commitment": ("/commitments/C-2021-0001/", 200),
    "versions": ("/commitments/C-2021-0001/versions/", 200),
    "comparison": ("/commitments/C-2021-0001/versions/1..3/", 200),
    "organisations": ("/organisations/", 200),
    "organisation": ("/organisations/org-o-0001/", 200),
    "themes": ("/themes/", 200),
    "theme": ("/themes/clean-water/", 200),
    "action": ("/themes/clean-water/water-1/", 200),
    "countries": ("/countries/", 200),
    "country": ("/countries/KEN/", 200),
    "map": ("/map/", 200),
    "figures": ("/figures/", 200),
    "figure": ("/figures/commitments.reported/", 200),
    "data": ("/data/", 200),
    "release-file": ("/data/releases/2/manifest.json", 200),
    "method": ("/about/method/", 200),
    "strength": ("/about/strength/", 200),
    "corrections": ("/corrections/", 200),
    "api-docs": ("/api/docs", 200),
}
DATA = {
    "healthz": ("/healthz", 200),
    "commitments-json": ("/commitments.json", 200),
    "commitments-csv": ("/commitments.csv", 200),
    "commitment-json": ("/commitments/C-2021-0001.json", 200),
    "organisations-json": ("/organisations.json", 200),
    "organisations-csv": ("/organisations.csv", 200),
    "organisation-json": ("/organisations/org-o-0001.json", 200),
    "countries-csv": ("/countries.csv", 200),
    "figures-json": ("/figures.json", 200),
    "figure-json": ("/figures/commitments.count.json", 200),
    "figure-csv": ("/figures/commitments.count.csv", 200),
    "map-image": ("/map/here.svg", 200),
    "api": ("/api/v1/", 200),
    "api-openapi": ("/api/v1/openapi.json", 200),
    "api-commitments": ("/api/v1/commitments", 200),
    "api-commitment": ("/api/v1/commitments/C-2021-0001", 200),
    "api-organisations": ("/api/v1/organisations", 200),
    "api-organisation": ("/api/v1/organisations/O-0001", 200),
    "api-figures": ("/api/v1/figures", 200),
    "api-figure": ("/api/v1/figures/commitments.count", 200),
    "api-releases": ("/api/v1/releases", 200),
    "api-release": ("/api/v1/releases/2", 200),
    "": ("/api/v1/nothing-like-this", 404),
}
READING = ("GET", "HEAD")
OTHERS = ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")


def in_all_languages() -> list[str]:
    return [path if language == "en" else f"/{language}{path}" for path, _status in PAGES.values() for language in LANGUAGES]
