"""Read provisions, norms, triggers, exceptions and recipient rules from the graph."""

from __future__ import annotations

from rdflib import URIRef

from ..model.rulebase import (
    LexSpecialis,
    Norm,
    Provision,
    Quote,
    RecipientRule,
    Repair,
    Test,
    Trigger,
    UnquotedPassage,
    norm_key,
)
from .facts import named
from .reader import OA, RDF, SKOS, ZZ, Reader, local_name


def provisions(reader: Reader, language: str) -> tuple[Provision, ...]:
    """Return the provisions in reading order."""
    document = {
        provision: reader.code(doc)
        for doc in reader.instances(ZZ.Document)
        for provision in reader.refs(doc, ZZ.hasProvision)
    }
    found = [
        Provision(
            code=reader.code(node),
            iri=str(node),
            document=document.get(node, ""),
            label=reader.label(node),
            text=reader.text(node, ZZ.text).get(language, ""),
            text_as_received=reader.text(node, ZZ.textAsReceived).get(language, ""),
            number=reader.integer(node, ZZ.number),
            position=reader.integer(node, ZZ.position) or 0,
        )
        for node in reader.instances(ZZ.Provision)
    ]
    return tuple(sorted(found, key=lambda p: (p.position, p.code)))


def repairs(reader: Reader) -> tuple[Repair, ...]:
    """Return the text repairs, by provision as in the files."""
    return tuple(
        Repair(
            provision=reader.code(reader.need_ref(node, ZZ.inProvision)),
            received=reader.string(node, ZZ.received) or "",
            repaired=reader.string(node, ZZ.repaired) or "",
            note=reader.text(node, SKOS.note),
        )
        for node in reader.instances(ZZ.Repair)
    )


def unquoted(reader: Reader) -> tuple[UnquotedPassage, ...]:
    """Return the passages that no norm quotes, with the reasons."""
    return tuple(
        UnquotedPassage(
            provision=reader.code(reader.need_ref(node, ZZ.inProvision)),
            exact=reader.string(node, OA.exact) or "",
            reason=reader.text(node, SKOS.note),
        )
        for node in reader.instances(ZZ.UnquotedPassage)
    )


def recipient_rules(reader: Reader) -> tuple[RecipientRule, ...]:
    """Return the rules by which recipients are found."""
    rules = []
    for node in reader.instances(ZZ.RecipientRule):
        senders = reader.is_a(node, ZZ.Senders)
        if not senders and not reader.is_a(node, ZZ.ActingAgencies):
            raise reader.error(
                node, RDF.type, "种类不认识", "is no kind of recipient rule that zhize knows"
            )
        rules.append(
            RecipientRule(
                **named(reader, node),
                kind="senders" if senders else "acting",
                roles=reader.codes(node, ZZ.withRole),
                kinds=reader.codes(node, ZZ.ofKind),
                except_named_in=reader.codes(node, ZZ.exceptNamedIn),
            )
        )
    return tuple(rules)


