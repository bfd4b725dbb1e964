"""The tables of a release as of a day: what was in force then, by what the release knows.

A commitment says what its version of that day said; its stage, the values reported for its targets and its money are those of
that day and before; its makers are those of the day; standing, trajectory and totals are worked out anew by the rules the desk
goes by. Rows that began to hold later are left out. What has no history in a release (what organisations are called, where they
are based, the public source a commitment was taken from) stands as it is; what a release cannot tell of a past day is empty.

All of it is SQL over relations with the release's visible rows, for one commitment as for a million.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import duckdb

from avow.base.columns import Column, Table
from avow.base.references import order_sql
from avow.record.duck import literal, quoted, typed_null
from avow.record.sealing import hash_of

MAIN, VERSIONS = "commitments", "commitment_versions"
TOLD = "told"  # the schema with the release's own rows
_PAST = "past"  # the schema with what is worked out in between

# Columns of commitments that nothing changes after confirmation, or of which a release keeps no earlier value.
_LASTING = (
    "reference", "window", "year", "collective", "origin", "source_name", "source_url", "led_themes", "confirmed_on",
    "warnings", "recorded_at",
)  # fmt: skip
# Columns of commitments about their owner, and what the owner's own row calls them.
_OWNER = {
    "owner_name": "name",
    "category": "category",
    "reporting_group": "reporting_group",
    "maker_country": "country",
    "maker_region": "region",
}
_NEEDED = {
    MAIN: ("owner", *_OWNER, "standing", "standing_on", "version"),
    "organisations": tuple(_OWNER.values()),
    VERSIONS: ("version", "valid_from", "valid_to", "start", "end", "types", "themes", "affirmed", "links"),
    "commitment_actions": (),
    "former_actions": ("version",),
    "commitment_makers": ("role", "since"),
    "former_makers": ("role", "since", "until"),
    "commitment_turns": ("turn", "on", "reason", "said_by"),
    "targets": ("unit", "target", "target_on", "baseline", "baseline_on", "band"),
    "former_targets": ("version",),
    "target_values": ("value", "value_on"),
    "ledger": ("stage", "version", "on", "usd", "netted"),
    "stage_declarations": ("stage", "trajectory", "said_on"),
}

_WORKED_OUT = {"targets": "promised", "ledger": "paid", "commitment_makers": "made"}

# The rules of ``commitments.trajectory``, said to the query engine; a test holds the two together.
_WORST_FIRST = ("behind", "cannot-tell", "on-track", "ahead", "too-early")
_STALE_AFTER = 548  # days


def keeps_past(tables: Mapping[str, Table]) -> bool:
    """Whether a release keeps what it takes to say how things stood on a day."""
    return all(name in tables and set(columns) <= set(tables[name].names) for name, columns in _NEEDED.items())


def tracks_in(pack: Mapping[str, Any]) -> dict[str, str]:
    """The track of each theme, as the release's pack has it."""
    return {str(theme["code"]): str(theme["track"]) for theme in pack.get("themes", ()) if theme.get("track")}


