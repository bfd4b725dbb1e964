"""How things are counted: the rules behind every number, with the words of the framework in this release."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from avow.public.asked import Asked
from avow.public.labels import Entry


@dataclass(frozen=True)
class Criterion:
    name: str
    meaning: str
    rules: tuple[tuple[str, str], ...]  # what it looks at, what would improve it


@dataclass(frozen=True)
class Method:
    passages: tuple[tuple[str, tuple[str, tuple[str, ...]]], ...]  # anchor, (title, sentences)
    words: tuple[tuple[str, tuple[Entry, ...]], ...]
    criteria: tuple[Criterion, ...]


def method_page(asked: Asked) -> Method:
    labels = asked.labels
    titles = _list_titles()
    return Method(
        passages=_passages(asked),
        words=tuple((titles[name], tuple(labels.entries(name).values())) for name in titles if labels.entries(name)),
        criteria=tuple(
            Criterion(
                labels.of(told.get("name")),
                labels.of(told.get("meaning")),
                tuple((labels.of(rule.get("looks_at")), labels.of(rule.get("improve"))) for rule in told.get("rules", ())),
            )
            for told in labels.pack.get("criteria", ())
        ),
    )


def _passages(asked: Asked) -> tuple[tuple[str, tuple[str, tuple[str, ...]]], ...]:
    """Each rule in the framework's own words where it has them, followed by how this site applies it."""

    def passage(key: str, title: str, wording: str, *sentences: str) -> tuple[str, tuple[str, tuple[str, ...]]]:
        own = asked.labels.wording(wording)
        return key, (title, tuple(sentence for sentence in (own, *sentences) if sentence))

    return (
        passage(
            "promised",
            _("What counts as promised"),
            "method.told",
            _("Every confirmed commitment and every one told of by a public source is counted once, whatever became of it."),
        ),
        passage(
            "base",
            _("Shares and their base"),
            "method.base",
            _("Each share says of how many it is. Rounding happens once, on the exact fraction, half to even."),
        ),
        passage(
            "kept",
            _("Kept, and not kept"),
            "",
            _(
                "A commitment is kept when its term is over, or its maker calls it completed, and every target was "
                "met by a value that came with more proof than a statement."
            ),
            _("One that ended without that is not kept. One without any target cannot be called kept."),
        ),
        passage(
            "silent",
            _("Silence"),
            "method.silence",
            _("Commitments told of by public sources only are not silent: their makers were never asked here."),
        ),
        passage(
            "trajectory",
            _("Stage and trajectory"),
            "method.trajectory",
            _(
                "The path runs straight from baseline to target. The latest value is compared with where the path was "
                "on the day the value is true for. Too early: before a tenth of the term. Ahead: at least a tenth more "
                "than expected. Behind: more than a tenth less. Cannot tell: something needed is missing, or the "
                "latest value is older than 18 months."
            ),
        ),
        passage(
            "money",
            _("Money"),
            "method.money",
            _(
                "Amounts are exact decimals in the currency told, and in US dollars at the rate of the entry's "
                "month, which is named with its source. An entry without a known rate is left out of totals and said "
                "to be."
            ),
        ),
        passage(
            "changes",
            _("Changes"),
            "method.changes",
            _(
                "The label compares fields, not prose: end date, target values against their direction, money, "
                "countries, number of targets, conditions."
            ),
        ),
        passage(
            "country",
            _("Countries"),
            "",
            _("Where a commitment is carried out and where its maker is based are two counts. No page says only “country”."),
        ),
        passage(
            "releases",
            _("Releases"),
            "",
            _(
                "Pages are computed from one numbered release and name it. An address with release=n shows what was "
                "said then. A row that could harm somebody is withheld from all releases at once, and a signed note "
                "of it stays."
            ),
        ),
    )


def _list_titles() -> dict[str, str]:
    return {
        "standings": _("Standing"),
        "stages": pgettext("of a commitment", "Stage"),
        "trajectories": _("Trajectory"),
        "changes": _("Label of a change"),
        "proofs": _("Proof, from weakest to strongest"),
        "origins": _("Told by"),
        "warnings": _("Warnings kept with imported commitments"),
        "netting_reasons": _("Why money is left out of a net total"),
    }
