"""What a comparison of two mechanisms finds, as frozen values and as JSON."""

from __future__ import annotations

from typing import Any

import msgspec

from ...model.rulebase import Text

ADDED, REMOVED, CHANGED, RENAMED = "added", "removed", "changed", "renamed"
"""What happened to a term of the mechanism."""

GAINED, LOST, ALTERED = "gained", "lost", "altered"
"""What happened to a duty."""

APPLIES, NO_WORDS = "applies", "no-words"
"""Whether a mechanism reaches an incident; other answers are the reasons of a decision. `no-words`:
its records cannot say what the incident is about."""

Record = dict[str, Any]
"""An incident record, as `zhize decide` takes it."""


class Attribute(msgspec.Struct, frozen=True):
    """One property of a term in both versions, as plain values; None where it is not written."""

    name: str
    before: Any
    after: Any

    def to_dict(self) -> dict[str, Any]:
        """Return `{"name", "before", "after"}`."""
        return {"name": self.name, "before": self.before, "after": self.after}


class TermChange(msgspec.Struct, frozen=True, kw_only=True):
    """A term that only one version has, or that the versions write differently.

    Attributes:
        change: `added`, `removed`, `changed` or `renamed` (which may have changed as well).
        kind: `mechanism`, `provision`, `norm`, `exception`, `facet`, `value`, `agency` …
        before, after: Its code in each version, or None.
        attributes: What differs besides the code.
    """

    change: str
    kind: str
    before: str | None
    after: str | None
    attributes: tuple[Attribute, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return one row of `terms`."""
        return {
            "change": self.change,
            "kind": self.kind,
            "before": self.before,
            "after": self.after,
            "attributes": [a.to_dict() for a in self.attributes],
        }


class DutyForm(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A duty as one version has it: all that can differ besides its wording and its grounds.

    `bearer` is None in a class where it is whichever of the norm's bearers knows of the matter.
    """

    norm: str
    bearer: str | None
    mode: str
    role: str | None = None
    modality: str = ""
    to: tuple[str, ...] = ()
    conditional_on: str | None = None
    alternative_to: str | None = None
    due_days: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the form as JSON."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        return plain


class DutyChange(msgspec.Struct, frozen=True, kw_only=True):
    """A duty that one version gives and the other does not, or gives otherwise.

    Of a duty that is altered, the forms carry what differs: recipients that only one version finds
    stand in `to`, and properties that are equal are left empty.

    Attributes:
        change: `gained`, `lost` or `altered`.
        before, after: The duty in each version, or None.
        recipients: The recipients differ, and are not named because they do so case by case.
    """

    change: str
    before: DutyForm | None
    after: DutyForm | None
    recipients: bool = False

    @property
    def form(self) -> DutyForm:
        """The form that names the duty: the earlier one where there are two."""
        form = self.before or self.after
        assert form is not None
        return form

    def to_dict(self) -> dict[str, Any]:
        """Return one row of `duties`."""
        return {
            "change": self.change,
            "before": None if self.before is None else self.before.to_dict(),
            "after": None if self.after is None else self.after.to_dict(),
            "recipients": self.recipients,
        }


class Witness(msgspec.Struct, frozen=True, kw_only=True):
    """A smallest incident: of all that change alike, none states fewer facts.

    Attributes:
        stated: How many values it states, without the identifier, the day and the place.
        before, after: The record in the words of each version; None where it has none for it.
        duties: All that changes in this incident, with recipients and consequences.
        refused: `before` and `after`, where that version's record shapes refuse it all the same.
        new_words: (facet, value) that only the later version knows; `old_words` the earlier.
    """

    stated: int
    before: Record | None
    after: Record | None
    duties: tuple[DutyChange, ...] = ()
    refused: tuple[str, ...] = ()
    new_words: tuple[tuple[str, str], ...] = ()
    old_words: tuple[tuple[str, str], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the witness as JSON."""
        return {
            "stated": self.stated,
            "before": self.before,
            "after": self.after,
            "duties": [d.to_dict() for d in self.duties],
            "refused": list(self.refused),
            "new_words": [{"fact": f, "value": v} for f, v in self.new_words],
            "old_words": [{"fact": f, "value": v} for f, v in self.old_words],
        }


class IncidentClass(msgspec.Struct, frozen=True, kw_only=True):
    """All enumerated incidents whose duties change in one and the same way.

    The way is told by the duties that the new version itself treats otherwise. What differs in
    consequence (who is notified of an act that moved, who then feeds back) depends on every other
    fact of the incident; it is told in full for the witness.

    Attributes:
        reach: Whether each version applies: `applies`, `not-in-force`, `outside-jurisdiction` or
            `no-words`. Where only one does, `duties` is empty: it gives or loses all there are.
        duties: What changes, lost duties first; of the recipients only those that a norm names.
        cases: How many of the enumerated cases are of this class.
        witness: A smallest one; None where no small incident has any duty.
    """

    reach: tuple[str, str]
    duties: tuple[DutyChange, ...]
    cases: int
    witness: Witness | None

    def to_dict(self) -> dict[str, Any]:
        """Return one row of `classes`."""
        return {
            "reach": {"before": self.reach[0], "after": self.reach[1]},
            "duties": [d.to_dict() for d in self.duties],
            "cases": self.cases,
            "witness": None if self.witness is None else self.witness.to_dict(),
        }


class DutyTotal(msgspec.Struct, frozen=True, kw_only=True):
    """One duty over all classes: in how many cases it is gained, lost or altered.

    `first` is the rank, from 1, of the class with the smallest witness.
    """

    change: str
    norm: str
    bearer: str | None
    cases: int
    first: int

    def to_dict(self) -> dict[str, Any]:
        """Return one row of `totals`."""
        return {
            "change": self.change,
            "norm": self.norm,
            "bearer": self.bearer,
            "cases": self.cases,
            "class": self.first,
        }


class FacetRange(msgspec.Struct, frozen=True, kw_only=True):
    """What was enumerated on one field, or on several that no norm tells apart.

    Attributes:
        facets: The codes of the fields.
        values: How many values they take; `distinct`: how many of these some norm tells apart.
        most: How many values one case states at most; None: any number.
    """

    facets: tuple[str, ...]
    values: int
    distinct: int
    most: int | None

    def to_dict(self) -> dict[str, Any]:
        """Return one row of `facets`."""
        return {
            "facets": list(self.facets),
            "values": self.values,
            "distinct": self.distinct,
            "most": self.most,
        }


class Enumeration(msgspec.Struct, frozen=True, kw_only=True):
    """What was compared.

    Attributes:
        facets: The range of each field that decides.
        settings: How many days and places the two mechanisms tell apart and at least one reaches.
        cases: How many cases there are in all; `changed`: in how many the duties differ.
        complete: True where every incident that records can say is equal, for the norms of both
            versions, to an enumerated case.
    """

    facets: tuple[FacetRange, ...]
    settings: int
    cases: int
    changed: int
    complete: bool

    def to_dict(self) -> dict[str, Any]:
        """Return `enumerated`."""
        return {
            "facets": [f.to_dict() for f in self.facets],
            "settings": self.settings,
            "cases": self.cases,
            "changed": self.changed,
            "complete": self.complete,
        }


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """Which mechanism was compared."""

    id: str
    version: str
    sha256: str
    label: Text

    def to_dict(self) -> dict[str, Any]:
        """Return the version as JSON."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        return plain


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """All that differs between two versions of a mechanism.

    Attributes:
        before, after: The two versions.
        terms: What is written differently.
        classes: Incidents whose duties differ, those with the smallest witness first.
        totals: The same, duty by duty.
        consequences: Norms (codes of the later version, else of the earlier) under which duties
            may differ in consequence, beside those that the classes name.
        enumerated: What was compared to find out.
    """

    before: Version
    after: Version
    terms: tuple[TermChange, ...]
    classes: tuple[IncidentClass, ...]
    totals: tuple[DutyTotal, ...]
    consequences: tuple[str, ...]
    enumerated: Enumeration

    @property
    def same(self) -> bool:
        """Whether nothing differs, neither in what is written nor in what follows."""
        return not (self.terms or self.classes)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of `zhize diff`."""
        return {
            "same": self.same,
            "before": self.before.to_dict(),
            "after": self.after.to_dict(),
            "terms": [t.to_dict() for t in self.terms],
            "enumerated": self.enumerated.to_dict(),
            "totals": [t.to_dict() for t in self.totals],
            "consequences": list(self.consequences),
            "classes": [c.to_dict() for c in self.classes],
        }
