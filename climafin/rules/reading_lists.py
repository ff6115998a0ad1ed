"""Reading the lists of a pack: names that rules ask whether something stands in."""

import re
from collections.abc import Mapping

from climafin.base.messages import message
from climafin.base.yaml_nodes import Node, unknown_name
from climafin.expression.terms import Sort, ValueType
from climafin.expression.vocabulary import FactName, Vocabulary
from climafin.rules.pack import Listing
from climafin.rules.schema import NodeReader

_LIST_FILE = re.compile(r"[^/\\]{1,80}\.txt")
MAX_ENTRIES = 20_000


class ListReader:
    """Reads the `lists` of one pack.

    Args:
        nodes: the reader of nodes.
        taken: the names that facts answer to.
        beside: the text files in the pack's folder, by name.
    """

    def __init__(self, nodes: NodeReader, taken: Vocabulary, beside: Mapping[str, bytes]) -> None:
        self._nodes = nodes
        self._taken = taken
        self._beside = beside

    def lists(self, node: Node | None) -> tuple[Listing, ...]:
        """Return the lists."""
        found = []
        for name, item in self._nodes.pairs(node):
            self._nodes.new_name(node or item, name, self._taken)
            entries = self._nodes.entries(item, ("title", "source"), ("entries", "file"))
            if ("entries" in entries) == ("file" in entries):
                told = message("A list has exactly one of: {names}.", names="entries, file")
                self._nodes.fault(item, told)
            said = [self._nodes.text(one) for one in self._nodes.items(entries.get("entries"))]
            if "file" in entries:
                said = self._lines(entries["file"])
            if len(said) > MAX_ENTRIES:
                told = message("A list holds at most {limit} entries.", limit=MAX_ENTRIES)
                self._nodes.fault(item, told)
            title, source = self._nodes.label(entries.get("title")), self._nodes.source(entries.get("source"))
            found.append(Listing(name, title, tuple(dict.fromkeys(said)), source, item.place))
        return tuple(found)

    def _lines(self, node: Node) -> list[str]:
        name = self._nodes.text(node)
        if not _LIST_FILE.fullmatch(name):
            told = message("A list's file lies beside the pack and is named such as “names.txt”.")
            self._nodes.fault(node, told)
        elif name not in self._beside:
            self._nodes.fault(node, unknown_name(name, self._beside))
        else:
            try:
                text = self._beside[name].decode("utf-8-sig")
            except UnicodeDecodeError:
                self._nodes.fault(node, message("The file is not UTF-8 text."))
                return []
            return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
        return []


def list_name(listing: Listing) -> FactName:
    """Return the name that expressions use for a list."""
    return FactName(listing.name, listing.label, ValueType(Sort.LIST, entries=frozenset(listing.entries)))
