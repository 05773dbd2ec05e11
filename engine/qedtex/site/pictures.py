"""Pictures of what the documents draw, from the terms of the derivations themselves: each point is a term's value.

No function is typed in a second time: a curve is a term of a proved claim, evaluated by the oracle as rigorously as
when it looks for counterexamples, and only then rounded for the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from qedtex.binding import alpha_equal
from qedtex.evaluations import unit_of
from qedtex.terms import Extremum, Log, Neg, Sigmoid, Term

if TYPE_CHECKING:
    from qedtex.catalogue import Catalogue
    from qedtex.proved import Derivation

Numbers = Callable[[Fraction], Mapping[str, object]]
"""What the names in a term stand for at a place of the x-axis."""

_BITS = 96
_HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Curve:
    """A term, where it is evaluated, and its place on the x-axis where that is the value of another term."""

    term: Term
    places: tuple[Fraction, ...]
    numbers: Numbers
    across: Term | None = None
    chord: bool = False

    def points(self) -> list[tuple[float, float]]:
        """The points of the curve."""
        return [
            (float(place) if self.across is None else value(self.across, self.numbers(place)), value(self.term, told))
            for place in self.places
            for told in (self.numbers(place),)
        ]


@dataclass(frozen=True, slots=True)
class Panel:
    """Curves over one x-axis; `unit` is that of their values, `x` what the x-axis says, `y` what the other one does."""

    curves: tuple[Curve, ...]
    x: tuple[str, str]
    y: tuple[str, str] = ("", "")

    def label(self, number: int) -> str:
        """What the y-axis says in a language: its words, and the unit of the values."""
        units = {unit_of(curve.term) for curve in self.curves}
        unit = units.pop() if len(units) == 1 else ""
        unit = {"nats": "奈特", "bits": "比特"}.get(unit, unit) if number else unit
        return " / ".join(part for part in (self.y[number], unit) if part)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in panels: its name, the derivations that its terms are of, where else it belongs, what it shows."""

    name: str
    of: tuple[str, ...]
    beside: tuple[str, ...]
    title: tuple[str, str]
    told: tuple[str, str]
    draw: Callable[[Sequence[Derivation]], tuple[Panel, ...]]


def value(term: Term, numbers: Mapping[str, object]) -> float:
    """The value of a term with numbers for its names, rounded for a picture.

    >>> from qedtex.language import log, positive
    >>> value(-log(positive("x")), {"x": Fraction(1)})
    0.0
    """
    from flint import ctx

    from qedtex.oracle import Model, evaluate

    with ctx.workprec(_BITS):
        return float(evaluate(term, Model.given([term], numbers))) + 0.0


def between(first: Fraction | int, last: Fraction | int, count: int = 120) -> tuple[Fraction, ...]:
    """Places at equal distances, both ends included.

    >>> [str(place) for place in between(0, 1, 2)]
    ['0', '1/2', '1']
    """
    return tuple(first + (last - first) * Fraction(number, count) for number in range(count + 1))


def nearer_to(first: Fraction, last: Fraction, count: int = 120) -> tuple[Fraction, ...]:
    """Places that lie closer together near the first one, where a curve is steep."""
    return tuple(first + (last - first) * Fraction(number * number, count * count) for number in range(count + 1))


def _node(term: Term, kind: type[Term]) -> Term:
    return next(node for node in term.walk() if isinstance(node, kind))


def _surprise(found: Sequence[Derivation]) -> tuple[Panel, ...]:
    [derivation] = found
    curve = Curve(derivation.claim.left, nearer_to(Fraction(1, 200), Fraction(1)), lambda x: {"x": x})
    return (Panel((curve,), ("probability x", "概率 x"), ("information", "信息量")),)


def _binary_entropy(found: Sequence[Derivation]) -> tuple[Panel, ...]:
    [derivation] = found
    places = (*nearer_to(Fraction(1, 1000), _HALF), *(1 - x for x in nearer_to(Fraction(1, 1000), _HALF)[-2::-1]))
    curve = Curve(derivation.claim.left, places, lambda x: {"p": [x, 1 - x]})
    return (Panel((curve,), ("probability of the first outcome", "第一个结果的概率"), ("entropy", "熵")),)


