"""The derivative of the sigmoid is nowhere greater than 1/4, the value that it has at 0."""

from fractions import Fraction

from qedtex import derivation, diff, real, sigmoid
from qedtex.rules import arithmetic, cite, compare
from qedtex.terms import term

z = real("z")
half, quarter = Fraction(1, 2), Fraction(1, 4)


@derivation(
    title="The derivative of the sigmoid is at most 1/4",
    chinese="sigmoid 的导数不超过 1/4",
    source="Goodfellow et al. (2016), section 6.2.2.2 and (3.34)",
    documents=("001_edc3c3577b10c7cc.txt, 分析",),
    claim=(diff(sigmoid(z), z), "<=", quarter),
)
def sigmoid_derivative_at_most_quarter(calc):
    return (
        calc(diff(sigmoid(z), z))
        .eq(sigmoid(z) * (1 - sigmoid(z)), by=cite("gradients.sigmoid_derivative"))
        .eq(quarter - (half - sigmoid(z)) ** 2, by=arithmetic)
        .le(term(quarter) - 0, by=compare)
        .eq(quarter, by=arithmetic)
        .qed()
    )
