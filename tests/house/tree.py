"""The source tree as the house tests look at it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("climafin", "ui", "resources", "scoring_rules")
CORE_ROOMS = ("base", "domain", "expression", "rules", "store", "exchange", "dossier", "services", "terminal")


def python_files(*folders: str) -> Iterator[Path]:
    """Yield the Python files of some top folders, run.py included when the root itself is meant."""
    for folder in folders:
        yield from sorted(path for path in (ROOT / folder).rglob("*.py") if "__pycache__" not in path.parts)


def shown(path: Path) -> str:
    """Return a path as it is told."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """Return a file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Yield (line, module) for every import of a file, those inside functions too."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or ""
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def module_name(path: Path) -> str:
    """Return the name a product file is imported by: everything lies under `climafin`."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    parts = parts if parts[0] == "climafin" else ("climafin", *parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