def _divergence(found: Sequence[Derivation]) -> tuple[Panel, ...]:
    [derivation] = found
    objective = next(line.body for line in derivation.lines[1:] if isinstance(line, Extremum))
    curve = Curve(objective, between(Fraction(1, 100), Fraction(99, 100)), lambda t: {"t": t})
    return (Panel((curve,), ("predicted probability t", "预测概率 t"), ("divergence", "散度")),)


def _chord(found: Sequence[Derivation]) -> tuple[Panel, ...]:
    [derivation] = found
    chord, curve = Neg(derivation.claim.left), Neg(derivation.claim.right)
    across = derivation.claim.right.of if isinstance(derivation.claim.right, Log) else derivation.claim.right
    inside = between(Fraction(1, 1000), Fraction(999, 1000))
    wide = lambda a: {"a": a, "u": Fraction(1, 10), "v": 3}  # noqa: E731 - a function of one line, used once
    near = lambda a: {"a": a, "u": Fraction(3, 10), "v": Fraction(5, 2)}  # noqa: E731 - as above
    curves = (Curve(curve, inside, wide, across), Curve(chord, inside, near, across, chord=True))
    return (Panel(curves, ("a u + (1 - a) v", "a u + (1 - a) v")),)


def _sigmoid(found: Sequence[Derivation]) -> tuple[Panel, ...]:
    [derivation] = found
    places = between(-8, 8, 160)
    slope = Curve(derivation.claim.right, places, lambda z: {"z": z})
    return (Panel((Curve(_node(derivation.claim.right, Sigmoid), places, lambda z: {"z": z}), slope), ("z", "z")),)


def _gradients(found: Sequence[Derivation]) -> tuple[Panel, ...]:
    curves = tuple(
        Curve(derivation.claim.right, between(-8, 8, 160), lambda theta: {"theta": theta, "x": 1, "y": 1})
        for derivation in found
    )
    return (Panel(curves, ("θ, for x = 1 and y = 1", "θ（x = 1，y = 1）"), ("gradient", "梯度")),)


def _priors(found: Sequence[Derivation]) -> tuple[Panel, ...]:
    densities, penalties = [], []
    for derivation in found:
        places = between(-4, 4, 160)
        [scale] = {"sigma", "b"} & {_plain(name) for name in _names(derivation)}
        numbers = _with(scale)
        densities.append(Curve(derivation.claim.context.hypotheses[0].right, places, numbers))
        below = derivation.claim.right.children[1]
        penalties.append(Curve(below.of if isinstance(below, Neg) else Neg(below), places, numbers))
    theta = (("θ, for σ = b = 1", "θ（σ = b = 1）"),) * 2
    return (
        Panel(tuple(densities), theta[0], ("density", "概率密度")),
        Panel(tuple(penalties), theta[1], ("penalty", "惩罚项")),
    )


def _with(scale: str) -> Numbers:
    return lambda theta: {"theta": theta, scale: 1}


def _names(derivation: Derivation) -> Iterable[str]:
    from qedtex.binding import free

    return (symbol.name for symbol in free(derivation.claim.right))


def _plain(latex: str) -> str:
    return latex.removeprefix("\\")


