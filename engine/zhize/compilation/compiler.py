"""Compile a rule base; what cannot be compiled faithfully is refused, never approximated."""

from __future__ import annotations

from .._errors import CompilationError
from ..model.rulebase import Norm, RuleBase, Test, Trigger, norm_key
from .chains import MAX_DEPTH, narrower_values, ranks
from .program import ActingRule, Area, Edge, Program, Unit, Window, bits_of

TRIGGERED = ("act", "notify", "feedback")


def compile_rulebase(rulebase: RuleBase) -> Program:
    """Compile a rule base.

    Raises:
        CompilationError: A norm uses something that has no compiled form, names a value its facet
            does not have, or takes part in a cycle.
    """
    return _Compiler(rulebase).program()


class _Compiler:
    def __init__(self, rulebase: RuleBase) -> None:
        self._rb = rulebase
        self._norms = {norm.code: norm for norm in rulebase.norms}
        self._facets = {facet.code: facet for facet in rulebase.facets}
        self._agencies = {agency.code for agency in rulebase.agencies}
        self._rules = {rule.code: rule for rule in rulebase.recipient_rules}
        self._acting = [rule for rule in rulebase.recipient_rules if rule.kind == "acting"]
        self._rank = {rule.code: rank for rank, rule in enumerate(self._acting)}
        self._narrower = narrower_values(rulebase)
        self._bit_owner: list[int] = []
        self._bit_trigger: list[tuple[Trigger, str | None]] = []
        self._units = self._make_units()
        self._of_norm: dict[str, list[int]] = {}
        for index, unit in enumerate(self._units):
            self._of_norm.setdefault(unit.norm.code, []).append(index)

    def program(self) -> Program:
        edges = self._edges()  # allocates bits for the conditions of exceptions
        bits = range(len(self._bit_owner))
        all_bits = (1 << len(self._bit_owner)) - 1
        tests = self._tests_by_facet()
        tested = [
            f.code
            for f in sorted(self._facets.values(), key=lambda f: f.position)
            if f.code in tests
        ]
        free = {facet: all_bits & ~bits_of(tests[facet]) for facet in tested}
        lookup = {facet: self._lookup(facet, free[facet], tests[facet]) for facet in tested}
        needs: dict[str, list[int]] = {}
        for bit in bits:
            trigger, bearer = self._bit_trigger[bit]
            if bearer and trigger.known_to_bearer:
                needs.setdefault(bearer, []).append(bit)
        aware = {agency: bits_of(needs[agency]) for agency in sorted(needs)}
        return Program(
            units=self._units,
            unit_of_bit=tuple(self._bit_owner),
            all_bits=all_bits,
            tested=tuple(tested),
            free=free,
            lookup=lookup,
            aware_free=all_bits & ~bits_of(bit for found in needs.values() for bit in found),
            aware=aware,
            knowledge=tuple(f.code for f in self._facets.values() if "knowledge" in f.serves),
            makes_aware=self._makes_aware(),
            edges=edges,
            acting_rules=self._acting_rules(),
            follow_ups=self._follow_ups(),
            windows=tuple(
                Window(mask=self._norm_mask(n), start=n.valid_from, end=n.valid_until)
                for n in self._triggered()
                if n.valid_from or n.valid_until
            ),
            areas=tuple(
                Area(mask=self._norm_mask(n), places=frozenset(n.applies_in))
                for n in self._triggered()
                if n.applies_in
            ),
            uses_date=any(n.due_days is not None for n in self._triggered()),
        )

    # ------------------------------------------------------------ units and bits

    def _triggered(self) -> list[Norm]:
        return [norm for norm in self._rb.norms if norm.mode in TRIGGERED]

    def _make_units(self) -> tuple[Unit, ...]:
        order = {role.code: role.position for role in self._rb.roles}
        pairs = [(norm, bearer) for norm in self._triggered() for bearer in sorted(norm.bearers)]
        pairs.sort(
            key=lambda p: (
                TRIGGERED.index(p[0].mode),
                order.get(p[0].role or "", 0),
                norm_key(p[0].code),
                p[1],
            )
        )
        return tuple(self._unit(index, norm, bearer) for index, (norm, bearer) in enumerate(pairs))

    def _unit(self, index: int, norm: Norm, bearer: str) -> Unit:
        if bearer not in self._agencies:
            raise _refuse(norm, f"承担者“{bearer}”不存在", f"bearer `{bearer}` does not exist")
        for agency in norm.recipients:
            if agency not in self._agencies:
                raise _refuse(
                    norm, f"相对方“{agency}”不存在", f"recipient `{agency}` does not exist"
                )
        if not norm.triggers:
            raise _refuse(norm, "没有触发条件", "has no trigger")
        follows = [bool(trigger.follows) for trigger in norm.triggers]
        if any(follows) and not all(follows):
            raise _refuse(
                norm,
                "既由事实触发、又随其他义务产生",
                "is triggered by facts and follows duties as well",
            )
        for trigger in norm.triggers:
            self._check_trigger(norm, trigger)
        bits = []
        # A duty that follows from duties has one bit as well: whether the norm holds here and now.
        for trigger in norm.triggers[:1] if follows[0] else norm.triggers:
            bits.append(len(self._bit_owner))
            self._bit_owner.append(index)
            self._bit_trigger.append((trigger, bearer))
        rule = None
        if norm.recipient_rule is not None:
            rule = self._rules.get(norm.recipient_rule)
            if rule is None:
                raise _refuse(
                    norm,
                    f"相对方规则“{norm.recipient_rule}”不存在",
                    f"recipient rule `{norm.recipient_rule}` does not exist",
                )
            if rule.kind == "senders" and not follows[0]:
                raise _refuse(
                    norm,
                    "由事实触发的规范没有“通报者”",
                    "follows no duty, so nobody notified its bearer",
                )
        return Unit(
            norm=norm,
            bearer=bearer,
            bits=tuple(bits),
            mask=bits_of(bits),
            triggers=norm.triggers,
            needs_recipient=norm.mode != "act",
            fixed=tuple(sorted(norm.recipients)),
            acting=-1 if rule is None else self._rank.get(rule.code, -1),
            senders=rule is not None and rule.kind == "senders",
            facets=tuple(
                f.code
                for f in sorted(self._facets.values(), key=lambda f: f.position)
                if any(t.facet == f.code for trigger in norm.triggers for t in trigger.tests)
            ),
        )

    def _check_trigger(self, norm: Norm, trigger: Trigger) -> None:
        if trigger.follows:
            if trigger.tests or trigger.known_to_bearer:
                raise _refuse(
                    norm,
                    f"触发条件 {trigger.name} 混用事实检验与“随之产生”",
                    f"mixes facts and earlier duties in trigger `{trigger.name}`",
                )
            return
        if not trigger.tests:
            raise _refuse(
                norm,
                f"触发条件 {trigger.name} 没有检验",
                f"has a trigger without tests: `{trigger.name}`",
            )
        for test in trigger.tests:
            self._check_test(norm, test)

    def _check_test(self, norm: Norm, test: Test) -> None:
        facet = self._facets.get(test.facet)
        if facet is None or facet.kind not in {"concept", "agency"}:
            raise _refuse(
                norm,
                f"检验的事实项“{test.facet}”没有可列举的值",
                f"tests `{test.facet}`, which has no values to enumerate",
            )
        if bool(test.any_of) == test.any_value:
            raise _refuse(
                norm,
                f"对“{test.facet}”的检验须写 anyOf 或 anyValue 之一",
                f"must test `{test.facet}` by either anyOf or anyValue",
            )
        for value in test.any_of:
            if value not in facet.values:
                raise _refuse(
                    norm,
                    f"“{test.facet}”没有值“{value}”",
                    f"tests `{test.facet}` for `{value}`, which it does not have",
                )

    def _tests_by_facet(self) -> dict[str, dict[int, Test]]:
        """Return for each facet the bits that test it, each with its test.

        A trigger with two tests on one facet that takes many values could be satisfied by two
        values together; that has no form here and is refused.
        """
        found: dict[str, dict[int, Test]] = {}
        for bit, (trigger, _) in enumerate(self._bit_trigger):
            for test in trigger.tests:
                if found.setdefault(test.facet, {}).setdefault(bit, test) is not test:
                    raise CompilationError(
                        f"触发条件 {trigger.name} 对“{test.facet}”有两项检验，无法编译。",
                        f"trigger `{trigger.name}` tests `{test.facet}` twice, "
                        "which cannot be compiled",
                    )
        return found

    def _lookup(self, facet: str, free: int, tests: dict[int, Test]) -> dict[str, int]:
        """For each value, the bits whose test on the facet it satisfies, and those that are free.

        Found from the tests: a value stands in few of them, and a mechanism has many of both.
        """
        satisfied: dict[str, list[int]] = {value: [] for value in self._facets[facet].values}
        anything = bits_of(bit for bit, test in tests.items() if test.any_value)
        for bit, test in tests.items():
            for named in dict.fromkeys(test.any_of):
                for value in self._narrower.get((facet, named), {named}):
                    if value in satisfied:
                        satisfied[value].append(bit)
        return {value: free | anything | bits_of(bits) for value, bits in satisfied.items()}

    def _norm_mask(self, norm: Norm) -> int:
        mask = 0
        for index in self._of_norm[norm.code]:
            mask |= self._units[index].mask
        return mask

    # ------------------------------------------------------------ knowledge and exceptions

    def _makes_aware(self) -> tuple[tuple[int, str], ...]:
        pairs = []
        displaced = {code for exception in self._rb.exceptions for code in exception.displaced}
        for norm in self._triggered():
            if not norm.makes_aware:
                continue
            if norm.code in displaced:
                raise _refuse(
                    norm,
                    "使他人知情的规范不能被排除",
                    "makes others aware, so it cannot be displaced",
                )
            if any(trigger.follows for trigger in norm.triggers):
                raise _refuse(
                    norm,
                    "使他人知情的规范须由事实触发",
                    "makes others aware, so facts must trigger it",
                )
            pairs += [(self._norm_mask(norm), agency) for agency in sorted(norm.makes_aware)]
        return tuple(pairs)

    def _edges(self) -> tuple[Edge, ...]:
        yields: dict[int, list[tuple[int, int, tuple[str, ...]]]] = {}
        above: dict[str, set[str]] = {}
        for exception in self._rb.exceptions:
            condition = 0
            for trigger in exception.only_where:
                if trigger.known_to_bearer or trigger.follows or not trigger.tests:
                    raise CompilationError(
                        f"例外 {exception.name} 的条件只能检验事实。",
                        f"the condition of exception `{exception.name}` may test facts only",
                    )
                condition |= 1 << len(self._bit_owner)
                self._bit_owner.append(-1)
                self._bit_trigger.append((trigger, None))
            for displaced in exception.displaced:
                for displacing in exception.displacing:
                    self._check_exception(exception.name, displaced, displacing)
                    above.setdefault(displaced, set()).add(displacing)
                    for low in self._of_norm[displaced]:
                        for high in self._of_norm[displacing]:
                            same = self._units[low].bearer == self._units[high].bearer
                            if same or not exception.same_bearer:
                                yields.setdefault(low, []).append(
                                    (high, condition, exception.interpretations)
                                )
        rank = ranks(above)
        return tuple(
            Edge(unit=low, by=tuple(sorted(yields[low])))
            for low in sorted(yields, key=lambda u: (rank[self._units[u].norm.code], u))
        )

    def _check_exception(self, name: str, *codes: str) -> None:
        for code in codes:
            norm = self._norms.get(code)
            if norm is None or norm.mode not in TRIGGERED:
                raise CompilationError(
                    f"例外 {name} 所指的规范“{code}”不存在，或不由事项触发。",
                    f"exception `{name}` names `{code}`, which is no norm that incidents trigger",
                )
            if any(trigger.follows for trigger in norm.triggers):
                raise _refuse(
                    norm,
                    f"随其他义务产生，不能参与例外 {name}",
                    f"follows other duties, so it can take no part in exception `{name}`",
                )

    # ------------------------------------------------------------ recipients and follow-ups

    def _acting_rules(self) -> tuple[ActingRule, ...]:
        """Return the recipient rules; those that look for the same units share the set of them."""
        kinds = {agency.code: set(agency.kinds) for agency in self._rb.agencies}
        acts = [
            (index, unit)
            for index, unit in enumerate(self._units)
            if unit.norm.mode == "act" and not any(trigger.follows for trigger in unit.triggers)
        ]
        found: dict[tuple[frozenset[str], frozenset[str]], frozenset[int]] = {}
        for rule in self._acting:
            sought = (frozenset(rule.roles), frozenset(rule.kinds))
            if sought not in found:
                found[sought] = frozenset(
                    index
                    for index, unit in acts
                    if (not sought[0] or unit.norm.role in sought[0])
                    and (not sought[1] or kinds[unit.bearer] & sought[1])
                )
        return tuple(
            ActingRule(
                code=rule.code,
                units=found[frozenset(rule.roles), frozenset(rule.kinds)],
                except_named_in=rule.except_named_in,
            )
            for rule in self._acting
        )

    def _follow_ups(self) -> tuple[tuple[tuple[int, frozenset[int]], ...], ...]:
        sources = {
            norm.code: {code for trigger in norm.triggers for code in trigger.follows}
            for norm in self._triggered()
            if norm.triggers[0].follows
        }
        for code, followed in sources.items():
            for source in followed:
                self._check_exists(code, source)
        rank = ranks({code: set(followed) for code, followed in sources.items()})
        levels: list[list[tuple[int, frozenset[int]]]] = [[] for _ in range(MAX_DEPTH)]
        for code, followed in sources.items():
            units = frozenset(u for source in followed for u in self._of_norm[source])
            levels[rank[code] - 1] += [(index, units) for index in self._of_norm[code]]
        return tuple(tuple(sorted(level, key=lambda p: p[0])) for level in levels if level)

    def _check_exists(self, code: str, source: str) -> None:
        if source not in self._of_norm:
            raise CompilationError(
                f"规范 {code} 随“{source}”产生，但后者不存在或不由事项触发。",
                f"norm `{code}` follows `{source}`, which is no norm that incidents trigger",
            )


def _refuse(norm: Norm, zh: str, en: str) -> CompilationError:
    return CompilationError(f"规范 {norm.code}：{zh}。", f"norm `{norm.code}` {en}")
