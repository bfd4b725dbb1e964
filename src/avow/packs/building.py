"""From checked tables to the frozen facts of a pack."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from avow.packs.keys import BY
from avow.packs.reading import Node, Reader
from avow.packs.shape import (
    Action,
    Affirmation,
    Anchor,
    Cycle,
    Entry,
    Indicator,
    Reminder,
    Review,
    ReviewRoute,
    Score,
    Tactic,
    Target,
    Terms,
    Text,
    Theme,
    Track,
    Window,
)

_COLOUR = re.compile(r"#[0-9a-f]{6}\Z")
NO_MARKS: Mapping[str, str] = MappingProxyType({})


def build_terms(node: Node) -> Terms:
    terms = Terms(
        min_years=node.integer("min_years"),
        max_years=node.integer("max_years"),
        leader_years=node.integer("leader_years"),
        ends=node.integer("ends"),
        note=node.text("note"),
        **node.fact(),
    )
    if terms.min_years < 1:
        node.problem("min_years", str(terms.min_years), "at least one year")
    if terms.min_years > terms.max_years:
        node.problem("min_years", str(terms.min_years), f"at most max_years, which is {terms.max_years}")
    if not terms.min_years <= terms.leader_years <= terms.max_years:
        node.problem("leader_years", str(terms.leader_years), f"from {terms.min_years} to {terms.max_years} years")
    return terms


def build_affirmation(node: Node) -> Affirmation:
    return Affirmation(text=node.text("text"), **node.fact())


def build_track(node: Node) -> Track:
    return Track(code=node.string("code"), name=node.text("name"), meaning=node.text("meaning"), **node.fact())


def _action(node: Node) -> Action:
    return Action(
        code=node.string("code"),
        name=node.text("name"),
        short=node.text("short"),
        aliases=node.strings("aliases"),
        **node.fact(),
    )


def _tactic(node: Node) -> Tactic:
    return Tactic(code=node.string("code"), name=node.text("name"), **node.fact())


def _score(node: Node) -> Score:
    return Score(value=node.integer("value"), name=node.text("name"), meaning=node.text("meaning"))


def _target(node: Node) -> Target:
    return Target(
        code=node.string("code"),
        statement=node.text("statement"),
        value=node.string("value"),
        unit=node.text("unit"),
        by=node.integer("by"),
        **node.fact(),
    )


def build_theme(node: Node) -> Theme:
    if node.has("colour") and not _COLOUR.match(node.string("colour")):
        node.problem("colour", repr(node.string("colour")), "a colour such as #1a7f64")
    return Theme(
        code=node.string("code"),
        slug=node.string("slug"),
        track=node.string("track"),
        letter=node.string("letter") or None,
        name=node.text("name"),
        short=node.text("short"),
        vision=node.text("vision"),
        colour=node.string("colour") or None,
        aliases=node.strings("aliases"),
        actions=tuple(_action(child) for child in node.children("action")),
        tactics=tuple(
            Tactic(code=child.string("code"), name=child.text("name"), **child.fact()) for child in node.children("tactic")
        ),
        targets=tuple(_target(child) for child in node.children("target")),
        **node.fact(),
    )


def build_entry(node: Node, marks: Mapping[str, str] = NO_MARKS) -> Entry:
    return Entry(
        code=node.string("code"),
        name=node.text("name"),
        meaning=node.text("meaning") or None,
        group=node.string("group") or None,
        aliases=node.strings("aliases"),
        reporting_group=node.string("reporting_group") or None,
        reason=node.text("reason") or None,
        marks=marks,
        **node.fact(),
    )


def build_window(node: Node) -> Window | None:
    opens, closes = node.moment("opens"), node.moment("closes")
    name, fact = node.text("name"), node.fact()
    if opens is None or closes is None:
        return None
    if closes <= opens:
        node.problem("closes", closes.isoformat(), f"a moment after the window opens, {opens.isoformat()}")
    return Window(code=node.string("code"), name=name, opens=opens, closes=closes, **fact)


def _route(node: Node) -> ReviewRoute:
    share = node.number("second_share") or Decimal(0)
    if not 0 <= share <= 1:
        node.problem("second_share", str(share), "a share from 0 to 1")
    if node.integer("reviewers") < 1:
        node.problem("reviewers", str(node.integer("reviewers")), "at least one reviewer")
    return ReviewRoute(
        code=node.string("code"),
        name=node.text("name"),
        when=node.text("when"),
        reviewers=node.integer("reviewers"),
        second_share=share,
        **node.fact(),
    )


def build_review(node: Node) -> Review:
    for key in ("application_days", "review_days", "disagreement"):
        if node.has(key) and node.integer(key) < 1:
            node.problem(key, str(node.integer(key)), "a number of at least 1")
    return Review(
        application_days=node.integer("application_days"),
        review_days=node.integer("review_days"),
        disagreement=node.integer("disagreement"),
        scores=tuple(_score(child) for child in node.children("score", by="value")),
        routes=tuple(_route(child) for child in node.children("route")),
        **node.fact(),
    )


def build_cycle(node: Node) -> Cycle:
    opens, closes = node.moment("opens"), node.moment("closes")
    if opens and closes and closes <= opens:
        node.problem("closes", closes.isoformat(), f"a moment after the cycle opens, {opens.isoformat()}")
    return Cycle(code=node.string("code"), name=node.text("name"), opens=opens, closes=closes, **node.fact())


def build_reminder(node: Node) -> Reminder:
    return Reminder(
        code=node.string("code"),
        moment=node.string("moment"),
        days=node.integer("days"),
        to=node.string("to"),
        text=node.text("text"),
        **node.fact(),
    )


def build_indicator(node: Node, sql: str) -> Indicator:
    for column in node.strings("by"):
        if column not in BY:
            node.problem("by", repr(column), f"columns a figure can be broken down by: {', '.join(BY)}")
        elif sql and column not in sql:
            node.problem("by", repr(column), "a column that the SQL of the figure returns")
    if sql and "numerator" not in sql:
        node.problem("id", f"SQL of {node.string('id')} without numerator", "SQL that returns a column named numerator")
    if sql and "denominator" not in sql:
        node.problem("id", f"SQL of {node.string('id')} without denominator", "SQL that returns a column named denominator")
    return Indicator(
        id=node.string("id"),
        title=node.text("title"),
        definition=node.text("definition"),
        unit=node.string("unit"),
        base=node.string("base"),
        by=node.strings("by"),
        sql=sql,
        **node.fact(),
    )


def build_anchor(node: Node) -> Anchor:
    return Anchor(
        code=node.string("code"),
        id=node.string("id"),
        cycle=node.string("cycle"),
        value=node.string("value"),
        unit=node.string("unit"),
        disputed=node.boolean("disputed"),
        note=node.text("note"),
        **node.fact(),
    )


def build_texts(reader: Reader) -> dict[str, Text]:
    found: dict[str, Text] = {}
    for key, text in reader.toml("texts.toml").items():
        if not isinstance(text, str) or not text.strip():
            reader.problem("texts.toml", key, repr(text), "a text")
            continue
        found[key] = reader.text(f"texts.{key}", text)
    return found
