r"""Gradients as they are written: \nabla_w before what it is of, as a derivative by w."""

from __future__ import annotations

from dataclasses import replace

from qedtex.notes.reading.naming import is_vector
from qedtex.notes.reading.surface import Applied, Cells, Differential, Name, Opaque, Product, Surface

_WHY = "there is no term for a gradient yet"


def with_gradient(product: Product) -> Surface:
    r"""A product with \nabla_w as the derivative by w of all that follows it; itself where there is none.

    A gradient holds where each of its components does, and those are derivatives by numbers. By what is a vector in the
    formula itself it has no term, unless that is read without components.
    """
    for place, factor in enumerate(product.factors[:-1]):
        behind = product.factors[place + 1]
        if isinstance(factor, Opaque) and factor.why == _WHY and not factor.inside and isinstance(behind, Applied):
            factor = replace(factor, inside=(behind.arguments,))
        match factor:
            case Opaque(at, why, (Cells(_, (Name() as by,)),)) if why == _WHY and by.is_bare and is_vector(by.text):
                rest = product.factors[place + 1 :]
                of = rest[0] if len(rest) == 1 else Product(rest[0].at, rest, product.signs[place + 1 :])
                slope = Differential(at, (by,), 1, of, None, gradient=True)
                if not place:
                    return slope
                return Product(product.at, (*product.factors[:place], slope), product.signs[: place + 1])
            case _:
                continue
    return product
