"""Functions that are known by hypotheses alone: defined by an equation, or, where none speaks of one, drawn."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from qedtex.binding import substitute
from qedtex.oracle.values import Unable, words
from qedtex.sorts import Real, Sort
from qedtex.terms import Abs, Apply, Exp, Function, Term, term

if TYPE_CHECKING:
    from qedtex.oracle.model import Model


class Functions:
    """The functions of one model, as formulas in their argument."""

    def __init__(self, model: Model) -> None:
        self.model = model

    def written(self, applied: Apply) -> Term:
        """The value of a function at an argument as a formula; raises `Unable` where hypotheses restrict it."""
        function = applied.function
        setting = self.model.setting
        entry = setting.functions.get(function)
        if entry is not None:
            return substitute(entry.right, {entry.variables[0]: applied.argument})
        if function in setting.restricted:
            raise Unable(f"hypotheses speak of {function.name}, which is not given by a formula")
        return _drawn(function, applied.argument, self.model.seed)


def real_sort(sort: Sort) -> Real:
    """The interval that a function is on; raises `Unable` for another sort."""
    if not isinstance(sort, Real):
        raise Unable("a function on something other than real numbers")
    return sort


def _drawn(function: Function, at: Term, seed: int) -> Term:
    """A polynomial or an exponential; with a corner where the function need not have a derivative."""
    stream = words(seed, ("function", function.name))
    one, two, three = (term(Fraction(1 + next(stream) % 19, 10)) for _ in range(3))
    kind = next(stream) % (4 if function.differentiable else 5)
    if kind == 0:
        return one + two * at - three * at**2
    if kind == 1:
        return one - two * at + three * at**3
    if kind == 2:
        return one * Exp(-(at / 2)) - two
    if kind == 3:
        return three * (at - two) ** 2 - one
    return one * Abs(at - two) + three * at
