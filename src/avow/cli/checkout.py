"""Where the source checkout is: `avow test` and `avow check` need one, the installed command has none."""

from __future__ import annotations

from pathlib import Path

from avow.base.refusals import Refusal


def checkout() -> Path:
    """The root of the checkout this code runs from. Refuses when Avow was installed as a wheel."""
    root = Path(__file__).resolve().parents[3]
    if not (root / "pyproject.toml").is_file() or not (root / "tests").is_dir():
        raise Refusal(
            "no-checkout",
            "This command works in a checkout of Avow's source, and Avow runs from an installed package.",
            "Clone the source and run ./avow there.",
        )
    return root
