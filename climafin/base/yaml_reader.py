"""PyYAML's tree turned into ours; apart from the nouns, because PyYAML is slow to load."""

import yaml

from climafin.base.messages import Message, message
from climafin.base.yaml_nodes import Faults, Node, Place

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(text: str, file: str, faults: Faults) -> Node | None:
    """Read a text as one YAML document.

    Args:
        text: the file's text.
        file: its name, for messages.
        faults: where complaints go.

    Returns:
        The root node, or None when the text is not YAML at all (a fault says where).
    """
    try:
        root = yaml.compose(text, _Loader)
        # The composed tree has forgotten where an alias stood.
        aliases = [
            event.start_mark
            for event in yaml.parse(text, _Loader)
            if isinstance(event, yaml.AliasEvent) and event.start_mark is not None
        ]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column, index = (mark.line, mark.column, mark.index) if mark else (0, 0, 0)
        place = Place(file, line + 1, column + 1, index, index)
        faults.add(place, _ill_formed(error.problem or ""))
        return None
    except yaml.reader.ReaderError as error:
        line, column = text.count("\n", 0, error.position) + 1, error.position - text.rfind("\n", 0, error.position)
        place = Place(file, line, column, error.position, error.position + 1)
        faults.add(place, message("The control character {code} may not stand in a text.", code=_code(error.character)))
        return None
    except yaml.YAMLError as error:
        faults.add(Place(file, 1, 1, 0, 0), message("This is not well-formed YAML: {problem}", problem=str(error)))
        return None
    if root is None:
        faults.add(Place(file, 1, 1, 0, 0), message("The file is empty."))
        return None
    for start in aliases:
        place = Place(file, start.line + 1, start.column + 1, start.index, start.index)
        faults.add(place, message("Aliases (*name) are not taken; write the value out."))
    return _Reader(file, faults).node(root, depth=0)


#: What PyYAML says most often, in plain words.
_TOLD = {
    "found character that cannot start any token": message("nothing can start with this character; a tab, perhaps?"),
    "found a tab character that violates indentation": message("lines are indented with blanks, not with tabs"),
    "mapping values are not allowed in this context": message("there is one colon too many, or a quote is missing"),
    "could not find expected ':'": message("a colon is missing after the key"),
    "did not find expected key": message("the line is indented wrongly, or a quote or bracket is missing before it"),
    "did not find expected '-' indicator": message("the line is indented wrongly, or its “-” is missing"),
    "did not find expected ',' or ']'": message("a closing square bracket or a comma is missing"),
    "did not find expected ',' or '}'": message("a closing curly bracket or a comma is missing"),
    "did not find expected node content": message("a value is missing here"),
    "found unexpected end of stream": message("the file ends in the middle; a closing quote is missing"),
    "found unknown escape character": message("a \\ in double quotes means something else; use single quotes"),
}


def _ill_formed(problem: str) -> Message:
    return message("This is not well-formed YAML: {problem}", problem=_TOLD.get(problem, problem))


def _code(character: object) -> str:
    return f"U+{character:04X}" if isinstance(character, int) else f"U+{ord(str(character)[:1] or '?'):04X}"


class _Reader:
    """Turns PyYAML's nodes into ours and refuses what we do not take."""

    MAX_DEPTH = 30

    def __init__(self, file: str, faults: Faults) -> None:
        self._file = file
        self._faults = faults
        self._seen: set[int] = set()

    def node(self, raw: yaml.Node, depth: int) -> Node:
        place = self._place(raw)
        if id(raw) in self._seen:
            return Node(place, text="")  # an alias, complained about already
        self._seen.add(id(raw))
        if depth > self.MAX_DEPTH:
            self._faults.add(place, message("This is nested too deeply."))
            return Node(place, text="")
        if isinstance(raw, yaml.ScalarNode):
            return Node(place, text=str(raw.value), quoted=raw.style in ("'", '"'))
        if isinstance(raw, yaml.SequenceNode):
            return Node(place, items=tuple(self.node(item, depth + 1) for item in raw.value))
        return self._mapping(raw, place, depth)

    def _mapping(self, raw: yaml.Node, place: Place, depth: int) -> Node:
        entries: dict[str, Node] = {}
        key_places: dict[str, Place] = {}
        for raw_key, raw_value in raw.value:
            key_place = self._place(raw_key)
            key = str(raw_key.value) if isinstance(raw_key, yaml.ScalarNode) else ""
            if not key:
                self._faults.add(key_place, message("A key must be a plain word."))
            elif key in entries:
                first = key_places[key].line
                self._faults.add(
                    key_place,
                    message("The key “{key}” stands twice; first in line {line}.", key=key, line=first),
                )
            else:
                entries[key] = self.node(raw_value, depth + 1)
                key_places[key] = key_place
        return Node(place, entries=entries, key_places=key_places)

    def _place(self, raw: yaml.Node) -> Place:
        start, end = raw.start_mark, raw.end_mark
        return Place(self._file, start.line + 1, start.column + 1, start.index, end.index)