PICTURES = (
    Picture(
        "information",
        ("information.decreasing",),
        ("information.infinite_at_zero", "information.positive_inside", "information.certain_event"),
        ("The less probable, the more information", "概率越小，信息量越大"),
        (
            "The information in an event falls from infinity at probability 0 to 0 at probability 1.",
            "事件的信息量在概率趋于 0 时趋于无穷，在概率为 1 时为 0，单调递减。",
        ),
        _surprise,
    ),
    Picture(
        "binary_entropy",
        ("entropy.near_certain",),
        ("entropy.two_equal_cases", "entropy.at_most_log_n", "entropy.certain_case"),
        ("The entropy of two outcomes", "两个结果的熵"),
        (
            "The entropy of two outcomes is 0 where one of them is certain and greatest, 1 bit, where both have "
            "probability 1/2; at 0.99 it is about 0.08 bit.",
            "两个结果的熵：其一必然发生时为 0，等概率时最大，为 1 比特；概率为 0.99 时约为 0.08 比特。",
        ),
        _binary_entropy,
    ),
    Picture(
        "divergence",
        ("divergence.kl_half",),
        ("divergence.kl_half_zero", "divergence.kl_half_slope"),
        ("The divergence from two equal cases", "与等概率分布的散度"),
        (
            "The KL divergence of a predicted distribution from two equally likely outcomes is 0 at t = 1/2 and grows "
            "without bound towards 0 and 1.",
            "真实分布为等概率时，KL 散度在 t = 1/2 处为 0，向 0 与 1 两端无界增长。",
        ),
        _divergence,
    ),
    Picture(
        "jensen",
        ("divergence.log_concave",),
        ("divergence.jensen_log", "divergence.kl_nonneg_by_jensen"),
        ("−log lies below its chord", "−log 位于其弦的下方"),
        (
            "The curve of minus the logarithm lies below the chord between two of its points, u = 0.3 and v = 2.5: it "
            "is convex, and the logarithm concave. This is Jensen's inequality for two points.",
            "负对数曲线位于 u = 0.3 与 v = 2.5 两点间弦的下方：负对数是凸函数，对数是凹函数。"
            "这就是两点的 Jensen 不等式。",
        ),
        _chord,
    ),
    Picture(
        "sigmoid",
        ("gradients.sigmoid_derivative",),
        ("gradients.sigmoid_saturates", "gradients.sigmoid_derivative_at_most_quarter"),
        ("The sigmoid and its derivative", "sigmoid 函数及其导数"),
        (
            "The sigmoid rises from 0 to 1; its derivative is 1/4 at 0, and almost 0 beyond 4 on either side.",
            "sigmoid 函数由 0 升到 1；其导数在 0 处为 1/4，绝对值超过 4 后几乎为 0。",
        ),
        _sigmoid,
    ),
    Picture(
        "gradients",
        ("gradients.cross_entropy_gradient", "gradients.squared_error_gradient"),
        ("gradients.example_ratio_above", "gradients.example_ratio_below"),
        ("Two gradients through a sigmoid", "经 sigmoid 的两种梯度"),
        (
            "Where the prediction is quite wrong, at the left, the gradient of the cross-entropy is almost -1, and "
            "that of the squared error almost 0.",
            "预测严重错误时（左端），交叉熵的梯度接近 -1，而均方误差的梯度接近 0。",
        ),
        _gradients,
    ),
    Picture(
        "priors",
        ("posterior.gaussian_log_density", "posterior.laplace_log_density"),
        ("posterior.gaussian_prior_is_l2", "posterior.laplace_prior_is_l1"),
        ("Gaussian and Laplace priors, and their penalties", "高斯先验与拉普拉斯先验，及其惩罚项"),
        (
            "The Laplace density has a peak at 0 and heavier tails than the Gaussian; minus their logarithms, less a "
            "constant, are an absolute value and a square.",
            "拉普拉斯密度在 0 处有尖峰，尾部比高斯密度更重；二者的负对数除常数外分别是绝对值与平方。",
        ),
        _priors,
    ),
)
"""The pictures in the order of the index."""


def pictures_for(derivations: Sequence[Derivation]) -> list[tuple[Picture, tuple[Panel, ...]]]:
    """The pictures of which all derivations are among some, with the claims that are shipped."""
    from qedtex.catalogue import Catalogue

    shipped, given = Catalogue(), {derivation.name: derivation for derivation in derivations}
    return [
        (picture, picture.draw([given[name] for name in picture.of]))
        for picture in PICTURES
        if all(name in given and _is_shipped(given[name], shipped) for name in picture.of)
    ]


def _is_shipped(derivation: Derivation, shipped: Catalogue) -> bool:
    """Whether a derivation shows what the shipped one of that id shows; a user's own may be called the same."""
    if derivation.name not in shipped.ids():
        return False
    own, known = derivation.claim, shipped.load(derivation.name).claim
    return alpha_equal(own.left, known.left) and alpha_equal(own.right, known.right) and own.context == known.context
