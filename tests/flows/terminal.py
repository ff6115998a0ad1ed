"""The `climafin` command as a person or a script runs it: a process of its own."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call of the command gave back.

    Attributes:
        code: its exit code.
        out: standard output.
        said: standard error.
    """

    code: int
    out: str
    said: str

    @property
    def plain(self) -> object:
        """Standard output read as JSON."""
        return json.loads(self.out)


@dataclass(frozen=True, slots=True)
class Terminal:
    """A terminal with settings of its own.

    Attributes:
        home: where settings go.
        language: the language of its machine.
    """

    home: Path
    language: str = "en_US.UTF-8"

    def run(self, *words: str | Path) -> Answer:
        """Call `climafin` with these words; no traceback may ever come out."""
        environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("QT_")},
            "CLIMAFIN_HOME": str(self.home),
            "LC_ALL": self.language,
        }
        command = [sys.executable, "-m", "climafin", *map(str, words)]
        done = subprocess.run(
            command, capture_output=True, encoding="utf-8", env=environment, cwd=self.home, check=False, timeout=100
        )
        assert "Traceback" not in done.stderr + done.stdout, done.stderr
        return Answer(done.returncode, done.stdout, done.stderr)

    def json(self, *words: str | Path) -> object:
        """Call `climafin` and return its JSON answer; the call must succeed."""
        answer = self.run(*words, "--format", "json")
        assert answer.code == 0, answer.said
        return answer.plain
