"""Scores of drafts by the rules: as declared, cross-validated, and without the words that only one draft has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from avow.commitments.strength.cues import Cues
from avow.commitments.strength.scoring import Check
from avow.commitments.strength.subject import Subject
from avow.packs.shape import Pack
from bench.strength.drafts import Draft
from bench.strength.fitting import Shares, fit

Scores = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Scored:
    """Scores by draft, item to 0–3. ``declared``: the pack's points. ``validated``: points fitted on the other drafts alone.
    ``unseen``: these too, and every cue word that no other draft has taken away."""

    declared: list[Scores]
    validated: list[Scores]
    unseen: list[Scores]


def declared(pack: Pack, drafts: Sequence[Draft]) -> list[Scores]:
    check = Check(pack.criteria, pack.strength)
    return [check.of(one.content, makers=one.makers, money=one.money).by_part() for one in drafts]


def score(pack: Pack, drafts: Sequence[Draft]) -> Scored:
    """Leaves out one draft at a time: what is said of it was learned without it."""
    shares = shares_of(pack, drafts)
    blind = _without_own_words(pack, drafts)
    validated: list[Scores] = []
    unseen: list[Scores] = []
    for place in range(len(drafts)):
        others = [*drafts[:place], *drafts[place + 1 :]]
        fitted = fit(pack.criteria, others, [*shares[:place], *shares[place + 1 :]])
        validated.append(fitted.scores(shares[place]))
        unseen.append(fitted.scores(blind[place]))
    return Scored(declared(pack, drafts), validated, unseen)


def shares_of(pack: Pack, drafts: Sequence[Draft]) -> list[Shares]:
    """How far each draft meets each rule."""
    check = Check(pack.criteria, pack.strength)
    return [{code: verdict.share for code, verdict in check.verdicts(_subject(one, check.cues)).items()} for one in drafts]


def _subject(draft: Draft, cues: Cues) -> Subject:
    return Subject(draft.content, cues, makers=draft.makers, money=draft.money)


def _without_own_words(pack: Pack, drafts: Sequence[Draft]) -> list[Shares]:
    """The shares of each draft, had the cue words that it alone uses never been listed: the least that new texts can expect."""
    cues = Cues(pack.strength.cues)
    used = [_used(one, cues) for one in drafts]
    spread = Counter(word for words in used for word in words)
    found = []
    for draft, words in zip(drafts, used, strict=True):
        own = {word for word in words if spread[word] == 1}
        kept = {
            name: {language: tuple(cue for cue in told if (name, cue) not in own) for language, told in spoken.items()}
            for name, spoken in pack.strength.cues.items()
        }
        found += shares_of(replace(pack, strength=replace(pack.strength, cues=kept)), [draft])
    return found


def _used(draft: Draft, cues: Cues) -> set[tuple[str, str]]:
    subject = _subject(draft, cues)
    fields = ("title", "description", "targets.verification")
    return {(name, hit.cue) for field in fields for name, hits in subject.hits(field).items() for hit in hits}
