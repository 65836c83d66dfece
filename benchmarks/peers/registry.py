"""Which engines there are, and which of them are installed."""

from __future__ import annotations

from importlib import import_module, metadata

from benchmarks.peers.engine import Engine, NotOfferedError

ENGINES = {
    "zhize": "ours:Explained",
    "zhize-open": "ours:Questioned",
    "zhize-bare": "ours:Bare",
    "python": "naive:Naive",
    "oxigraph": "sparql:Oxigraph",
    "clingo": "asp:Clingo",
    "pyshacl": "shacl:PySHACL",
    "pyshacl-turbo": "shacl:Turbo",
    "pyshifty": "shacl:Shifty",
    "datalogic": "json_logic:Datalogic",
    "datalogic-first": "json_logic:DatalogicFirst",
    "cel": "common_expression:Cel",
    "cel-first": "common_expression:CelFirst",
    "zen": "gorules:Zen",
    "zen-first": "gorules:ZenFirst",
    "regorus": "rego:Regorus",
    "regorus-first": "rego:RegorusFirst",
    "rego-cpp": "rego:RegoCpp",
    "cedar": "cedar:Cedar",
    "clips": "clips_rules:Clips",
    "durable": "durable:Durable",
    "durable-first": "durable:DurableFirst",
    "json-rules": "node_rules:NodeRules",
    "json-rules-first": "node_rules:NodeRulesFirst",
}
"""Name on the command line, and where the engine stands below `benchmarks.peers.engines`."""


def engine(name: str, mechanism: str) -> Engine:
    """Return an engine, not yet prepared.

    Raises:
        NotOfferedError: It is not installed.
    """
    module, _, kind = ENGINES[name].partition(":")
    try:
        found: Engine = getattr(import_module(f"benchmarks.peers.engines.{module}"), kind)(
            mechanism
        )
    except ImportError as error:
        raise NotOfferedError(f"not installed: {error}") from error
    return found


def version(of: Engine) -> str:
    """Return the versions of what an engine consists of."""
    return ", ".join(f"{name} {metadata.version(name)}" for name in of.distributions)
