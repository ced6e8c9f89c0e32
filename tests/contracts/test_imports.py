"""Journeys and the client for agencies' own systems stand on contracts alone: they see what anybody outside sees."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
INSIDE = {"kit", "agencies", "cases", "deadlines", "reporting"}
OUTSIDERS = [*ROOT.glob("tests/journeys/*.py"), *ROOT.glob("docs/api/*.py"), *ROOT.glob("dev/demo/*.py")]


@pytest.mark.parametrize("path", OUTSIDERS, ids=lambda path: path.name)
def test_it_imports_no_service(path: Path) -> None:
    imported = {
        name.split(".")[0] for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) for name in _names(node)
    }

    assert imported & INSIDE == set()


def _names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
