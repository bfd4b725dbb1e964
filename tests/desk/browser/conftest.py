from __future__ import annotations

from tests.desk_server import browse, desk

__all__ = ["browse", "desk"]
