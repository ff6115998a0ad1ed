"""What Qt's own Chinese catalogue lacks or says oddly, in the texts of ours."""

from PySide6.QtCore import QTranslator

from climafin.base.language import Language
from climafin.base.messages import N_

#: Qt's text: ours, which our catalogue knows. "Size" of a file is called a volume by Qt.
_OURS = {
    "&Look in:": N_("Look in:"),
    "Files of &type:": N_("Kind of file:"),
    "Folder": N_("Folder"),
    "Drive": N_("Drive"),
    "Size": N_("Size"),
}


class QtWords(QTranslator):
    """Answers before Qt's own catalogue, for the few texts it knows."""

    def __init__(self, words: Language) -> None:
        super().__init__()
        self._words = words

    def isEmpty(self) -> bool:
        """Say that there is something to ask for: Qt leaves empty catalogues out."""
        return False

    def translate(
        self,
        context: str,  # noqa: ARG002 - Qt's signature
        source: str,
        disambiguation: str | None = None,  # noqa: ARG002 - Qt's signature
        n: int = -1,  # noqa: ARG002 - Qt's signature
    ) -> str | None:
        """Return the text; None hands the question on to Qt's own catalogue."""
        ours = _OURS.get(source)
        return self._words.text(ours) if ours else None
