r"""Names as notes spell them: `Q_\theta` for `Q_{\theta}`, `theta` for `\theta`; and what cannot be a name."""

from __future__ import annotations

import re
from collections import Counter

from qedtex.errors import QedtexError
from qedtex.latex.naming import Name, pieces, take_apart
from qedtex.names import GREEK, latex_name, plain_name
from qedtex.shape import is_name

_COMMAND = re.compile(r"\\([A-Za-z]+)")
_DRESS = re.compile(r"\\([A-Za-z]+)(?=\{)")
_WRITTEN = re.compile(r"[\w\\{][\w\\{}', ]*")
"""A name begins with no prime, and nothing in it is raised or says something to TeX or to Markdown."""
_LETTERS = frozenset(
    [*GREEK, "ell", "hbar", "varepsilon", "vartheta", "varpi", "varrho", "varsigma", "varphi", "varkappa", "digamma"]
)
_ACCENTS = frozenset({"hat", "bar", "tilde"})
_STYLES = frozenset({"mathrm", "mathbf", "mathcal", "mathbb", "mathit", "mathsf", "boldsymbol", "bm", "text"})
_TAKEN = {
    **{Name(sign): what for sign, what in (("e", "Euler's number"), (r"\pi", "the number pi"))},
    **{Name(sign): "a sign for the expectation" for sign in ("E", r"\mathbb { E }")},
    **{Name(sign): what for sign, what in (("H", "the entropy"), ("I", "the information"), ("d", "the differential"))},
}
"""What a symbol cannot be called, for the formula would be read in two ways."""
_LONGEST = 60


def spelled(text: str) -> str:
    r"""The LaTeX of a name that a note writes; raises `QedtexError` QT887 where it is none.

    >>> spelled(r"Q_\theta"), spelled("theta"), spelled("p_data"), spelled(r"\hat{p}")
    ('Q_{\\theta}', '\\theta', 'p_{\\mathrm{data}}', '\\hat{p}')
    >>> spelled("a+b")
    Traceback (most recent call last):
    ...
    qedtex.errors.QedtexError: error[QT887]: 'a+b' is not a name
      expected: a letter or a Greek letter, perhaps with an accent and a subscript
    """
    name = text if "\\" in text or "{" in text else latex_name(text)
    if len(name) <= _LONGEST and _WRITTEN.fullmatch(name):
        base, primes, starred, subscript = pieces(name)
        whole = base + "'" * primes + (f"_{{{', '.join(subscript)}}}" if subscript else "")
        dresses = _DRESS.findall(name)
        letters = Counter(_COMMAND.findall(name)) - Counter(dresses)
        if not starred and set(letters) <= _LETTERS and set(dresses) <= _ACCENTS | _STYLES and is_name(whole):
            return whole
    raise QedtexError(
        "QT887",
        f"{text[:_LONGEST]!r} is not a name",
        expected="a letter or a Greek letter, perhaps with an accent and a subscript",
    )


def reserved(name: str) -> str:
    """What a name always stands for; an empty text where it is free."""
    return _TAKEN.get(take_apart(name), "")


def mentions(words: str, name: str) -> bool:
    """Whether some prose uses a name as a word of its own.

    >>> mentions("the label is y", "y"), mentions("the yield", "y"), mentions("真实标签为 y", "y")
    (True, False, True)
    """
    plain = re.escape(plain_name(name))
    return bool(words) and re.search(rf"(?<![A-Za-z0-9]){plain}(?![A-Za-z0-9])", words) is not None
