"""A row as a line of text, told to the query engine: CSV, and an object of JSON."""

from __future__ import annotations

from avow.base.columns import Column, Table, Type
from avow.record.duck import quoted

CSV_END = "\r\n"

# A cell that a spreadsheet would take for a formula gets an apostrophe; one with a comma, quote or line end gets quotes.
_FORMULA = r"'^([=+\-@\t\r])'"
_SPECIAL = r"""'^[=+\-@\t\r]|[",\r\n]'"""
_FREE = (Type.TEXT, Type.DATE, Type.LIST)


def csv_line(table: Table) -> str:
    """The SQL expression that makes a row's line of CSV."""
    return f"concat_ws(',', {', '.join(_cell(column) for column in table.columns)})"


def _cell(column: Column) -> str:
    name = quoted(column.name)
    if column.type not in _FREE:
        return f"coalesce(cast({name} as varchar), '')"
    text = f"array_to_string({name}, '|')" if column.type is Type.LIST else name
    # One small expression a column: with more, planning the query takes longer than running it.
    guarded = f"""'"' || regexp_replace(replace({text}, '"', '""'), {_FORMULA}, '''\\1') || '"'"""
    return f"coalesce(case when regexp_matches({text}, {_SPECIAL}) then {guarded} else {text} end, '')"


def json_line(table: Table) -> str:
    """The SQL expression that makes a row's JSON object. Money and numbers are texts there, so that no digit is lost."""
    cells = []
    for column in table.columns:
        exact = column.type in (Type.MONEY, Type.NUMBER, Type.DAY)
        cells += [f"'{column.name}'", f"cast({quoted(column.name)} as varchar)" if exact else quoted(column.name)]
    return f"cast(json_object({', '.join(cells)}) as varchar)"
