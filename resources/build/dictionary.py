"""Packs the data dictionary into JSON that is quick to read; run it after every change of `project.yaml`.

    python resources/build/dictionary.py           write resources/dictionary/project.json
    python resources/build/dictionary.py --check   change nothing; exit 1 when it is not in step

The program reads the packed copy only when it was made from exactly the present `project.yaml`; a forgotten run
costs time at start-up, nothing else.
"""

import sys

from climafin.base.paths import resource
from climafin.domain.dictionary import packed
from climafin.domain.dictionary_file import read_dictionary


def main() -> int:
    """Write the packed copy, or compare it."""
    path = resource("dictionary", "project.yaml")
    source = path.read_bytes()
    made = packed(read_dictionary(source.decode("utf-8"), path.name), source)
    target = path.with_suffix(".json")
    if "--check" not in sys.argv:
        target.write_text(made, encoding="utf-8")
        return 0
    is_in_step = target.exists() and target.read_text(encoding="utf-8") == made
    if not is_in_step:
        print("project.json is not made from project.yaml: run resources/build/dictionary.py")
    return 0 if is_in_step else 1


if __name__ == "__main__":
    sys.exit(main())
