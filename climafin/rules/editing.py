"""Changing one value of a pack's text: only its characters change, comments, order and layout stay.

What is written is checked by reading the whole text again: it must be the same tree with the new value in it.
"""

import re
from collections.abc import Mapping

from climafin.base.errors import CallProblem
from climafin.base.messages import message
from climafin.base.yaml_nodes import Faults, Node, unknown_name
from climafin.base.yaml_reader import read_yaml

#: A step of a path: a key of a mapping, the id or key of an item of a list, or the item's number from 0.
Step = str | int
#: What an item of a list may be named by, the surest first.
_NAMES = ("id", "key", "name", "part", "from")
#: Written bare, such a text is read as itself: no sign that means something to YAML stands where it would.
_BARE = re.compile(r"[\w≥≤≠<>=%（）()./＋+*·、。“”《》〔〕—~^-]+(?: [\w≥≤≠<>=%（）()./＋+*·、。“”《》〔〕—~^-]+)*")
_FILE = "pack.yaml"


def with_value(text: str, path: tuple[Step, ...], new: str) -> str:
    """Return a pack's text with one value changed.

    Args:
        text: the text of the pack.
        path: where the value stands, such as ("criteria", "C01", "weight") or ("grades", 0, "from"): items of lists
            are named by their id, key or name, or by their number from 0.
        new: the new value, as it is read; it is put in quotes where it must be.

    Raises:
        CallProblem: there is nothing at that path, it is no single value, or the value cannot be written there.
    """
    root = _read(text)
    if root is None:
        raise CallProblem(message("The text is not well-formed, so no single value of it can be changed."))
    node = _found(root, path)
    if node.text is None:
        raise CallProblem(message("At {path} stands no single value.", path=_said(path)))
    place = node.place
    old = text[place.start : place.end]
    for written in _ways(new, old, node):
        changed = text[: place.start] + written + text[place.end :]
        again = _read(changed)
        if again is not None and _values(again) == _values(root, node, new):
            return changed
    raise CallProblem(message("“{text}” cannot be written at {path}.", text=new, path=_said(path)))


def with_values(text: str, changes: Mapping[tuple[Step, ...], str]) -> str:
    """Return a pack's text with several values changed at once: the text is read once before and once after.

    Args:
        text: the text of the pack.
        changes: path to new value, as of `with_value`.

    Raises:
        CallProblem: as of `with_value`; nothing is changed then.
    """
    root = _read(text)
    if root is None:
        raise CallProblem(message("The text is not well-formed, so no single value of it can be changed."))
    pieces = []
    for path, new in changes.items():
        node = _found(root, path)
        if node.text is None:
            raise CallProblem(message("At {path} stands no single value.", path=_said(path)))
        old = text[node.place.start : node.place.end]
        pieces.append((node.place.start, node.place.end, _ways(new, old, node)[0]))
    changed = text
    for start, end, written in sorted(pieces, reverse=True):
        changed = changed[:start] + written + changed[end:]
    again = _read(changed)
    if again is not None and all(_found(again, _numbered(root, path)).text == new for path, new in changes.items()):
        return changed
    # One of them must be written in another way than the first: one after the other finds out which.
    changed = text
    for path, new in changes.items():
        changed = with_value(changed, _numbered(root, path), new)
    return changed


def _numbered(root: Node, path: tuple[Step, ...]) -> tuple[Step, ...]:
    """Return a path with items of lists by their numbers: their names may be what changes."""
    node, found = root, list[Step]()
    for step in path:
        inner = _inner(node)[step]
        found.append(step if node.items is None else next(at for at, one in enumerate(node.items) if one is inner))
        node = inner
    return tuple(found)


def with_written(text: str, written: Mapping[tuple[Step, ...], str]) -> str:
    """Return a pack's text with whole values, single ones or lists, written anew.

    Args:
        text: the text of the pack.
        written: path to the new value as YAML writes it on one line, such as `[76.1, 84.6]`.

    Raises:
        CallProblem: there is nothing at a path, or what is written changes more than the value.
    """
    root = _read(text)
    if root is None:
        raise CallProblem(message("The text is not well-formed, so no single value of it can be changed."))
    pieces = sorted(((_found(root, path).place, path) for path in written), key=lambda one: -one[0].start)
    changed = text
    for place, path in pieces:
        end = place.start + len(text[place.start : place.end].rstrip())
        changed = changed[: place.start] + written[path] + changed[end:]
    again = _read(changed)
    wanted = {path: _read(new) for path, new in written.items()}
    if again is None or any(
        node is None or _values(_found(again, _numbered(root, path))) != _values(node) for path, node in wanted.items()
    ):
        raise CallProblem(message("These values cannot be written into the text; change them by hand."))
    return changed


