"""The sigmoid is steepest at 0 and only there."""

from fractions import Fraction

from qedtex import derivation, diff, exp, known, real, sigmoid, statement
from qedtex.rules import arithmetic, both_sides, cite, compare, equality_case, same_logarithm, unfold
from qedtex.terms import term

z, t = real("z"), real("t")
half, quarter = Fraction(1, 2), Fraction(1, 4)


@derivation(
    title="The derivative of the sigmoid is 1/4 at 0 and only there",
    chinese="sigmoid 的导数仅在 0 处取到最大值 1/4",
    source="Goodfellow et al. (2016), section 3.10, (3.34)",
    documents=("001_edc3c3577b10c7cc.txt, 分析",),
    claim=(statement(diff(sigmoid(z), z), "=", quarter), "iff", statement(z, "=", 0)),
)
def sigmoid_derivative_is_quarter(calc):
    apart = known("apart", t, 0, relation="!=")
    above = calc(t**2, given=[apart]).gt(0, by=compare).qed("square_positive")
    there = calc(term(0) ** 2).eq(0, by=arithmetic).qed("square_of_zero")
    return (
        calc(statement(diff(sigmoid(z), z), "=", quarter))
        .iff(statement(sigmoid(z) * (1 - sigmoid(z)), "=", quarter), by=cite("gradients.sigmoid_derivative"))
        .iff(statement((sigmoid(z) - half) ** 2, "=", 0), by=both_sides)
        .iff(statement(sigmoid(z) - half, "=", 0), by=equality_case(above, there))
        .iff(statement(1 / (1 + exp(-z)), "=", half), by=[unfold, both_sides])
        .iff(statement(exp(-z), "=", 1), by=both_sides(2 * (1 + exp(-z))))
        .iff(statement(exp(-z), "=", exp(0)), by=arithmetic)
        .iff(statement(-z, "=", 0), by=same_logarithm)
        .iff(statement(z, "=", 0), by=both_sides)
        .qed()
    )
