"""The reference page: what it tells a stranger to do gives the sealed root."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb
from tests.record.writing.conftest import Desk

from avow.record import chain
from avow.record.layout import load, part_files

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "record.md"


def test_the_lines_for_strangers_give_the_sealed_roots(published: Desk) -> None:
    code = re.search(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert code
    stranger: dict[str, Any] = {}
    exec(code.group(1), stranger)  # the page's own lines
    release = published.release(1)
    resources = {resource["name"]: resource for resource in load(release / "datapackage.json")["resources"]}
    for table in load(release / "manifest.json")["tables"]:
        fields = resources[table["name"]]["schema"]["fields"]
        columns = ", ".join(f'"{field["name"]}"' for field in fields)
        kinds = [field["kind"] for field in fields]
        for part in table["parts"]:
            path = part_files(release, table["name"])[part["name"]]
            rows = duckdb.sql(f"select {columns}, _salt from '{path}'").fetchall()
            assert stranger["root"]([stranger["row_hash"](row[:-1], kinds, row[-1]) for row in rows]) == part["root"]


def test_every_name_of_a_manifest_and_every_kind_of_entry_is_explained(published: Desk) -> None:
    page = PAGE.read_text("utf-8")
    for name in load(published.release(1) / "manifest.json"):
        assert f"`{name}`" in page, name
    for kind in (chain.RELEASE, chain.REDACTION, chain.RETENTION, chain.ROTATION):
        assert f"`{kind}`" in page


def test_every_file_of_a_release_is_on_the_page(published: Desk) -> None:
    page = PAGE.read_text("utf-8")
    for path in published.release(1).rglob("*"):
        if path.is_file() and path.parent == published.release(1):
            assert path.name in page, path.name
