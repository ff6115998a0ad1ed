"""The packed copy of the dictionary says what the YAML says; else the window would wait for YAML at every start."""

from climafin.base.paths import resource
from climafin.domain.dictionary import packed
from climafin.domain.dictionary_file import read_dictionary


def test_the_packed_dictionary_is_fresh():
    source = resource("dictionary", "project.yaml").read_bytes()
    whole = read_dictionary(source.decode("utf-8"), "project.yaml")
    kept = resource("dictionary", "project.json").read_text(encoding="utf-8")
    assert kept == packed(whole, source), "run resources/build/dictionary.py"
