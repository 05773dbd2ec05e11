"""Names of symbols: from what Python code says (`theta_ML`) to the LaTeX that is written, and to plain text."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

_GREEK_WORDS = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi"
    " omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"
)
GREEK = dict(zip(_GREEK_WORDS.split(), "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩ", strict=True))
_WORDS = {letter: word for word, letter in GREEK.items()}
ACCENTS = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303"}
_SUBSCRIPT = str.maketrans("0123456789aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")


def latex_name(name: str) -> str:
    """The canonical LaTeX of a name given in Python: Greek words, accents after `_`, and subscripts.

    >>> print(*(latex_name(name) for name in ("theta", "y_hat", "p_hat_data", "x_0", "bold_X")))
    \\theta \\hat{y} \\hat{p}_{\\mathrm{data}} x_{0} \\mathbf{X}

    A name that already holds LaTeX is kept as it is:

    >>> latex_name(r"\\mathcal{X}")
    '\\\\mathcal{X}'
    """
    if not name or "\\" in name or "{" in name:
        return name
    name = "".join(f"{_WORDS[letter]}" if letter in _WORDS else letter for letter in name)
    parts = name.split("_")
    bold = parts[0] == "bold" and len(parts) > 1
    if bold:
        parts = parts[1:]
    base = "\\" + parts[0] if parts[0] in GREEK else parts[0]
    if bold:
        base = f"\\mathbf{{{base}}}"
    if len(base) > 1 and base.isalpha():
        base = f"\\mathrm{{{base}}}"
    subscripts = []
    for part in parts[1:]:
        if part in ACCENTS:
            base = f"\\{part}{{{base}}}"
        elif part:
            subscripts.append("\\" + part if part in GREEK else part if len(part) == 1 else f"\\mathrm{{{part}}}")
    return base + (f"_{{{' '.join(subscripts)}}}" if subscripts else "")


@lru_cache(maxsize=1024)
def plain_name(latex: str) -> str:
    """The name for a terminal, in Unicode where it has the letters.

    >>> plain_name(r"\\hat{p}_{\\mathrm{data}}"), plain_name(r"\\theta"), plain_name("x_{0}")
    ('p̂_data', 'θ', 'x₀')
    """
    text = latex
    for accent, mark in ACCENTS.items():
        text = re.sub(rf"\\{accent}\{{(\\?\w+)\}}", _accented(mark), text)
    text = re.sub(r"\\(?:mathrm|mathord|mathbf|mathcal|mathbb|boldsymbol|text)\{([^{}]*)\}", r"\1", text)
    text = re.sub(r"\\([A-Za-z]+)", lambda found: GREEK.get(found[1], found[1]), text)
    text = re.sub(r"_\{([^{}]*)\}", lambda found: _subscript(found[1]), text)
    return text.replace("{", "").replace("}", "")


def _accented(mark: str) -> Callable[[re.Match[str]], str]:
    return lambda found: plain_name(found[1]) + mark


def _subscript(text: str) -> str:
    return text.translate(_SUBSCRIPT) if text.isdigit() or (len(text) == 1 and text.isascii()) else "_" + text


def keyword(latex: str) -> str:
    """The Python name of a symbol, as `latex_name` reads it back."""
    text = latex
    for accent in ("hat", "bar", "tilde"):
        start = text.find(f"\\{accent}{{")
        if start >= 0:
            end = text.index("}", start)
            text = text[:start] + text[start + len(accent) + 2 : end] + f"_{accent}" + text[end + 1 :]
    for mark in ("\\mathrm", "\\mathbf", "\\mathcal", "\\", "{", "}"):
        text = text.replace(mark, "")
    return text.replace(" ", "_")
