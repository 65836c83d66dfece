"""The façade: one loaded mechanism that decides, explains, answers and examines itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from . import _cache
from ._deciding import Fields
from ._resources import data_folder
from ._showing import Showing
from .model.incident import Incident, Record
from .records.ignoring import names_in

if TYPE_CHECKING:
    from rdflib import Graph

    from .answers import Answer, Answerer
    from .evaluation.edits import Values
    from .evaluation.proof_steps import Why
    from .evaluation.what_if import WhatIf
    from .evaluation.why_not_steps import WhyNot
    from .examination.diff import Difference
    from .model.wordbase import WordBase
    from .narratives import Draft, NarrativeReader
    from .queries import Limits, Result
    from .text.scanner import Scanner


def load(path: str | Path | None = None) -> Mechanism:
    """Load a mechanism: a folder of Turtle, or by default the shipped notice.

    Raises:
        MechanismError: The folder is no mechanism, or its Turtle is malformed or incomplete.
    """
    folder = data_folder("ontology") if path is None else Path(path)
    return Mechanism(folder, _cache.load_entry(folder))


def diff(before: Mechanism | str | Path, after: Mechanism | str | Path) -> Difference:
    """Compare two versions of a mechanism: what is written differently, whose duties change.

    Args:
        before: The earlier version, or its folder.
        after: The later one.

    Raises:
        MechanismError: A folder is no mechanism.
    """
    from .examination.diff import Side, compare

    versions = (v if isinstance(v, Mechanism) else load(v) for v in (before, after))
    return compare(*(Side(v.rulebase, v.decider, v.checks, v.lexicon) for v in versions))


class Mechanism(Showing):
    """A loaded mechanism. Safe to share between threads; holds no open files.

    What it reads, checks and decides is in `Deciding`, with its attributes; tables and files of
    any length, in `Batching`; how it is examined, in `Examining`; what it shows, in `Showing`; what
    it explains and answers is here.
    """

    # ------------------------------------------------------------ why, why not, what if

    def why(self, incident: Incident | Record | Fields, agency: str) -> Why:
        """Prove each duty of an agency in an incident, down to facts and quoted words.

        Args:
            incident: As for `decide`.
            agency: Code or label of the agency.

        Raises:
            RecordError: The record is refused.
            UsageError: There is no such agency.
        """
        from .evaluation.naming import agency_of

        return self._prover.why(self.incident(incident), agency_of(self.rulebase, agency))

    def why_not(
        self, incident: Incident | Record | Fields, agency: str, norm: str | None = None
    ) -> WhyNot:
        """Say for each norm of an agency that is no duty what failed, and what would mend it.

        Args:
            incident: As for `decide`.
            agency: Code or label of the agency.
            norm: Only the norm with this code.

        Raises:
            RecordError: The record is refused.
            UsageError: There is no such agency, or it does not bear the norm.
        """
        from .evaluation.naming import agency_of, norm_of

        code = agency_of(self.rulebase, agency)
        if norm is not None:
            norm = norm_of(self.rulebase, norm, code).code
        return self._counterfactuals.why_not(self.incident(incident), code, norm)

    def what_if(
        self,
        incident: Incident | Record | Fields,
        *,
        set: Values | None = None,
        add: Values | None = None,
        remove: Values | None = None,
        unset: str | Iterable[str] = (),
    ) -> WhatIf:
        """Compare the duties of an incident with those it would have with other facts.

        Args:
            incident: As for `decide`.
            set: Values by field that take the place of what is stated.
            add: Values by field that are put to what is stated.
            remove: Values by field that are taken off.
            unset: Fields that are left open.

        Raises:
            RecordError: The record, or the changed one, is refused.
            UsageError: A field is changed in two ways, or a value removed that is not stated.
        """
        from .evaluation.edits import Edits, edited
        from .evaluation.what_if import compare

        before = self.incident(incident)
        edits = Edits(unset=names_in(unset), set=set or {}, remove=remove or {}, add=add or {})
        after = self.incident(edited(before, edits, self.lexicon))
        decide = self.decider.decide
        return compare(self.rulebase, before, after, decide(before), decide(after))

    # ------------------------------------------------------------ questions and narratives

    @cached_property
    def _words(self) -> WordBase:
        return _cache.load_words(self.folder, self.rulebase)

    @cached_property
    def scanner(self) -> Scanner:
        """What finds the mechanism's words in running text."""
        from .text.scanner import Scanner

        return Scanner(self._words)

    @cached_property
    def _narrative_reader(self) -> NarrativeReader:
        from .narratives import NarrativeReader

        return NarrativeReader(self.rulebase, self._words, list(self.needed_fields))

    def read(self, text: str) -> Draft:
        """Read a draft record from a narrative: only what it says, with the words behind it.

        Raises:
            UsageError: The text is empty or too long.
        """
        return self._narrative_reader.read(text)

    @cached_property
    def _answerer(self) -> Answerer:
        from .answers import Answerer

        return Answerer(self.rulebase, self.decider, self.scanner)

    def ask(self, question: str) -> Answer:
        """Answer a question in plain words, Chinese or English, from norms and text alone.

        Raises:
            UsageError: The question is empty or too long.
        """
        return self._answerer.answer(question)

    # ------------------------------------------------------------ competency queries, SPARQL

    def query(
        self,
        name: str,
        parameters: Mapping[str, str | Sequence[str]] | None = None,
        *,
        limits: Limits | None = None,
    ) -> Result:
        """Answer one of the shipped competency queries.

        Args:
            name: Its name, as `zhize query --list` shows it.
            parameters: Codes or labels by parameter; facts by the field of a record.
            limits: Seconds and rows.

        Raises:
            UsageError: There is no such query, or a parameter is unknown, missing or wrong.
            QueryError: It took too long.
        """
        from .queries import DEFAULT_LIMITS, bind, competency_query
        from .queries.running import run

        query = competency_query(name)
        bound = bind(query, parameters or {}, self.rulebase)
        return run(query, bound, self._read_graph, self.rulebase, limits or DEFAULT_LIMITS)

    def sparql(self, query: str | bytes, *, limits: Limits | None = None) -> Result:
        """Answer a SPARQL query that only reads the mechanism's graph, in a process of its own.

        Args:
            query: SELECT, ASK, CONSTRUCT or DESCRIBE.
            limits: Time, rows, size and memory.

        Raises:
            UnreadableError: It is no SPARQL, or too long, or nested too deeply.
            QueryError: It would do more than read the graph, or exceeded a limit.
        """
        from .queries import DEFAULT_LIMITS
        from .queries.isolated import run_free

        content = query.encode("utf-8", "surrogatepass") if isinstance(query, str) else query
        languages = self.rulebase.info.languages
        return run_free(content, self.folder, languages, limits or DEFAULT_LIMITS)

    @cached_property
    def _read_graph(self) -> Graph:
        """One graph for all competency queries, which leave it as it is."""
        return self.graph()