def with_item(text: str, key: str, item: str) -> str:
    """Return a pack's text with one more item at the end of a list at its top, such as `cases`.

    Args:
        text: the text of the pack.
        key: the list; a pack without it gets it at the end of its text.
        item: the item as it is written, one line or several, without its dash and without indentation.

    Raises:
        CallProblem: the text is not well-formed, or the item cannot be written there.
    """
    root = _read(text)
    if root is None or root.entries is None:
        raise CallProblem(message("The text is not well-formed, so nothing can be added to it."))
    node = root.entries.get(key)
    if node is None or not node.items:
        if node is not None:
            text = text[: root.key_places[key].start] + text[node.place.end :]
        changed = f"{text.rstrip()}\n\n{key}:\n{_dashed(item, '  ')}"
    else:
        last = node.items[-1].place
        line = text.rfind("\n", 0, last.start) + 1
        indent = text[line : last.start].split("-")[0]
        end = len(text[: last.end].rstrip())
        rest = text.find("\n", end)
        at = len(text) if rest < 0 else rest
        changed = f"{text[:at]}\n{_dashed(item, indent)}{text[at + 1 :]}"
    again = _read(changed)
    added = None if again is None or again.entries is None else again.entries.get(key)
    count = 0 if node is None else len(node.items or ())
    if added is None or len(added.items or ()) != count + 1:
        raise CallProblem(message("This cannot be added under “{key}”; write it into the text by hand.", key=key))
    return changed


def _dashed(item: str, indent: str) -> str:
    first, *rest = item.rstrip().split("\n")
    return "\n".join([f"{indent}- {first}", *(f"{indent}  {line}" if line else "" for line in rest)]) + "\n"


def value_at(text: str, path: tuple[Step, ...]) -> str:
    """Return the value at a path, as it is read.

    Raises:
        CallProblem: there is no single value at that path.
    """
    root = _read(text)
    node = None if root is None else _found(root, path)
    if node is None or node.text is None:
        raise CallProblem(message("At {path} stands no single value.", path=_said(path)))
    return node.text


def _read(text: str) -> Node | None:
    faults = Faults()
    root = read_yaml(text, _FILE, faults)
    return None if faults else root


def _found(root: Node, path: tuple[Step, ...]) -> Node:
    node = root
    for at, step in enumerate(path):
        inner = _inner(node)
        if step not in inner:
            known = [str(name) for name in inner]
            told = message("{path}: {told}", path=_said(path[:at]), told=unknown_name(str(step), known))
            raise CallProblem(told)
        node = inner[step]
    return node


def _inner(node: Node) -> dict[Step, Node]:
    """Return what stands directly under a node by the steps that lead there; names win over numbers."""
    found: dict[Step, Node] = {}
    found.update(node.entries or {})
    for number, item in enumerate(node.items or ()):
        found[number] = item
        for name in _NAMES:
            named = (item.entries or {}).get(name)
            if named is not None and named.text is not None:
                found.setdefault(named.text, item)
                break
    return found


def _ways(new: str, old: str, node: Node) -> tuple[str, ...]:
    """Return how a value may be written, the way the old one was written first."""
    single = "'" + new.replace("'", "''") + "'"
    double = '"' + new.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'
    bare = (new,) if _BARE.fullmatch(new) or new == node.text else ()
    # A value written over several lines ends with the line break that parts it from what follows.
    tail = old[len(old.rstrip("\n")) :] if not node.quoted else ""
    ways: tuple[str, ...] = (*bare, single, double)
    if node.quoted:
        ways = (single, double) if old.startswith("'") else (double, single)
    return tuple(way + tail for way in ways)


def _values(node: Node, changed: Node | None = None, new: str = "") -> object:
    """Return a tree without places and quotes, to be compared; one node may stand for its new value."""
    if node is changed:
        return new
    if node.entries is not None:
        return {key: _values(one, changed, new) for key, one in node.entries.items()}
    return node.text if node.items is None else [_values(one, changed, new) for one in node.items]


def _said(path: tuple[Step, ...]) -> str:
    return " › ".join(str(step) for step in path) or "—"
