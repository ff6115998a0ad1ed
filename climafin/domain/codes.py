"""The two official codes of a project record and their checks."""

import re

from climafin.base.folding import tidy

#: GB 32100-2015, clause 4 and annex A: 31 characters, without I O S V Z.
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "Z": "2", "S": "5", "V": "U"})
_PROJECT_CODE = re.compile(r"(\d{4})-?(\d{6})-?(\d{2})-?(\d{2})-?(\d{6})")


def credit_check_character(first_seventeen: str) -> str:
    """Return the check character of a unified social credit code.

    Args:
        first_seventeen: the first 17 characters, all of `CREDIT_ALPHABET`.

    Source: GB 32100-2015, annex A: C18 = 31 - sum(Ci * 3^(i-1)) mod 31, where a remainder of 0 gives 0.
    """
    total = sum(CREDIT_ALPHABET.index(c) * w for c, w in zip(first_seventeen, _CREDIT_WEIGHTS, strict=True))
    return CREDIT_ALPHABET[(31 - total % 31) % 31]


def normal_credit_code(text: str) -> str:
    """Return a credit code as it is kept: half-width, upper case, without blanks and dashes."""
    return re.sub(r"[\s-]", "", tidy(text)).upper()


def is_credit_code(code: str) -> bool:
    """Tell whether a normalised code has the form and the check character of GB 32100-2015."""
    if len(code) != 18 or any(c not in CREDIT_ALPHABET for c in code):
        return False
    return credit_check_character(code[:17]) == code[17]


def credit_code_suggestion(code: str) -> str | None:
    """Return the one code that look-alike letters (O for 0, I for 1 …) lead to, if it checks; else None."""
    mended = code.translate(_LOOK_ALIKES)
    return mended if mended != code and is_credit_code(mended) else None


def normal_project_code(text: str) -> str | None:
    """Return a project code with its dashes (4-6-2-2-6 digits), or None when it has not that form.

    Source: GB/T 40058-2021. Its check digit's formula was not to be found, so only the form is checked.
    """
    found = _PROJECT_CODE.fullmatch(re.sub(r"\s", "", tidy(text)))
    return "-".join(found.groups()) if found else None
