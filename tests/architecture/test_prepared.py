"""Statements that are built once say all that does not change."""

import ast

from tests.support.repository import name_of, nodes, sources


def limits_of_prepared_statements():
    """Yield where a function that is prepared limits something, and the expression that it is limited by."""
    for path in sources():
        for made in nodes(path):
            if not isinstance(made, ast.FunctionDef) or "prepared" not in map(ast.unparse, made.decorator_list):
                continue
            for call in ast.walk(made):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "limit":
                    yield f"{name_of(path)}:{call.lineno}", ast.unparse(call.args[0])


def test_a_prepared_statement_says_its_limits_in_figures():
    limits = dict(limits_of_prepared_statements())
    assert len(limits) > 30
    assert [where for where, by in limits.items() if not by.startswith("figure(")] == []
