"""One value a field: candidates that agree support each other, checks of the contract choose among the rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from itertools import product

from extraction.canon import key
from extraction.contract import Contract
from extraction.sources.layout.amounts import WEAK
from extraction.sources.layout.candidates import Candidate
from extraction.sources.layout.rules import Group, groups

THRESHOLD = 0.3
"""Below it nothing is claimed: an invented value is worse than an omission."""
_TRIED = 7
"""Values a field that are tried against the checks."""
_FEW, _MANY = 3, 12
"""Candidates a field that are tried when one without a label is looked for, and of those without."""
_PROVEN = 0.45
"""The least score of a candidate that a check proves."""
_VERDICT = {True: 1.0, False: -0.12, None: 0.0}
"""What a passed check adds, and a failed one takes: passing is proof, failing says little."""
_EQUAL = 0.9
"""Scores so near each other tell no candidate from the other."""
_ZERO = 0.5
"""Less of it where a value is zero: `x + 0 = x` passes by chance."""
_SHARED = 0.3
"""What it costs when one place serves two fields of a check."""
_SAME_PLACE = 0.5
"""What is left of a candidate whose words already serve a field that claims them better."""


def choose(contract: Contract, candidates: Iterable[Candidate]) -> dict[str, Candidate]:
    """The best candidate of each field that has one good enough."""
    ranked = _exclusive(_ranked(candidates))
    chosen = {name: options[0] for name, options in ranked.items()}
    for group in groups(contract):
        options = {field.name: ranked[field.name] for field in group.fields if field.name in ranked}
        if len(group.fields) == 1:
            options = {name: [it for it in every if group.is_possible(it.value)] for name, every in options.items()}
            options = {name: every for name, every in options.items() if every}
            chosen = {name: it for name, it in chosen.items() if name not in group.names}
        if options:
            together = _together(group, options)
            chosen = {name: it for name, it in chosen.items() if name not in options} | together
    return {name: best for name, best in chosen.items() if best.score >= THRESHOLD}


def _ranked(candidates: Iterable[Candidate]) -> dict[str, list[Candidate]]:
    """By field, one candidate a value, the best first."""
    values: dict[str, dict[Hashable, list[Candidate]]] = defaultdict(lambda: defaultdict(list))
    for candidate in candidates:
        values[candidate.field.name][key(candidate.value, candidate.field)].append(candidate)
    ranked = {}
    for name, by_value in values.items():
        merged = []
        for same in by_value.values():
            best = max(same, key=lambda it: it.score)
            others = sum(it.score for it in same) - best.score
            merged.append(best.weighed(1 + 0.08 * min(others, 2.0)))
        ranked[name] = sorted(merged, key=lambda it: (-it.score, it.cell.page, it.cell.box[1], it.cell.box[0]))
    return ranked


def _exclusive(ranked: dict[str, list[Candidate]]) -> dict[str, list[Candidate]]:
    """One place serves one field: the others of its type that lean on it lose by it."""
    owner: dict[int, Candidate] = {}
    for options in ranked.values():
        for option in options[:1]:
            for word in option.words:
                held = owner.get(id(word))
                if held is None or option.score > held.score:
                    owner[id(word)] = option
    result = {}
    for name, options in ranked.items():
        weighed = []
        for option in options:
            holders = {id(owner[id(word)]): owner[id(word)] for word in option.words if id(word) in owner}
            taken = any(
                it.field.name != name and it.field.type is option.field.type and it.score > option.score * 1.05
                for it in holders.values()
            )
            weighed.append(option.weighed(_SAME_PLACE) if taken else option)
        result[name] = sorted(weighed, key=lambda it: -it.score)
    return result


def _together(group: Group, options: dict[str, list[Candidate]]) -> dict[str, Candidate]:
    """The best combination of labelled candidates; if the checks refuse it, one without a label may make it pass."""
    labelled = {name: [it for it in every if it.score > WEAK * 1.5][:_TRIED] for name, every in options.items()}
    labelled = {name: every for name, every in labelled.items() if every}
    best = _best(group, labelled)
    if not labelled:
        return {}
    if best.passed:
        return _raised(best)
    for name, every in options.items():
        others = {other: candidates[:_FEW] for other, candidates in labelled.items() if other != name}
        if others:
            tried = _best(group, {**others, name: [it for it in every if it not in labelled.get(name, [])][:_MANY]})
            if tried.passed and (not best.passed or tried.score > best.score):
                best = tried
    return _raised(best) if best.passed else _without_rates(group, best.candidates, labelled)


def _without_rates(
    group: Group, chosen: dict[str, Candidate], options: dict[str, list[Candidate]]
) -> dict[str, Candidate]:
    """Where an equation fails, several values of one label are parts of the whole: none of them is claimed."""
    if len(group.fields) < 3 or group.judge({name: it.value for name, it in chosen.items()}) is not False:
        return chosen
    several = {name for name, every in options.items() if len(every) > 1 and every[1].score > _EQUAL * every[0].score}
    return {name: it for name, it in chosen.items() if name not in several} if len(several) == 1 else chosen


def _raised(best: _Combination) -> dict[str, Candidate]:
    """A check that passes is proof, however weak the labels are."""
    return {name: it.weighed(max(1.0, _PROVEN / it.score)) for name, it in best.candidates.items()}


@dataclass(frozen=True)
class _Combination:
    candidates: dict[str, Candidate]
    score: float
    passed: bool


def _best(group: Group, options: dict[str, list[Candidate]]) -> _Combination:
    names = list(options)
    best = _Combination({}, float("-inf"), False)
    for combination in product(*options.values()):
        passed = group.judge({name: option.value for name, option in zip(names, combination, strict=True)})
        score = sum(option.score for option in combination) + _VERDICT[passed]
        if passed and not all(option.value.v for option in combination):
            score -= _ZERO
        if len({id(word) for option in combination for word in option.words}) < sum(len(o.words) for o in combination):
            score -= _SHARED
        if score > best.score:
            best = _Combination(dict(zip(names, combination, strict=True)), score, passed is True)
    return best
