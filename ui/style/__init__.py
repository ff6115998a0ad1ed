"""Tokens, palette, fonts and icons; nothing else names a colour or a size."""

from climafin.ui.style.icons import icon, picture
from climafin.ui.style.theme import Theme, colour, dress, dress_sheet, px, space, theme, wants_dark
from climafin.ui.style.tokens import DARK, LIGHT, RAIL_FOLDS_UNDER, Size, Tokens, Tone, Type

__all__ = [
    "DARK",
    "LIGHT",
    "RAIL_FOLDS_UNDER",
    "Size",
    "Theme",
    "Tokens",
    "Tone",
    "Type",
    "colour",
    "dress",
    "dress_sheet",
    "icon",
    "picture",
    "px",
    "space",
    "theme",
    "wants_dark",
]
