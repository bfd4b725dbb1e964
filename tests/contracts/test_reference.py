from pathlib import Path

import pytest

from avow.cli.reference import columns_page, commands_page
from avow.commitments.columns import TABLES
from avow.organisations.columns import ORGANISATIONS

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference"


@pytest.mark.parametrize(
    ("name", "content"), [("commands.md", commands_page()), ("columns.md", columns_page((ORGANISATIONS, *TABLES)))]
)
def test_generated_reference_pages_say_what_the_code_does(name: str, content: str) -> None:
    assert (REFERENCE / name).read_text(encoding="utf-8") == content, "run scripts/reference"
