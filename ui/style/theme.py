"""The theme in use: tokens, fonts and scale, put on the application in one go."""

from functools import lru_cache
from typing import NamedTuple

from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from climafin.base.paths import resource
from climafin.ui.style.signs import sign_folder
from climafin.ui.style.stylesheet import stylesheet
from climafin.ui.style.tokens import DARK, GRID, LIGHT, Size, Tokens, Tone, Type


class Theme(NamedTuple):
    """What painters and layouts ask.

    Attributes:
        tokens: the colours.
        family: the font family; empty for the system's.
        scale: text size in per cent.
    """

    tokens: Tokens
    family: str = ""
    scale: int = 100

    def px(self, size: Size) -> int:
        """Return a size in pixels at the present scale."""
        return round(size.pixels * self.scale / 100)

    def space(self, steps: float) -> int:
        """Return a distance of so many grid steps in pixels."""
        return round(steps * GRID * self.scale / 100)

    def font(self, kind: Type = Type.BODY) -> QFont:
        """Return the font of one step of the type scale."""
        return QFont(_font(self.family, self.scale, kind))

    def tone(self, tone: Tone) -> tuple[QColor, QColor]:
        """Return the ink and the ground of a tone."""
        colours = self.tokens
        ink, ground = {
            Tone.NEUTRAL: (colours.muted, colours.hover),
            Tone.GOOD: (colours.good, colours.good_soft),
            Tone.WARN: (colours.warn, colours.warn_soft),
            Tone.BAD: (colours.bad, colours.bad_soft),
            Tone.INFO: (colours.info, colours.info_soft),
            Tone.ACCENT: (colours.accent, colours.accent_soft),
        }[tone]
        return QColor(ink), QColor(ground)


@lru_cache(maxsize=64)
def _font(family: str, scale: int, kind: Type) -> QFont:
    font = QFont(family) if family else QFont()
    font.setPointSizeF(kind.points * scale / 100)
    font.setWeight(QFont.Weight.DemiBold if kind.is_bold else QFont.Weight.Normal)
    font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    return font


class _Present:
    """The theme the application wears."""

    theme = Theme(LIGHT)


def theme() -> Theme:
    """Return the theme in use."""
    return _Present.theme


def colour(name: str) -> QColor:
    """Return a token of the theme in use as a colour.

    Args:
        name: the token's name, such as `accent`.
    """
    return QColor(getattr(_Present.theme.tokens, name))


def px(size: Size) -> int:
    """Return a size in pixels in the theme in use."""
    return _Present.theme.px(size)


def space(steps: float) -> int:
    """Return a distance of so many grid steps (4 px) in the theme in use."""
    return _Present.theme.space(steps)


@lru_cache(maxsize=1)
def _family() -> str:
    families: list[str] = []
    for path in sorted(resource("fonts").glob("cf-sans-*.ttf")):
        number = QFontDatabase.addApplicationFont(str(path))
        families += QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    return families[0] if families else ""


def wants_dark(choice: str) -> bool:
    """Tell whether a theme setting (`light`, `dark`, `system`) means dark now."""
    if choice == "system":
        return QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128
    return choice == "dark"


def dress(app: QApplication, *, dark: bool, scale: int, with_sheet: bool = True) -> Theme:
    """Put fonts, palette and stylesheet on the application.

    Args:
        app: the application.
        dark: whether the dark tokens are used.
        scale: text size in per cent, 100-200.
        with_sheet: False when `dress_sheet` follows once the window is built, which spares styling every part twice.
    """
    present = Theme(DARK if dark else LIGHT, _family(), max(100, min(200, scale)))
    _Present.theme = present
    app.setPalette(_palette(present.tokens))
    app.setFont(present.font())
    if with_sheet:
        dress_sheet(app)
    return present


def dress_sheet(app: QApplication) -> None:
    """Put the stylesheet of the theme in use on the application."""
    present = _Present.theme
    app.setStyleSheet(stylesheet(present.tokens, present.scale, sign_folder()))


def _palette(tokens: Tokens) -> QPalette:
    roles = QPalette.ColorRole
    palette = QPalette()
    for role, name in (
        (roles.Window, tokens.ground),
        (roles.WindowText, tokens.text),
        (roles.Base, tokens.surface),
        (roles.AlternateBase, tokens.ground),
        (roles.ToolTipBase, tokens.raised),
        (roles.ToolTipText, tokens.text),
        (roles.PlaceholderText, tokens.faint),
        (roles.Text, tokens.text),
        (roles.Button, tokens.surface),
        (roles.ButtonText, tokens.text),
        (roles.BrightText, tokens.bad),
        (roles.Highlight, tokens.accent_soft),
        (roles.HighlightedText, tokens.text),
        (roles.Link, tokens.accent),
        (roles.LinkVisited, tokens.accent),
        (roles.Accent, tokens.accent),
        (roles.Light, tokens.raised),
        (roles.Midlight, tokens.line),
        (roles.Mid, tokens.line_strong),
        (roles.Dark, tokens.line_strong),
        (roles.Shadow, tokens.line_strong),
    ):
        palette.setColor(role, QColor(name))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.faint))
    return palette
