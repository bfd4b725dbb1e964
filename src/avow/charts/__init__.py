"""Numbers in, accessible charts out: SVG with title, description and direct labels, and the same numbers as a table.

Charts are fluid: they have no view box, horizontal places are percentages, and so text keeps its size on every screen.
Colours come from the page's style sheet by class; ``rtl`` mirrors. Knows nothing of Django, languages or the record: texts
and the function that writes numbers come in as arguments.
"""

from .bands import Bands, cut
from .bars import Bar, bars
from .crosstab import crosstab
from .figures import Chart, Grid, Key
from .line import Point, line
from .multiples import Panel, multiples
from .progress import progress
from .stacked import Kind, Stack, stacked
from .text import ROOM
from .tiles import REGIONS, TileRegion, tiles
from .world import colour_map

__all__ = [
    "REGIONS", "ROOM", "Bands", "Bar", "Chart", "Grid", "Key", "Kind", "Panel", "Point", "Stack", "TileRegion",
    "bars", "colour_map", "crosstab", "cut", "line", "multiples", "progress", "stacked", "tiles",
]  # fmt: skip
