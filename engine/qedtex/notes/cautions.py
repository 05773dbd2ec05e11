"""Warnings: what is doubtful in a note besides the verdicts, each with a code that a directive can switch off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from qedtex.errors import Place, QedtexError
from qedtex.notes.sources.directives import Directive

WARNINGS: Final = {
    "unbalanced": ("QT860", "brackets are not balanced", "close them"),
    "mixed-bases": ("QT861", "logarithms of several bases are mixed in one chain: nats and bits", "use one base"),
    "unstated-assumption": ("QT862", "an assumption is not stated", "state it, as in `qedtex: let ...`"),
    "index-outside": ("QT863", "an index is used outside the sum that binds it", "put brackets around the sum's body"),
    "loose-log": ("QT864", "a logarithm has no brackets and several factors behind it", "write the brackets"),
    "no-lower-end": ("QT865", "a sum has no lower end", "write it"),
    "rounded-equals": ("QT866", "= stands before a rounded number", r"write \approx"),
    "redefined": ("QT867", "this contradicts an earlier definition of the same name", "use another name"),
    "strict": ("QT868", "the inequality is strict where equality happens", "write <= or >="),
    "let": ("QT869", "a `qedtex: let` directive was not understood", "see the README for what `let` can say"),
}
"""By name: the code, what is said, the way on."""
CODES: Final = frozenset({"QT810", "QT812", "QT813", *(code for code, _, _ in WARNINGS.values())})
"""The codes of all warnings, those of what is wrong with a document among them."""


@dataclass(slots=True)
class Cautions:
    """The warnings of one note, each said once for a place.

    >>> cautions = Cautions("note.md")
    >>> cautions.add("strict", (3, 7)); cautions.add("strict", (3, 7))
    >>> cautions.add("strict", (9, 7), [Directive("off", "QT868, QT861", 1)])
    >>> [str(warning.place) for warning in cautions.reported]
    ['note.md:3:7']
    """

    path: str
    off: frozenset[str] = frozenset()
    """The codes that are switched off where no directive says otherwise."""
    _found: dict[tuple[str, Place, str], QedtexError] = field(default_factory=dict)

    def add(
        self,
        name: str,
        position: tuple[int, int],
        directives: Sequence[Directive] = (),
        detail: str = "",
        cell: int | None = None,
    ) -> None:
        """Warn of something that `WARNINGS` names, unless a directive in force there has switched it off."""
        code, message, way = WARNINGS[name]
        place = Place(self.path, *position, cell)
        self.put(code, f"{message} ({detail})" if detail else message, place, directives, way)

    def put(self, code: str, message: str, place: Place, directives: Sequence[Directive] = (), way: str = "") -> None:
        """Warn of anything else."""
        if not is_off(code, directives, self.off):
            self._found.setdefault((code, place, message), QedtexError(code, message, place, help=way))

    @property
    def reported(self) -> tuple[QedtexError, ...]:
        """The warnings in the order in which they were found."""
        return tuple(self._found.values())


def is_off(code: str, directives: Sequence[Directive], off: frozenset[str] = frozenset()) -> bool:
    """Whether a warning is switched off: by an `off` that names it, or names nothing, with no `on` after it.

    What no directive speaks of is off where it is among the codes in `off`.

    >>> is_off("QT868", [Directive("off", "", 1), Directive("on", "QT868", 2)])
    False
    >>> is_off("QT868", [], frozenset({"QT868"}))
    True
    """
    for number in range(len(directives) - 1, -1, -1):
        directive = directives[number]
        if directive.kind in ("off", "on"):
            codes = directive.text.replace(",", " ").split()
            if code in codes or not codes:
                return directive.kind == "off"
    return code in off
