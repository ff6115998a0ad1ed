"""The picture gallery: every page and dialog in both languages, light and dark, at 100 % and 150 %.

`CLIMAFIN_GALLERY=<folder>` keeps the pictures, of every mixture; without it a few mixtures are only checked.
"""

import os
import shutil
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from climafin.base.clock import FixedClock
from climafin.base.language import LanguageCode
from climafin.base.progress import NoProgress
from climafin.base.settings import Settings
from climafin.services import assessments, libraries
from climafin.ui.desk import Desk
from climafin.ui.dialogs.dossier import DossierWindow
from climafin.ui.main_window import MainWindow
from climafin.ui.style import dress
from tests.ui.conftest import NOW, PERSON
from tests.ui.gallery import EMPTY, NOTHING, PRACTICE, SCENES, take

FOLDER = os.environ.get("CLIMAFIN_GALLERY", "")
ALL = tuple(product(("zh_CN", "en"), ("light", "dark"), (100, 150)))
MIXTURES = ALL if FOLDER else (("zh_CN", "light", 100), ("en", "dark", 150))
#: The screens of offices, with text of usual size and of 150 %.
OFFICE_SCREEN = (1366, 768)


@pytest.fixture(scope="module")
def masters(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """An empty library and an assessed practice library, made once."""
    folder = tmp_path_factory.mktemp("gallery")
    clock = FixedClock(NOW)
    libraries.create_library(folder / EMPTY, PERSON, title="两江新区气候投融资项目库", clock=clock).close()
    session = libraries.make_practice_library(folder / PRACTICE, PERSON, NoProgress(), clock)
    assessments.assess_projects(session, progress=NoProgress())
    session.close()
    return {EMPTY: folder / EMPTY, PRACTICE: folder / PRACTICE}


@pytest.fixture(params=MIXTURES, ids=lambda mixture: "-".join(str(part) for part in mixture))
def mixed_desk(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Desk]:
    """A desk in one mixture of language, theme and size."""
    code, theme, scale = request.param
    dress(qapp, dark=theme == "dark", scale=scale)
    language: LanguageCode = code
    made = Desk(Settings(language=language, theme=theme, font_scale=scale, person=PERSON), FixedClock(NOW))
    yield made
    made.close()


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_nothing_is_cut(scene, mixed_desk: Desk, masters: dict[str, Path], tmp_path: Path, qtbot: QtBot):  # noqa: ANN001
    if scene.library != NOTHING:
        shutil.copytree(masters[scene.library], tmp_path / "library")
        mixed_desk.take_session(libraries.open_library(tmp_path / "library", PERSON, clock=mixed_desk.clock))
    window = MainWindow(mixed_desk)
    settings = mixed_desk.settings
    with qtbot.waitExposed(window):
        window.showNormal()
    window.resize(*OFFICE_SCREEN)
    window.complete()
    scene.set_up(window)
    qtbot.waitUntil(lambda: not mixed_desk.lane.is_busy, timeout=60_000)
    qtbot.waitUntil(lambda: not any(preview.lane.is_busy for preview in window.findChildren(DossierWindow)))
    QApplication.processEvents()
    path = None
    if FOLDER:
        Path(FOLDER).mkdir(parents=True, exist_ok=True)
        path = Path(FOLDER) / f"{scene.name}-{settings.language}-{settings.theme}-{settings.font_scale}.png"
    cut = take(window, path)
    mixed_desk.unkept.clear()
    window.close()
    assert not cut
