"""Vocabularies made from a framework's public form (``pack.json``): every name in every language, aliases, other codes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from avow.sheets.cells import folded
from avow.sheets.vocabulary import Vocabulary

_OTHER_CODES = {"alpha2", "alpha3", "numeric"}  # marks that name the entry; others say something about it
_TOLD_NAMES = Path(__file__).parent / "told_names.toml"


def vocabularies(form: Mapping[str, Any]) -> dict[str, Vocabulary]:
    """One vocabulary per code list of the form, and for ``themes`` and ``actions``; all under their list names."""
    found = {name: _of_list(name, entries) for name, entries in form["lists"].items()}
    found["themes"], found["actions"] = Vocabulary("themes"), Vocabulary("actions")
    for theme in form["themes"]:
        names = [*theme["name"].values(), *theme["short"].values(), theme.get("slug", ""), *theme.get("aliases", ())]
        found["themes"].add(theme["code"], names, label=_label(theme["name"]))
        for action in theme["actions"]:
            names = [*action["name"].values(), *action["short"].values(), *action.get("aliases", ())]
            found["actions"].add(action["code"], names, label=_label(action["short"]))
    for name, more in tomllib.loads(_TOLD_NAMES.read_text(encoding="utf-8")).items():
        if name in found:
            _also(found[name], more)
    return found


def actions_of(form: Mapping[str, Any]) -> dict[str, str]:
    """Theme by action."""
    return {action["code"]: theme["code"] for theme in form["themes"] for action in theme["actions"]}


def _of_list(name: str, entries: Iterable[Mapping[str, Any]]) -> Vocabulary:
    vocabulary = Vocabulary(name.replace("_", " "))
    for entry in entries:
        marks = {kind: mark for kind, mark in (entry.get("marks") or {}).items() if kind in _OTHER_CODES}
        names = [*entry["name"].values(), *entry.get("aliases", ()), *(_without_note(text) for text in entry["name"].values())]
        vocabulary.add(entry["code"], names, marks=[str(mark) for mark in marks.values()], label=_label(entry["name"]))
    return vocabulary


def _also(vocabulary: Vocabulary, more: Mapping[str, list[str]]) -> None:
    """Adds names in daily use, where the pack has the code (or the names say "none") and does not use the name itself."""
    for code, names in more.items():
        if not code or code in vocabulary:
            vocabulary.learn({name: code for name in names if vocabulary.find(name) is None})


def _without_note(text: str) -> str:
    """``Iran (Islamic Republic of)`` → ``Iran``."""
    return re.sub(r"\s*\([^)]*\)", "", text)


def _label(names: Mapping[str, str]) -> str:
    return names.get("en") or next(iter(names.values()), "")


_OF_STATES = re.compile(
    r"(?:the )?(?:(?:governments?|ministr(?:y|ies)|republic|kingdom|states?) of|gouvernements? (?:du|de la|de l'|de|des|d')|"
    r"gobiernos? (?:de la|del|de)|правительств[оа]|حكومة)\s*(?:the )?",
    re.IGNORECASE,
)


def state_named(name: str, countries: Vocabulary) -> str | None:
    """The country whose government a name tells of: ``Government of Kenya``, ``Canada``. ``None`` for any other name."""
    text = name.strip()
    found = _OF_STATES.match(text)
    return countries.find(text[found.end() :] if found else text) or None


def listed_states(name: str, countries: Vocabulary) -> tuple[str, ...]:
    """The countries a sentence lists (``Governments of Finland, Rwanda and Georgia``); empty when it is one name.

    Needs two country names among three or more parts, or a plural before two: so that names holding commas stay whole.
    """
    found = _OF_STATES.match(name)
    text = name[found.end() :] if found else name
    parts = [part for part in re.split(r",|;| and | et | y | и | و", text) if folded(part)]
    told = [countries.find(part.strip().removeprefix("the ")) for part in parts]
    known = tuple(code for code in told if code)
    plural = found is not None and folded(found.group()).split()[0] in {
        "governments",
        "ministries",
        "gouvernements",
        "gobiernos",
        "states",
    }
    return known if len(known) >= 2 and (len(parts) >= 3 or plural) else ()
