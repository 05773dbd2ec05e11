"""qedtex: checked derivations and verified LaTeX for information theory and learning, on SymPy."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from qedtex.catalogue import Catalogue, derivation
    from qedtex.chains import Calc
    from qedtex.errors import QedtexError
    from qedtex.granted import density, iid, independence, known
    from qedtex.language import (
        KL,
        CrossEntropy,
        E,
        Entropy,
        Product,
        SelfInformation,
        Sum,
        absolute,
        alphabet,
        argmax,
        argmin,
        between,
        data,
        decimal,
        delta,
        diff,
        e,
        empirical,
        event,
        every,
        exp,
        extrema,
        function,
        index,
        integer,
        label,
        labels,
        law,
        limit,
        ln,
        log,
        member,
        nonnegative,
        norm,
        oo,
        outcome,
        outcomes,
        parameter,
        pi,
        pmf,
        points,
        positive,
        positive_integer,
        probability,
        random_variable,
        real,
        sample,
        sigmoid,
        sqrt,
        statement,
        variable_entropy,
        vector,
    )
    from qedtex.proved import Derivation
    from qedtex.reports import Report, check, check_text

    calc: Calc
    """Starts a chain; it may cite the shipped derivations by id."""

_HOMES = {
    "Calc": "chains",
    "Catalogue": "catalogue",
    "Derivation": "proved",
    "QedtexError": "errors",
    "Report": "reports",
    "check": "reports",
    "check_text": "reports",
    "density": "granted",
    "derivation": "catalogue",
    "iid": "granted",
    "independence": "granted",
    "known": "granted",
}
_LANGUAGE = (
    "E KL CrossEntropy Entropy Product SelfInformation Sum absolute alphabet argmax argmin between data "
    "decimal delta diff e empirical event every exp extrema function index integer label labels law limit ln "
    "log member nonnegative norm oo outcome outcomes parameter pi pmf points positive positive_integer "
    "probability random_variable real sample sigmoid sqrt statement variable_entropy vector"
)
__all__ = [*_HOMES, *_LANGUAGE.split(), "calc", "load"]


def __getattr__(name: str) -> object:
    """Load a public name when it is first used, so that the command line and the replay begin with little."""
    if name == "calc":
        value: object = import_module("qedtex.chains").Calc(lambda cited: load(cited).theorem)
    elif name in _HOMES or name in __all__:
        value = getattr(import_module(f"qedtex.{_HOMES.get(name, 'language')}"), name)
    else:
        raise AttributeError(f"module 'qedtex' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)


def load_ipython_extension(shell: InteractiveShell) -> None:
    """What `%load_ext qedtex` does in Jupyter: it gives `%%check`."""
    from qedtex.jupyter import register

    register(shell)


def load(name: str) -> Derivation:
    """The derivation of an id, proved: one of the folder `derivations` where Python was started, or a shipped one.

    Raises `QedtexError` QT501 for an unknown id, and what `Catalogue.load` raises for a faulty file.

    >>> len(load("divergence.kl_decomposition").steps)
    6
    """
    return _catalogue(Path.cwd()).load(name)


@cache
def _catalogue(folder: Path) -> Catalogue:
    from qedtex.catalogue import Catalogue, shipped_root

    own = folder / "derivations"
    return Catalogue((own, shipped_root()) if own.is_dir() else (shipped_root(),))
