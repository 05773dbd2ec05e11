"""What each code that a check reports stands for, for formats that describe their rules."""

from __future__ import annotations

from dataclasses import dataclass

from qedtex.notes.cautions import WARNINGS


@dataclass(frozen=True, slots=True)
class Description:
    """A code in words: a short name, what it says, and a way on."""

    name: str
    states: str
    help: str


_SPLIT = "split it into smaller steps, or state what it needs"
_OWN = {
    "QT410": ("false-step", "a step of a derivation is false", "mend the right side; a counterexample is shown"),
    "QT502": ("unreadable-derivation", "a derivation file cannot be read", "mend the line that is named"),
    "QT503": ("raising-derivation", "a derivation file raised an error", "run the file in Python to see more"),
    "QT508": ("other-claim", "a derivation shows something other than it claims", "mend the claim, or the last line"),
    "QT801": ("encoding", "a note is not UTF-8", "save it as UTF-8"),
    "QT805": ("notebook", "a file is not a notebook", "save it again from Jupyter"),
    "QT810": ("unclosed", "nothing closes the beginning of a formula", r"close it, or write \$ for a dollar"),
    "QT812": ("directive", "no directive is called so", "there are let, ignore, off and on"),
    "QT813": ("macros", "a macro could not be expanded", "shorten what it stands for"),
    "QT850": ("refuted", "a step is false: there is a counterexample", "mend one of its sides, or say what was meant"),
    "QT851": ("undecided", "a step is neither proved nor refuted", _SPLIT),
    "QT852": ("unread", "a step was not understood", "write it in the notation that the README lists"),
    "QT855": ("over-budget", "a file takes more time or memory than it may", "split the file"),
    "QT900": ("internal", "a fault of qedtex and not of the file", "please report it"),
}
_WARNINGS = {code: (name, message, way) for name, (code, message, way) in WARNINGS.items()}
_HUNDREDS = {
    "QT1": ("ill-formed", "a term means nothing", "see what the diagnostic expects"),
    "QT2": ("formula", "a formula cannot be read or printed", "see what the diagnostic expects"),
    "QT3": ("model", "the numbers given make no model", "see what the diagnostic expects"),
    "QT4": ("refused-step", "the kernel does not accept a step", _SPLIT),
    "QT5": ("catalogue", "a derivation file is not in order", "see the README, on writing a derivation"),
    "QT6": ("build", "a build cannot be made", "see what the diagnostic says"),
    "QT7": ("call", "what was asked for is not there", "check the spelling"),
    "QT8": ("note", "a note cannot be checked", "see what the diagnostic says"),
}


def description(code: str) -> Description:
    """What a code stands for; one without a description of its own has that of its hundred.

    >>> description("QT868").name, description("QT850").states
    ('strict', 'a step is false: there is a counterexample')
    >>> description("QT418").name
    'refused-step'
    """
    return Description(*(_OWN.get(code) or _WARNINGS.get(code) or _HUNDREDS[code[:3]]))
