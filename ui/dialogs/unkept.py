"""Nothing typed is lost without a word: what could not be kept is named before it goes."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from climafin.base.errors import ClimaFinError
from climafin.base.messages import message
from climafin.domain.dictionary import dictionary
from climafin.ui.desk import Desk
from climafin.ui.dialogs.library import QuestionDialog

#: So many entries are named; the question stays readable.
_NAMED = 5


def ask_about_unkept(window: QWidget, desk: Desk, title: str, verb: str, then: Callable[[], None]) -> None:
    """Name the entries that could not be kept, and call `then()` when the person lets them go.

    Args:
        window: the window asked in.
        desk: holds what could not be kept.
        title: the question, in the window's language.
        verb: the button that lets them go, in the window's language.
        then: called when they may go.
    """
    words, count = desk.language, len(desk.unkept)
    told = words.plural(
        "{count} entry cannot be kept and is lost; its field tells why:",
        "{count} entries cannot be kept and are lost; their fields tell why:",
        count,
    )
    lines = [_line(desk, uid, key, text) for (uid, key), text in list(desk.unkept.items())[:_NAMED]]
    more = [words.say(message("and {count} more", count=count - _NAMED))] if count > _NAMED else []
    QuestionDialog.ask(window, desk, (title, "\n".join([told, *lines, *more]), verb), then)


def _line(desk: Desk, uid: str, key: str, text: str) -> str:
    from climafin.services import projects  # noqa: PLC0415 - hardly ever needed

    try:
        project = projects.show_project(desk.open_session, uid)
        name = f"{project.number} {project.name}"
    except ClimaFinError:
        name = desk.language.text("a project that is not registered yet")
    field = dictionary()
    label = field[key].label if key in field else key
    return desk.say(message("{project} · {field}: “{text}”", project=name, field=label, text=text))
