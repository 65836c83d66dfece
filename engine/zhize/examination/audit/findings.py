"""What the questions share: the space, the voice, and how a finding is put together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from .finding import Finding, Passage

if TYPE_CHECKING:
    from ...factspace import Space, Stated, Value, Witnesses
    from ...model.rulebase import Text
    from .voice import Voice


_TRIED = 60
"""Incidents of one finding that are tried before it is taken to have no valid record."""


class Gathering:
    """The incidents of one finding, each once: how many classes, and the smallest of them."""

    def __init__(self) -> None:
        self._found: dict[Stated, None] = {}

    @property
    def count(self) -> int:
        """How many classes of incidents there are."""
        return len(self._found)

    def add(self, stated: Stated) -> None:
        """Add one class by its smallest incident."""
        self._found[stated] = None

    def smallest(self) -> tuple[Stated, ...]:
        """Return the smallest incidents; of equals those that were met first."""
        return tuple(sorted(self._found, key=len)[:_TRIED])


class Desk:
    """Where findings are written.

    Attributes:
        space: The space of facts.
        voice: The sentences.
    """

    def __init__(self, space: Space, voice: Voice, witnesses: Witnesses) -> None:
        self.space, self.voice = space, voice
        self._witnesses = witnesses
        self._norms = {norm.code: norm for norm in space.rulebase.norms}

    def shown(
        self,
        code: str,
        severity: str,
        gathered: Gathering,
        *,
        key: str | None = None,
        name: str = "",
        norms: Iterable[str] = (),
        agencies: Iterable[str] = (),
        values: Iterable[Value] = (),
        quoted: Iterable[str] | None = None,
        **parts: Text | str | int,
    ) -> list[Finding]:
        """Return a finding with a witness, or nothing where no valid record shows it.

        Args:
            code: The sort of finding.
            severity: How grave it is.
            gathered: The incidents in which it occurs.
            key: The sentences, by default those of the code.
            name: What tells this finding from others of its sort, for the witness's identifier.
            norms: Norms it is about.
            agencies: Agencies it is about.
            values: Values it is about.
            quoted: Norms whose words are quoted; by default `norms`.
            **parts: What fills the sentences.
        """
        if not gathered.count:
            return []
        record = self._witnesses.best(f"{code}-{name}" if name else code, gathered.smallest())
        if record is None:
            return []
        finding = self.stated(
            code, severity, key=key, norms=norms, agencies=agencies, values=values, quoted=quoted,
            count=gathered.count, **parts,
        )  # fmt: skip
        return [msgspec.structs.replace(finding, witness=record, see=("zhize decide FILE",))]

    def stated(
        self,
        code: str,
        severity: str,
        *,
        key: str | None = None,
        norms: Iterable[str] = (),
        agencies: Iterable[str] = (),
        values: Iterable[Value] = (),
        quoted: Iterable[str] | None = None,
        count: int = 1,
        **parts: Text | str | int,
    ) -> Finding:
        """Return a finding that needs no incident to be seen."""
        norms = tuple(dict.fromkeys(norms))
        key = key or code
        named = {**parts, "count": count}
        passages = norms if quoted is None else tuple(dict.fromkeys(quoted))
        return Finding(
            code=code,
            severity=severity,
            title=self.voice.say(f"{key}.title", **named),
            text=self.voice.say(f"{key}.text", **named),
            articles=self.voice.articles(norms),
            norms=norms,
            agencies=self.voice.in_order(agencies),
            values=tuple(values),
            quotes=tuple(self.passage(norm) for norm in passages),
            count=count,
            see=tuple(f"zhize norm {norm}" for norm in norms[:3]),
        )

    def passage(self, norm: str) -> Passage:
        """Return the words of a norm."""
        found = self._norms[norm]
        return Passage(provision=found.provision, exact=found.quote.exact)

    def norms_of(self, units: Iterable[int]) -> tuple[str, ...]:
        """Return the norms of units, in the order of the text."""
        from ...model.rulebase import norm_key

        return tuple(sorted({self.space.units[u].norm.code for u in units}, key=norm_key))
