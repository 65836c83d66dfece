"""A loaded mechanism that shows itself: pictures, tables, calendars, pages and training kits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._errors import UsageError
from ._examining import Examining

if TYPE_CHECKING:
    from ._deciding import Fields
    from .dutygraph import DutyGraph
    from .model.incident import Incident, Record


class Showing(Examining):
    """A loaded mechanism, as far as it is shown."""

    def duty_graph(
        self,
        incident: Incident | Record | Fields | None = None,
        *,
        agency: str | None = None,
        article: str | None = None,
        violation: str | None = None,
    ) -> DutyGraph:
        """Return the duty graph of the mechanism, of a part of it, or of one incident.

        Args:
            incident: As for `decide`: who found it, who notifies whom, who acts, who feeds back.
            agency: Only what this agency bears or is owed, by code or label.
            article: Only this article.
            violation: Only what this value of a fact may trigger, and what follows from it.

        Raises:
            UsageError: A word names nothing, or an incident is combined with a choice.
            RecordError: The record is refused.
        """
        from .dutygraph import incident_graph, mechanism_graph, select

        if incident is None:
            chosen = select(self.rulebase, agency=agency, article=article, violation=violation)
            return mechanism_graph(self.rulebase, self.decider.evaluator.program, chosen)
        if not agency == article == violation is None:
            raise UsageError(
                "事项的职责图不能再限定机关、条款或违法行为：请只给出其中一种。",
                "the duty graph of an incident takes no agency, article or violation; "
                "give one or the other",
            )
        found = self.incident(incident)
        return incident_graph(found, self.decider.decide(found), self.rulebase)
