"""From checked tables to how commitments are scored: rules, cue words, criteria, examples, calibration."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from avow.packs.keys import CUE_TESTS, FIELDS
from avow.packs.reading import Node, Reader
from avow.packs.shape import Agreement, Calibration, Criterion, Example, Part, Rule, Strength

NONE = Decimal(0)
_NEEDS = {
    **dict.fromkeys(("at-least", "sum", "figures", "dense", "dated", "worded", "mentions", "amounts"), "steps"),
    "within": "value",
    "one-of": "values",
    "rated": "ratings",
}
"""What a test cannot do without."""
_WORDS = ("mentions", "amounts")
_PAIRS = ("within", "before", "differs", "same", "matches-number")


def build_strength(reader: Reader, criteria: Node) -> Strength:
    """Everything scores are made of but the criteria themselves."""
    overall = criteria.child("overall")
    cues = _cues(reader)
    return Strength(
        name=overall.text("name"),
        meaning=overall.text("meaning"),
        start=overall.number("start") or NONE,
        rules=tuple(_rule(node, cues) for node in _tables(reader, "rules", "rule")),
        cues=cues,
        examples=tuple(_example(node) for node in _tables(reader, "examples", "example", required=False)),
        calibration=_calibration(reader),
    )


def build_criterion(node: Node) -> Criterion:
    parts = tuple(_part(child) for child in node.children("part")) or (_part(node),)
    if node.has("part") and (node.has("points") or node.has("start")):
        node.problem("points", "points beside parts", "points either of the criterion or of its parts")
    return Criterion(code=node.string("code"), name=node.text("name"), meaning=node.text("meaning"), parts=parts, **node.fact())


def check_points(reader: Reader, criteria: Iterable[Criterion], strength: Strength) -> None:
    """Every rule that is asked for exists, every rule is asked for, and every code stands for one thing."""
    told = tuple(criteria)
    parts = [part.code for criterion in told for part in criterion.parts]
    every = [*parts, *(one.code for one in told if [part.code for part in one.parts] != [one.code])]
    for code in sorted({code for code in every if every.count(code) > 1 or code == "overall"}):
        reader.problem("criteria.toml", code, f"{code!r} a second time", "a code no other criterion or part has, nor `overall`")
    for criterion in told:
        for part in criterion.parts:
            place = f"criteria.{criterion.code}" + (f".parts.{part.code}" if part.code != criterion.code else "")
            _check_part(reader, place, part, strength)
    _check_rules(reader, told, strength)
    for example in strength.examples:
        for code in sorted(set(example.scores) ^ {*parts, "overall"}):
            reader.problem(
                "examples.toml", f"examples.{example.code}.scores", repr(code), "a score for each part and `overall`"
            )


def _check_part(reader: Reader, place: str, part: Part, strength: Strength) -> None:
    for code in sorted(set(part.points) - {rule.code for rule in strength.rules}):
        reader.problem("criteria.toml", f"{place}.points", repr(code), "codes of rules.toml")
    if not part.points:
        reader.problem("criteria.toml", f"{place}.points", "no points", "at least one rule with its points")


def _check_rules(reader: Reader, criteria: tuple[Criterion, ...], strength: Strength) -> None:
    known = {rule.code for rule in strength.rules}
    used = {code for criterion in criteria for part in criterion.parts for code in part.points}
    for rule in strength.rules:
        for code in sorted(set(rule.unless) - (known - {rule.code})):
            reader.problem("rules.toml", f"rules.{rule.code}.unless", repr(code), "codes of other rules")
    for code in sorted(known - used - {code for rule in strength.rules for code in rule.unless}):
        reader.problem("rules.toml", f"rules.{code}", "a rule no criterion uses", "points for it in criteria.toml")


def _tables(reader: Reader, section: str, key: str, *, required: bool = True) -> list[Node]:
    file = f"{section}.toml"
    raw = reader.toml(file, required=required)
    return Node(reader, section, raw, file, section).children(key) if raw else []


def _cues(reader: Reader) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    found = {}
    for name, raw in reader.toml("cues.toml", required=False).items():
        if not isinstance(raw, dict):
            reader.problem("cues.toml", name, repr(raw), "a table of language to list of words")
            continue
        node = Node(reader, "cues", raw, "cues.toml", name)
        found[name] = {language: node.strings(language) for language in reader.languages}
    return found


def _rule(node: Node, cues: Mapping[str, object]) -> Rule:
    kind, test, fields = node.string("kind"), node.string("test"), node.strings("fields")
    _check_fields(node, test, fields)
    _check_numbers(node)
    if (kind == "cue") != (test in CUE_TESTS):
        node.problem("test", repr(test), f"for a cue rule one of {', '.join(CUE_TESTS)}, for a field rule another")
    if test in _NEEDS and not node.has(_NEEDS[test]):
        node.problem(_NEEDS[test], "nothing", f"what the test `{test}` compares with")
    if test in _WORDS and not node.has("cues"):
        node.problem("cues", "nothing", "the lists of words it looks for")
    for name in node.strings("cues"):
        if name not in cues:
            node.problem("cues", repr(name), "lists of cues.toml")
    return Rule(
        code=node.string("code"),
        kind=kind,
        fields=fields,
        test=test,
        value=node.number("value"),
        values=node.strings("values"),
        ratings=node.points("ratings"),
        steps=node.numbers("steps"),
        cues=node.strings("cues"),
        unless=node.strings("unless"),
        looks_at=node.text("looks_at"),
        improve=node.text("improve"),
        example=node.text("example"),
    )


def _check_fields(node: Node, test: str, fields: tuple[str, ...]) -> None:
    for field in fields:
        if field not in FIELDS:
            node.problem("fields", repr(field), f"fields of a commitment: {', '.join(FIELDS)}")
    if test in _PAIRS and len(fields) != 2:
        node.problem("fields", f"{len(fields)} fields", f"the two fields the test `{test}` compares")
    if test == "complete" and len({field.partition(".")[0] for field in fields}) != 1:
        node.problem("fields", ", ".join(fields), "fields of the same parts, such as targets")


def _check_numbers(node: Node) -> None:
    steps = node.numbers("steps")
    if list(steps) != sorted(set(steps)) or any(step <= 0 for step in steps):
        node.problem("steps", ", ".join(map(str, steps)), "numbers above zero, each larger than the one before")
    if any(not 0 <= rating <= 1 for rating in node.points("ratings").values()):
        node.problem("ratings", "a number outside 0 to 1", "numbers from 0 to 1")


def _part(node: Node) -> Part:
    weight = node.number("weight") or NONE
    if weight < 0:
        node.problem("weight", str(weight), "no less than zero: a better part never lowers the whole")
    return Part(
        code=node.string("code"),
        name=node.text("name"),
        meaning=node.text("meaning"),
        start=node.number("start") or NONE,
        weight=weight,
        points=node.points("points"),
    )


def _example(node: Node) -> Example:
    return Example(
        code=node.string("code"),
        title=node.text("title"),
        description=node.text("description"),
        verification=node.text("verification"),
        remark=node.text("remark"),
        draft=node.table("draft"),
        scores=node.points("scores"),
    )


def _calibration(reader: Reader) -> Calibration | None:
    raw = reader.toml("calibration.toml", required=False)
    if not raw:
        return None
    node = Node(reader, "calibration", raw, "calibration.toml", "")
    return Calibration(
        on=node.string("on"),
        drafts=node.integer("drafts"),
        languages=node.points("languages"),
        agreements=tuple(
            Agreement(
                code=child.string("code"),
                readers=child.number("readers") or NONE,
                rules=child.number("rules") or NONE,
                validated=child.number("validated") or NONE,
                unseen=child.number("unseen") or NONE,
            )
            for child in node.children("part")
        ),
    )