class Past:
    """Works out the tables as of a day, on a connection that has a view of each in the schema ``told``."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Table], day: date, tracks: Mapping[str, str]
    ) -> None:
        self._db, self._tables, self._tracks = connection, tables, tracks
        self._day = f"date {literal(day.isoformat())}"
        connection.execute(f"create schema if not exists {_PAST}")

    def prepare(self) -> None:
        """Works out what several tables rest on, from the rows that ``told`` holds now."""
        for name, sql in (
            ("in_force", self._in_force()),
            ("promised", self._promised()),
            ("paid", self._paid()),
            ("said", self._said()),
            ("made", self._made()),
            ("fallen", self._last_turn("withdrawn", "superseded", "lapsed", "revived")),
            ("held_up", self._last_turn("exemplar", "exemplar-ended")),
        ):
            self._db.execute(f"create or replace table {_PAST}.{name} as {sql}")

    def sql(self, table: Table) -> str:
        """The rows of a table as of the day, in its declared columns."""
        if table.name == MAIN:
            return self._commitments(table)
        if table.name in _WORKED_OUT:
            return f"select {_columns(table, 'p')} from {_PAST}.{_WORKED_OUT[table.name]} p"
        if table.entity:
            return f"select {_columns(table, 'r')} from {TOLD}.{quoted(table.name)} r"
        if table.name == "commitment_actions":
            return self._served(table)
        held = f"{TOLD}.{quoted(table.name)} r join {_PAST}.in_force f on f.commitment = r.{quoted(table.root)}"
        shown = {"valid_to": f"case when r.valid_to <= {self._day} then r.valid_to end"} if table.name == VERSIONS else {}
        return f"select {_columns(table, 'r', shown)} from {held} where {self._condition(table.name)}"

    def _condition(self, name: str) -> str:
        """Which rows of a table were there on the day. Nothing is said of other tables: strength changes with the makers
        too, and a release keeps no earlier one."""
        return {
            VERSIONS: f"r.valid_from <= {self._day}",
            "former_actions": "r.version < f.version",
            "former_targets": "r.version < f.version",
            "former_makers": f"r.until <= {self._day}",
            "commitment_turns": f'r."on" <= {self._day}',
            "target_values": f"r.value_on <= {self._day}",
            "stage_declarations": f"r.said_on <= {self._day}",
        }.get(name, "false")

    # in between -----------------------------------------------------------------------------------------------------

    def _in_force(self) -> str:
        """The version of the day; ``now`` where it is still the current one. Without one, a commitment was not there yet."""
        return (
            f'select v.commitment, v.version, v.version = c.version as now, v.start, v."end" '
            f"from ({_latest(f'{TOLD}.{VERSIONS}', f'valid_from <= {self._day}', 'version')}) v "
            f"join {TOLD}.{MAIN} c on c.reference = v.commitment"
        )

    def _promised(self) -> str:
        """The targets of that version, each with the latest value known by the day and its band."""
        table = self._tables["targets"]
        former = set(self._tables["former_targets"].names)
        computed = ("latest", "latest_on", "band")
        own = [column for column in table.columns if column.name not in computed]
        then = ", ".join(f"r.{quoted(one.name)}" if one.name in former else typed_null(one) for one in own)
        now = ", ".join(f"r.{quoted(one.name)}" for one in own)
        return (
            f"with t as (select {now} from {TOLD}.targets r join {_PAST}.in_force f on f.commitment = r.commitment and f.now "
            f"union all select {then} from {TOLD}.former_targets r "
            f"join {_PAST}.in_force f on f.commitment = r.commitment and f.version = r.version), "
            f"l as ({_latest(f'{TOLD}.target_values', f'value_on <= {self._day}', _when('value_on'), 'target')}) "
            f"select t.*, l.value as latest, l.value_on as latest_on, {self._band()} as band "
            f"from t join {_PAST}.in_force f on f.commitment = t.commitment "
            "left join l on l.commitment = t.commitment and l.target = t.number"
        )

    def _paid(self) -> str:
        """What was pledged by the versions up to that one, and what had been secured, disbursed or spent by the day. An entry
        dated by month or year counts when that is over; one with no date, when it was recorded."""
        entered = f"coalesce({_last('r.{}'.format(quoted('on')))}, cast(left(r.recorded_at, 10) as date))"
        return (
            f"select r.* from {TOLD}.ledger r join {_PAST}.in_force f on f.commitment = r.commitment "
            f"where case when r.stage = 'pledged' then r.version <= f.version else {entered} <= {self._day} end"
        )

    def _said(self) -> str:
        """The stage last declared by the day."""
        return _latest(f"{TOLD}.stage_declarations", f"said_on <= {self._day}", _when("said_on"))

    def _made(self) -> str:
        """The makers of the day. Why an organisation came to a role that has ended is not told."""
        table, former = self._tables["commitment_makers"], ("commitment", "organisation", "role", "since")
        then = ", ".join(f"r.{quoted(one.name)}" if one.name in former else typed_null(one) for one in table.columns)
        there = f"join {_PAST}.in_force f on f.commitment = r.commitment where coalesce(r.since <= {self._day}, true)"
        return (
            f"select {_columns(table, 'r')} from {TOLD}.commitment_makers r {there} "
            f"union all select {then} from {TOLD}.former_makers r {there} and r.until > {self._day}"
        )

    def _last_turn(self, *turns: str) -> str:
        """The last of these turns by the day."""
        among = f"turn in ({', '.join(map(literal, turns))})"
        return _latest(f"{TOLD}.commitment_turns", f'{among} and "on" <= {self._day}', _when('"on"'))

    def _band(self) -> str:
        """The trajectory of one target; exact, on whole millionths."""
        target_on, baseline_on, ends = _last("t.target_on"), _first("t.baseline_on"), _last('f."end"')
        start, end = f"coalesce({_first('f.start')}, {baseline_on})", f"coalesce({ends}, {target_on})"
        baseline, target, latest = (_whole(name) for name in ("t.baseline", "t.target", "l.value"))
        measured = f"least(l.value_on, {target_on})"
        achieved = f"({latest} - {baseline}) * sign({target} - {baseline}) * ({target_on} - {baseline_on})"
        expected = f"abs({target} - {baseline}) * ({measured} - {baseline_on})"
        milestone = "coalesce(t.unit, '') = '' and t.target is null"
        return (
            f"case when {end} > {start} and ({self._day} - {start}) * 10 < {end} - {start} then 'too-early' "
            f"when l.value is null or l.value_on is null or {target_on} is null then 'cannot-tell' "
            f"when least({self._day}, {target_on}) - l.value_on > {_STALE_AFTER} then 'cannot-tell' "
            f"when {milestone} and {self._day} < {target_on} then case when l.value >= 1 then 'ahead' else 'on-track' end "
            f"when {milestone} then case when l.value >= 1 then 'on-track' else 'behind' end "
            f"when coalesce(t.unit, '') = '' or t.baseline is null or t.target is null or t.baseline = t.target "
            f"or {baseline_on} is null or {target_on} <= {baseline_on} or {measured} <= {baseline_on} then 'cannot-tell' "
            f"when {achieved} * 10 >= {expected} * 11 then 'ahead' "
            f"when {achieved} * 10 >= {expected} * 9 then 'on-track' else 'behind' end"
        )

    # tables ---------------------------------------------------------------------------------------------------------

    def _served(self, table: Table) -> str:
        former = set(self._tables["former_actions"].names)
        then = ", ".join(f"r.{quoted(one.name)}" if one.name in former else typed_null(one) for one in table.columns)
        return (
            f"select {_columns(table, 'r')} from {TOLD}.commitment_actions r "
            f"join {_PAST}.in_force f on f.commitment = r.commitment and f.now "
            f"union all select {then} from {TOLD}.former_actions r "
            f"join {_PAST}.in_force f on f.commitment = r.commitment and f.version = r.version"
        )

    def _commitments(self, table: Table) -> str:
        columns = ", ".join(f"{self._told_then(column)} as {quoted(column.name)}" for column in table.columns)
        ranks = " ".join(f"when {literal(band)} then {rank}" for rank, band in enumerate(_WORST_FIRST, 1))
        sums = ", ".join(
            f"sum(usd) filter (where stage = '{stage}') as {stage}, "
            f"sum(usd) filter (where stage = '{stage}' and netted) as {stage}_netted"
            for stage in ("pledged", "secured", "disbursed", "spent")
        )
        end = _last('v."end"')
        makers = (
            "count(*) filter (where role <> 'proposed') as many, any_value(organisation) filter (where role = 'owner') as owner"
        )
        return (
            f"select {columns} from {_PAST}.in_force f join {TOLD}.{MAIN} c on c.reference = f.commitment "
            f"join (select *, {end} as ends from {TOLD}.{VERSIONS} v) v "
            "on v.commitment = f.commitment and v.version = f.version "
            f"left join {_PAST}.said s on s.commitment = f.commitment "
            f"left join {_PAST}.fallen t on t.commitment = f.commitment and t.turn <> 'revived' "
            f"left join {_PAST}.held_up x on x.commitment = f.commitment and x.turn = 'exemplar' "
            f"left join (select commitment, min(case band {ranks} end) as worst from {_PAST}.promised group by 1) b "
            "on b.commitment = f.commitment "
            f"left join (select commitment, {sums} from {_PAST}.paid group by 1) l on l.commitment = f.commitment "
            f"left join (select commitment, {makers} from {_PAST}.made group by 1) m on m.commitment = f.commitment "
            f"left join {TOLD}.commitment_makers n on n.commitment = f.commitment and n.role = 'owner' "
            f"left join {TOLD}.organisations o on o.reference = m.owner"
        )

    def _told_then(self, column: Column) -> str:
        """The expression of one column of commitments."""
        name, versioned = column.name, self._tables[VERSIONS].names
        worst = ", ".join(map(literal, _WORST_FIRST))
        # Whoever owns it now owned it then, unless the release says that it came to it later.
        mine = f"(m.owner = c.owner or (m.owner is null and coalesce(n.since <= {self._day}, true)))"
        found = {
            "owner": f"case when {mine} then c.owner else m.owner end",
            "main_type": "v.types[1]",
            "tracks": self._tracks_sql(),
            "makers": "coalesce(m.many, 0)",
            "joint": "v.joint or coalesce(m.many, 0) > 1",
            "standing": f"case when t.turn is not null then t.turn when v.ends < {self._day} then 'ended' else 'live' end",
            "standing_on": f'case when t.turn is not null then t."on" when v.ends < {self._day} then v.ends + 1 end',
            "standing_reason": "t.reason",
            "standing_said_by": "t.said_by",
            "stage": "coalesce(s.stage, 'not-reported')",
            "stage_on": "s.said_on",
            "trajectory_declared": "s.trajectory",
            "trajectory": f"[{worst}][coalesce(b.worst, 2)]",
            "version": "f.version",
            "change": "v.label",
            "exemplar": "x.reason",
        } | {f"{stage}_usd": f"l.{stage}" for stage in ("pledged", "secured", "disbursed", "spent")}
        found |= {name: f"case when {mine} then c.{name} else o.{quoted(own)} end" for name, own in _OWNER.items()}
        found |= {f"{stage}_net_usd": f"l.{stage} - coalesce(l.{stage}_netted, 0)" for stage in ("pledged", "secured")}
        if name in _LASTING:
            return f"c.{quoted(name)}"
        if name in found:
            return f"cast({found[name]} as decimal(20,2))" if name.endswith("_usd") else found[name]
        return f"v.{quoted(name)}" if name in versioned else typed_null(column).removesuffix(f" as {quoted(name)}")

    def _tracks_sql(self) -> str:
        if not self._tracks:
            return "cast([] as varchar[])"
        pairs = ", ".join(f"{literal(theme)}: {literal(track)}" for theme, track in sorted(self._tracks.items()))
        named = f"list_transform(v.themes, theme -> map {{{pairs}}}[theme])"
        return f"list_sort(list_distinct(list_filter({named}, track -> track is not null)))"


def day_root(root: str, day: date) -> str:
    """What stands for a table's root where its rows are those of a day."""
    return hash_of({"root": root, "as_of": day.isoformat()})


