"""Every store has its suite, and no suite can quietly stay out."""

from __future__ import annotations

import importlib
from pathlib import Path

import netmap.stores
from tests.contract.suite import StoreContract
from tests.contract.test_neo4j_store import TestNeo4jStore as Neo4jSuite
from tests.contract.test_sqlite_store import TestSqliteStore as SqliteSuite


def stores() -> set[type]:
    """Find every class in ``netmap.stores`` that can do what a store must."""
    found = set()
    for path in Path(netmap.stores.__path__[0]).glob("*/store.py"):
        module = importlib.import_module(f"netmap.stores.{path.parent.name}.store")
        found |= {
            value
            for value in vars(module).values()
            if isinstance(value, type) and value.__module__ == module.__name__ and hasattr(value, "apply")
        }
    return found


def test_the_set_of_suites_equals_the_set_of_stores() -> None:
    assert len(stores()) >= 2
    assert {suite.store_type for suite in StoreContract.__subclasses__()} == stores()
    assert set(StoreContract.__subclasses__()) == {SqliteSuite, Neo4jSuite}


def test_the_graph_suite_may_not_be_skipped_where_skips_are_forbidden() -> None:
    """The house fails a skip under NETMAP_FORBID_SKIPS unless a test says that it may be skipped."""
    marks = {mark.name for mark in Neo4jSuite.pytestmark}  # type: ignore[attr-defined]
    assert marks == {"neo4j"}
    tests = [getattr(Neo4jSuite, name) for name in dir(Neo4jSuite) if name.startswith("test_")]
    assert len(tests) > 50
    own = {mark.name for test in tests for mark in getattr(test, "pytestmark", [])}
    assert own <= {"parametrize", "hypothesis"}