class NormReader:
    """Reads norms and exceptions; `kinds` maps a kind's code to the agencies of that kind."""

    def __init__(
        self, reader: Reader, kinds: dict[str, tuple[str, ...]], places: dict[URIRef, str]
    ) -> None:
        self._reader = reader
        self._kinds = kinds
        self._places = places

    def norms(self) -> tuple[Norm, ...]:
        """Return all norms, by code."""
        found = [self._norm(node) for node in self._reader.instances(ZZ.Norm)]
        return tuple(sorted(found, key=lambda norm: norm_key(norm.code)))

    def exceptions(self) -> tuple[LexSpecialis, ...]:
        """Return all exceptions, in the order of the files."""
        reader = self._reader
        return tuple(
            LexSpecialis(
                name=local_name(node),
                displacing=reader.codes(node, ZZ.displacing),
                displaced=reader.codes(node, ZZ.displaced),
                same_bearer=reader.flag(node, ZZ.sameBearer),
                only_where=tuple(self._trigger(t) for t in reader.refs(node, ZZ.onlyWhere)),
                interpretations=reader.codes(node, ZZ.restsOn),
            )
            for node in reader.instances(ZZ.Exception)
        )

    def _norm(self, node: URIRef) -> Norm:
        reader = self._reader
        provision = reader.need_ref(node, ZZ.inProvision)
        number = reader.integer(provision, ZZ.number)
        kinds = reader.codes(node, ZZ.bearerKind)
        bearers = dict.fromkeys(reader.codes(node, ZZ.bearer))
        for kind in kinds:
            bearers.update(dict.fromkeys(self._kinds.get(kind, ())))
        return Norm(
            code=reader.code(node),
            iri=str(node),
            provision=reader.code(provision),
            article=reader.code(provision) if number is None else number,
            modality=reader.code(reader.need_ref(node, ZZ.modality)),
            mode=reader.code(reader.need_ref(node, ZZ.mode)),
            role=reader.optional_code(node, ZZ.role),
            bearers=tuple(bearers),
            bearer_kinds=kinds,
            action=reader.text(node, ZZ.action),
            object=reader.text(node, ZZ.object),
            quote=self._quote(reader.need_ref(node, ZZ.quote)),
            also_quotes=tuple(self._quote(q) for q in reader.refs(node, ZZ.alsoQuotes)),
            recipients=reader.codes(node, ZZ.recipient),
            recipient_rule=reader.optional_code(node, ZZ.recipientRule),
            triggers=tuple(
                sorted(
                    (self._trigger(t) for t in reader.refs(node, ZZ.trigger)), key=lambda t: t.name
                )
            ),
            alternative_to=reader.optional_code(node, ZZ.alternativeTo),
            makes_aware=reader.codes(node, ZZ.makesAware),
            awareness_interpretations=reader.codes(node, ZZ.awarenessRestsOn),
            interpretations=tuple(sorted(reader.codes(node, ZZ.restsOn), key=interpretation_key)),
            valid_from=reader.day(node, ZZ.validFrom),
            valid_until=reader.day(node, ZZ.validUntil),
            applies_in=tuple(self._places[p] for p in reader.refs(node, ZZ.appliesIn)),
            urgency=reader.text(node, ZZ.urgency) or None,
            due_days=reader.integer(node, ZZ.dueWithinDays),
            recurrence=reader.string(node, ZZ.recurrence),
            scope_note=reader.text(node, SKOS.scopeNote),
            editorial_note=reader.text(node, SKOS.editorialNote),
        )

    def _quote(self, node: URIRef) -> Quote:
        reader = self._reader
        exact = reader.string(node, OA.exact)
        if not exact:
            raise reader.error(node, OA.exact, "缺少引文", "is missing")
        return Quote(
            exact=exact,
            prefix=reader.string(node, OA.prefix) or "",
            suffix=reader.string(node, OA.suffix) or "",
        )

    def _trigger(self, node: URIRef) -> Trigger:
        reader = self._reader
        tests = [
            Test(
                facet=reader.code(reader.need_ref(test, ZZ.onFacet)),
                any_of=reader.codes(test, ZZ.anyOf),
                any_value=reader.flag(test, ZZ.anyValue),
            )
            for test in reader.refs(node, ZZ.test)
        ]
        return Trigger(
            name=local_name(node),
            tests=tuple(tests),
            known_to_bearer=reader.flag(node, ZZ.knownToBearer),
            follows=tuple(sorted(reader.codes(node, ZZ.follows), key=norm_key)),
        )


def interpretation_key(code: str) -> tuple[str, int, str]:
    """Sort key of an interpretation code: `I-2` before `I-10`."""
    head, _, tail = code.rpartition("-")
    return (head, int(tail), "") if tail.isdecimal() else (code, 0, "")