def in_order(table: Table) -> str:
    """The order rows stand in: by root, then by key."""
    return ", ".join([order_sql(quoted(table.root)), *(quoted(name) for name in table.key)])


def _latest(relation: str, condition: str, order: str, *by: str) -> str:
    """Of each commitment the row that stands last. By a join and not by a window: DuckDB 1.5 fails on such windows here."""
    keys = ", ".join(("commitment", *by))
    last = f"select {keys}, max({order}) as last from {relation} where {condition} group by {keys}"
    return f"select * exclude (last) from {relation} join ({last}) using ({keys}) where {condition} and {order} = last"


def _when(day: str) -> str:
    """A number that orders rows by a day, and those of one day as they were recorded."""
    return f"(({day} - date '0001-01-01') * 1000000 + number)"


def _columns(table: Table, alias: str, shown: Mapping[str, str] | None = None) -> str:
    own = shown or {}
    return ", ".join(f"{own.get(name, f'{alias}.{quoted(name)}')} as {quoted(name)}" for name in table.names)


def _first(told: str) -> str:
    """The first day a date as told can mean."""
    return f"cast({told} || (['-01-01', '-01', ''])[length({told}) // 3] as date)"


def _last(told: str) -> str:
    """The last day a date as told can mean."""
    return (
        f"case length({told}) when 4 then cast({told} || '-12-31' as date) "
        f"when 7 then last_day(cast({told} || '-01' as date)) else cast({told} as date) end"
    )


def _whole(number: str) -> str:
    """A number as whole millionths: products of them are exact."""
    return f"cast({number} * 1000000 as hugeint)"
