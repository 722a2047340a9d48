"""The product's own source, for tests that read it."""

import ast
from functools import cache
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = ("accounts", "activity", "helpdesk", "knowledgebase", "mail", "shared", "sla", "tenants", "tickets")


@cache
def modules(*, with_tests: bool = False) -> dict[str, ast.Module]:
    """Return the product's modules by path below the checkout; migrations are generated and left out."""
    folders = (*APPS, "tests") if with_tests else APPS
    paths = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return {
        str(path.relative_to(ROOT)): ast.parse(path.read_text(), str(path))
        for path in paths
        if "migrations" not in path.parts
    }


def templates() -> dict[str, str]:
    """Return the templates by path below the checkout."""
    paths = sorted(path for path in ROOT.glob("templates/**/*") if path.is_file())
    return {str(path.relative_to(ROOT)): path.read_text() for path in paths}


def dotted(node: ast.expr) -> str:
    """Return "a.b.c" of an expression that is a dotted name, "" of any other."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def calls(tree: ast.Module) -> dict[str, list[int]]:
    """Return what a module calls by dotted name, with the lines."""
    found: dict[str, list[int]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (name := dotted(node.func)):
            found.setdefault(name, []).append(node.lineno)
    return found
