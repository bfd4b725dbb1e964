"""Rows of the tables that need no computing: versions, themes and actions, makers, turns, declared stages."""

from __future__ import annotations

from collections.abc import Iterator

from avow.commitments.disclosure.selecting import View, items, number, select
from avow.kernel.reading import instant_sql

Row = tuple[object, ...]
_VALID_FROM = -3  # its place among the columns read of a version


def version_rows(view: View) -> Iterator[Row]:
    """``valid_to`` of a version is the day the next one begins, read from the row that follows."""
    found = select(
        view,
        'c.reference, v.number, v.title, v.description, v.language, v.start, v."end", v.themes, v.actions, v.types, v.scope, '
        "v.countries, v.groups, v.endorsement_level, v.endorsed_on, v.pledge, v.condition, v.affirmed, v.principles, v.links, "
        f"v.joint, v.pledged, v.label, v.reason, v.valid_from, {instant_sql('v.recorded_at')}, v.said_by",
        "JOIN commitments_commitmentversion v ON v.commitment_id = c.id",
        ", v.number",
    )
    held = next(found, None)
    while held is not None:
        following = next(found, None)
        valid_to = following[_VALID_FROM] if following is not None and following[0] == held[0] else None
        yield _version(held, valid_to)
        held = following


def _version(row: Row, valid_to: object) -> Row:
    (
        reference, version, title, description, language, start, end, themes, actions, types, scope,
        countries, groups, endorsement_level, endorsed_on, pledge, condition, affirmed, principles, links,
        joint, pledged, label, reason, valid_from, recorded_at, said_by,
    ) = row  # fmt: skip
    return (
        reference,
        version,
        title,
        description or None,
        language or None,
        start,
        end,
        items(themes),
        items(actions),
        items(types),
        scope or None,
        items(countries),
        items(groups),
        endorsement_level or None,
        endorsed_on,
        pledge or None,
        condition or None,
        affirmed,
        principles or None,
        items(links),
        joint,
        items(pledged),
        label or None,
        reason or None,
        valid_from,
        valid_to,
        recorded_at,
        said_by,
    )


def action_rows(view: View) -> Iterator[Row]:
    found = select(
        view,
        "c.reference, a.number, a.theme, NULLIF(a.action, ''), a.share",
        "JOIN commitments_versionaction a ON a.commitment_id = c.id AND a.version = c.version",
        ", a.number",
    )
    for reference, position, theme, action, share in found:
        yield reference, position, theme, action, number(share)


def former_action_rows(view: View) -> Iterator[Row]:
    """As the versions before the current one stated them."""
    found = select(
        view,
        "c.reference, a.version, a.number, a.theme, NULLIF(a.action, ''), a.share",
        "JOIN commitments_versionaction a ON c.version > 1 AND a.commitment_id = c.id AND a.version < c.version",
        ", a.version, a.number",
    )
    for reference, version, position, theme, action, share in found:
        yield reference, version, position, theme, action, number(share)


# One that was only proposed is named where a public source named it: else its own consent comes first.
_NAMED = "(m.role <> 'proposed' OR m.named_by = 'public-source')"


def maker_rows(view: View) -> Iterator[Row]:
    return select(
        view,
        "c.reference, p.reference, m.role, m.since, NULLIF(m.reason, '')",
        f"JOIN commitments_maker m ON m.commitment_id = c.id AND {_NAMED} JOIN organisations_party p ON p.id = m.party_id",
        ", m.id",
    )


def former_maker_rows(view: View) -> Iterator[Row]:
    return select(
        view,
        "c.reference, m.number, p.reference, m.role, m.since, m.until, NULLIF(m.reason, ''), "
        f"{instant_sql('m.recorded_at')}, m.said_by",
        f"JOIN commitments_formermaker m ON m.commitment_id = c.id AND {_NAMED} "
        "JOIN organisations_party p ON p.id = m.party_id",
        ", m.number",
    )


def turn_rows(view: View) -> Iterator[Row]:
    return select(
        view,
        "c.reference, t.number, t.turn, t.\"on\", NULLIF(t.reason, ''), NULLIF(t.detail, ''), o.reference, "
        f"{instant_sql('t.recorded_at')}, NULLIF(t.said_by, '')",
        "JOIN commitments_turn t ON t.commitment_id = c.id LEFT JOIN commitments_commitment o ON o.id = t.other_id",
        ", t.number",
    )


def stage_rows(view: View) -> Iterator[Row]:
    return select(
        view,
        "c.reference, s.number, s.stage, NULLIF(s.trajectory, ''), s.said_on, NULLIF(s.reason, ''), "
        f"{instant_sql('s.recorded_at')}, s.said_by",
        "JOIN commitments_stagedeclaration s ON s.commitment_id = c.id",
        ", s.number",
    )


def strength_rows(view: View) -> Iterator[Row]:
    """What the rules said last of the current version."""
    found = select(
        view,
        f"c.reference, s.version, s.overall, s.scores, s.spoken, s.pack, {instant_sql('s.recorded_at')}",
        "JOIN commitments_strengthscore s ON s.id = ("
        "SELECT id FROM commitments_strengthscore WHERE commitment_id = c.id AND version = c.version "
        "ORDER BY number DESC LIMIT 1)",
    )
    for reference, version, overall, scores, spoken, pack, recorded_at in found:
        yield reference, version, overall, items(scores), spoken, pack, recorded_at
