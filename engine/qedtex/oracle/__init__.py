"""The numeric second opinion: it may refute a claim, rigorously, and never accepts one.

It shares no code with the rules, the kernel or the discharge of side conditions. Its parts load when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qedtex.oracle.evaluation import evaluate
    from qedtex.oracle.model import Model
    from qedtex.oracle.refute import Opinion, consult, consult_chain
    from qedtex.oracle.values import Indeterminate, Unable, Undefined

__all__ = ["Indeterminate", "Model", "Opinion", "Unable", "Undefined", "consult", "consult_chain", "evaluate"]

_HOMES = {
    "Indeterminate": "values",
    "Model": "model",
    "Opinion": "refute",
    "Unable": "values",
    "Undefined": "values",
    "consult": "refute",
    "consult_chain": "refute",
    "evaluate": "evaluation",
}


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
