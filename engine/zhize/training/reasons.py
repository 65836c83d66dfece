"""Why a duty arises in a scenario and why another does not: the engine's answers, kept once put."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from ..evaluation.why_not_steps import DISPLACED, IS_DUTY, SATISFIED, UNTRIGGERED
from ..explain.proof_text import WhyPage
from ..explain.why_not_text import WhyNotPage
from ..explain.width import DEFAULT_WIDTH
from ..model.rulebase import norm_key
from ..pages import Said
from .sheet import Node, Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..evaluation.counterfactual import Counterfactuals
    from ..evaluation.proof import Prover
    from ..evaluation.proof_steps import Why
    from ..evaluation.why_not_steps import NormAnswer, TriggerState, WhyNot
    from ..explain.tree import Branch
    from ..pages import Voices
    from .scenario import Scenario

_FAR = 99
"""The cost put down for what no change of facts brings about."""

_SHOWN, _DEEP = 3, 4
"""Lines of one kind, and levels, of a reason that are shown; `zhize why` shows the whole tree."""


class Reasons:
    """Asks the engine for reasons, and puts them into words.

    Args:
        prover, counterfactuals: What answers why, and why not.
        voices: The languages of the reasons.
    """

    def __init__(self, prover: Prover, counterfactuals: Counterfactuals, voices: Voices) -> None:
        self._prover, self._counterfactuals, self._voices = prover, counterfactuals, voices
        self._why: dict[tuple[str, str], Why] = {}
        self._why_not: dict[tuple[str, str], WhyNot] = {}
        rulebase = voices.rulebase
        quotes = {q.exact for n in rulebase.norms for q in (n.quote, *n.also_quotes)}
        self._quotes = re.compile(
            "|".join(f"“{re.escape(q)}”" for q in sorted(quotes, key=lambda q: (-len(q), q)))
            or "^$"
        )

    # ------------------------------------------------------------ what the engine says

    def why(self, scenario: Scenario, agency: str) -> Why:
        """Return the proofs of an agency's duties in a scenario."""
        key = scenario.id, agency
        if key not in self._why:
            self._why[key] = self._prover.why(scenario.incident, agency)
        return self._why[key]

    def why_not(self, scenario: Scenario, agency: str) -> WhyNot:
        """Return how the norms of an agency that are no duties in a scenario stand."""
        key = scenario.id, agency
        if key not in self._why_not:
            answer = self._counterfactuals.why_not(scenario.incident, agency)
            near = scenario.near_miss
            if near is not None and near.lost.bearer == agency:
                changed = {change.field for change in near.changes}
                norms = [_first_about(n, changed, near.lost.norm) for n in answer.norms]
                answer = msgspec.structs.replace(answer, norms=tuple(norms))
            self._why_not[key] = answer
        return self._why_not[key]

    def nearly(self, scenario: Scenario, agencies: Iterable[str]) -> list[NormAnswer]:
        """Return the norms that are no duties, the nearest first, each with one of its bearers.

        A norm is the nearer the fewer facts would have to be otherwise, and of those with as many
        the one part of whose trigger holds. Norms that yield are left out: the decision names them.
        """
        best: dict[str, tuple[tuple[object, ...], NormAnswer]] = {}
        for rank, agency in enumerate(agencies):
            for answer in self.why_not(scenario, agency).norms:
                if answer.status not in {UNTRIGGERED, DISPLACED, IS_DUTY}:
                    key = (*distance(answer), norm_key(answer.norm), rank)
                    if answer.norm not in best or key < best[answer.norm][0]:
                        best[answer.norm] = key, answer
        return [answer for _, answer in sorted(best.values(), key=lambda row: row[0])]

    # ------------------------------------------------------------ in words

    def of_duties(self, scenario: Scenario, agency: str, mode: str) -> tuple[Reason, ...]:
        """Return why an agency has its duties of a mode in a scenario."""
        why = self.why(scenario, agency)
        reasons = []
        for names in self._voices.names:
            page = WhyPage(why, names, DEFAULT_WIDTH)
            nodes = [
                Node(self._pieces(page.head(proof), page), self._nodes(page.below(proof), page, 2))
                for proof in why.proofs
                if proof.mode == mode
            ]
            reasons.append(Reason(names.words.lang, tuple(nodes)))
        return tuple(reasons)

    def of_no_duties(
        self, scenario: Scenario, agency: str, chosen: Sequence[NormAnswer]
    ) -> tuple[Reason, ...]:
        """Return why norms of an agency give no duty in a scenario, and what would mend it."""
        answer = self.why_not(scenario, agency)
        reasons = []
        for names in self._voices.names:
            page = WhyNotPage(answer, names, DEFAULT_WIDTH)
            nodes = [
                Node(self._pieces(page.head(norm), page), self._nodes(page.below(norm), page, 2))
                for norm in chosen
            ]
            reasons.append(Reason(names.words.lang, tuple(nodes)))
        return tuple(reasons)

    def _nodes(
        self, branches: Sequence[Branch], page: WhyPage | WhyNotPage, depth: int
    ) -> tuple[Node, ...]:
        """Return branches as nodes, down to some depth, of many alike the first."""
        if depth > _DEEP:
            return ()
        shown = branches if depth == 2 else branches[:_SHOWN]
        nodes = [
            Node(self._pieces(branch.text, page), self._nodes(branch.below, page, depth + 1))
            for branch in shown
        ]
        if len(shown) < len(branches):
            nodes.append(Node((Said(page.words.lang, "……" if page.words.lang == "zh" else "…"),)))
        return tuple(nodes)

    def _pieces(self, text: str, page: WhyPage | WhyNotPage) -> tuple[Said, ...]:
        """Part a text where it quotes the mechanism, which is in the mechanism's own language."""
        lang, own = page.words.lang, self._voices.own
        if lang == own:
            return (Said(lang, text),)
        pieces, end = [], 0
        for found in self._quotes.finditer(text):
            pieces += [Said(lang, text[end : found.start()]), Said(own, found.group())]
            end = found.end()
        pieces.append(Said(lang, text[end:]))
        return tuple(piece for piece in pieces if piece.text)


def _first_about(answer: NormAnswer, changed: set[str], lost: str) -> NormAnswer:
    """Return the answer on a lost duty with the trigger first that held before the change."""
    if answer.norm != lost:
        return answer

    def other(trigger: TriggerState) -> tuple[bool, int]:
        return not changed & trigger.fields, trigger.missing

    return msgspec.structs.replace(answer, triggers=tuple(sorted(answer.triggers, key=other)))


def distance(answer: NormAnswer) -> tuple[int, bool]:
    """Return how many facts are missing to a duty, and whether no part of its trigger holds."""
    remedy = answer.remedy
    cost = _FAR if remedy is None or remedy.cost is None else remedy.cost
    parts = [p for t in answer.triggers[:1] for p in (*t.tests, t.knowledge, t.follows) if p]
    return cost, not any(part.status == SATISFIED for part in parts)
