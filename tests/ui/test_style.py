"""The look: readable on every ground, in both themes, and named nowhere else."""

import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from climafin.domain.stages import Stage
from climafin.ui.style import DARK, LIGHT, Tokens, dress, icon

THEMES = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
UI = Path(__file__).parents[2] / "ui"


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.1."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@THEMES
def test_texts_can_be_read_on_every_ground(tokens: Tokens):
    for ground in (tokens.ground, tokens.surface, tokens.raised, tokens.hover, tokens.accent_soft):
        for text in (tokens.text, tokens.muted):
            assert contrast(text, ground) >= 4.5, (text, ground)
    assert contrast(tokens.on_accent, tokens.accent) >= 4.5
    assert contrast(tokens.accent, tokens.accent_soft) >= 4.5


@THEMES
@pytest.mark.parametrize("tone", ["good", "warn", "bad", "info"])
def test_status_colours_can_be_read_on_their_own_ground_and_on_the_surface(tokens: Tokens, tone: str):
    ink = getattr(tokens, tone)
    for ground in (getattr(tokens, f"{tone}_soft"), tokens.surface, tokens.ground):
        assert contrast(ink, ground) >= 4.5, (tone, ground)


@THEMES
def test_lines_that_carry_meaning_stand_out(tokens: Tokens):
    for ground in (tokens.surface, tokens.ground):
        assert contrast(tokens.accent, ground) >= 3
        assert contrast(tokens.line_strong, ground) >= 2.9
    for stage in Stage:
        assert contrast(tokens.stage(stage), tokens.surface) >= 3, stage


@THEMES
def test_grey_print_keeps_the_order_of_the_stages(tokens: Tokens):
    lights = [luminance(tokens.stage(stage)) for stage in Stage]
    assert lights == sorted(lights, reverse=True)


def test_nothing_outside_the_style_names_a_colour():
    named = re.compile(r"#[0-9A-Fa-f]{6}\b|#[0-9A-Fa-f]{3}\b|GlobalColor\.(?!transparent)|rgba?\(")
    guilty = [
        f"{path.relative_to(UI)}: {line.strip()}"
        for path in UI.rglob("*.py")
        if "style" not in path.parts
        for line in path.read_text(encoding="utf-8").splitlines()
        if named.search(line)
    ]
    assert not guilty


def test_nothing_outside_the_style_names_a_size_in_pixels():
    named = re.compile(
        r"(?:set(?:Fixed|Minimum|Maximum)(?:Width|Height|Size)|setSpacing|setContentsMargins)\([^)]*[1-9]\d"
    )
    guilty = [
        f"{path.relative_to(UI)}: {line.strip()}"
        for path in UI.rglob("*.py")
        if "style" not in path.parts
        for line in path.read_text(encoding="utf-8").splitlines()
        if named.search(line) and "px(" not in line and "space(" not in line
    ]
    assert not guilty


def test_every_icon_named_in_the_window_is_there(qapp: QApplication):
    named = re.compile(r'(?:icon_name(?:: ClassVar\[str\])? = |icon\(|icon_button\(|picture\()"([a-z0-9-]+)"')
    for path in UI.rglob("*.py"):
        for name in named.findall(path.read_text(encoding="utf-8")):
            assert not icon(name).isNull(), (path, name)


@pytest.mark.parametrize("dark", [False, True])
def test_the_stylesheet_leaves_no_place_unfilled(qapp: QApplication, dark: bool):
    dress(qapp, dark=dark, scale=150)
    assert "@" not in qapp.styleSheet()
    assert qapp.font().family() == "ClimaFin Sans"
    assert qapp.font().pointSizeF() == pytest.approx(9.5 * 1.5)
