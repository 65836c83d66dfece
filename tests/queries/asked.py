"""What each competency query is asked in the golden tables."""

from __future__ import annotations

Given = dict[str, str | list[str]]

NOTICE: dict[str, list[Given]] = {
    "agencies-in-role": [{}, {"role": "supervisory"}],
    "agencies-of-places": [{}],
    "agencies-without-duties": [{}],
    "alternatives": [{}],
    "chains": [{}],
    "duties-of-agency": [{"agency": "township-government"}, {"agency": "water"}],
    "duties-of-kind": [{"kind": "functional-department"}],
    "exceptions": [{}],
    "interpretations-in-use": [{}],
    "limits-in-time-and-place": [{}],
    "norms-as-graph": [{"agency": "judicial-organs"}, {"agency": "anyone"}],
    "norms-of-article": [{"article": "15"}],
    "norms-that-say": [{"words": "及时"}],
    "norms-that-test-value": [{"zones": "reservoir-area"}],
    "open-to-lawyers": [{}],
    "prohibitions": [{}],
    "quotes-of-article": [{"article": "3"}],
    "recipients-of-agency": [{"agency": "forestry"}, {"agency": "discipline-supervision"}],
    "recurring-duties": [{}, {"agency": "leading-group-office"}],
    "repairs-of-text": [{}],
    "standing-duties": [{"agency": "power"}],
    "text-of-article": [{"article": "8"}],
    "triggers-of-norm": [{"norm": "8.1"}, {"norm": "15.6"}],
    "urgency-words": [{}],
    "values-of-facet": [{"facet": "zones"}],
    "values-without-norm": [{}],
    "who-acts-on": [
        {"violations": "illegal-sand-mining", "zones": "reservoir-area"},
        {"violations": ["obstruction", "dereliction"]},
    ],
    "who-is-made-aware": [{}],
    "who-notifies-agency": [{"agency": "natural-resources"}, {"agency": "county-government"}],
    "workload": [{}],
}
"""Parameters by query, in every way that is worth reading."""

HARBOUR: dict[str, list[Given]] = {
    "agencies-in-role": [{}],
    "agencies-of-places": [{}],
    "agencies-without-duties": [{}],
    "alternatives": [{}],
    "chains": [{}],
    "duties-of-agency": [{"agency": "capitainerie"}],
    "duties-of-kind": [{"kind": "service"}],
    "exceptions": [{}],
    "interpretations-in-use": [{}],
    "limits-in-time-and-place": [{}],
    "norms-as-graph": [{"agency": "quiconque"}],
    "norms-of-article": [{"article": "article 4"}],
    "norms-that-say": [{"words": "AVISE"}],
    "norms-that-test-value": [{"pollutions": "gazole"}],
    "open-to-lawyers": [{}],
    "prohibitions": [{}],
    "quotes-of-article": [{"article": "5"}],
    "recipients-of-agency": [{"agency": "douanes"}],
    "recurring-duties": [{}],
    "repairs-of-text": [{}],
    "standing-duties": [{}],
    "text-of-article": [{"article": "5"}],
    "triggers-of-norm": [{"norm": "8.c"}],
    "urgency-words": [{}],
    "values-of-facet": [{"facet": "pollutions"}],
    "values-without-norm": [{}],
    "who-acts-on": [{"pollutions": "diesel oil", "météo": "tempete"}],
    "who-is-made-aware": [{}],
    "who-notifies-agency": [{"agency": "mairie"}],
    "workload": [{}],
}
"""The same for a mechanism in French and English."""


def words(given: Given) -> list[str]:
    """Return the parameters as they are written on the command line."""
    return [
        f'--param "{name}={value}"' if " " in value else f"--param {name}={value}"
        for name, values in given.items()
        for value in ([values] if isinstance(values, str) else values)
    ]
