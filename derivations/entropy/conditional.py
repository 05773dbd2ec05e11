"""Conditional entropy in its three forms: over pairs, as a mean of sums, and as the mean of H(Y | x).

In the middle form the document has log P(x) for log P(y | x), and drops the weight P(x): as printed it is 2 bits for a
fair bit X whatever Y is, while H(Y | X) of a bit Y is at most 1.
"""

from qedtex import Sum, alphabet, derivation, law, log, outcome, random_variable, variable_entropy
from qedtex.rules import fold, product_rule, take_out, unfold

inputs, labels, p = alphabet(r"\mathcal{X}"), alphabet(r"\mathcal{Y}"), law("p")
X, Y = random_variable("X", inputs), random_variable("Y", labels)
x, y = outcome("x", inputs), outcome("y", labels)


@derivation(
    title="Conditional entropy in its three forms",
    chinese="条件熵的三种形式",
    source="Cover & Thomas (2006), (2.10) to (2.13)",
    documents=("000_0b61e9c244fb50f2.txt, 信息熵",),
    claim=(variable_entropy(p, Y, given=X), "=", Sum(p(x) * variable_entropy(p, Y, given=x), x)),
)
def conditional(calc):
    return (
        calc(variable_entropy(p, Y, given=X))
        .eq(-Sum(Sum(p(x, y) * log(p(y | x)), y), x), by=unfold(variable_entropy))
        .eq(-Sum(Sum(p(y | x) * p(x) * log(p(y | x)), y), x), by=product_rule)
        .eq(Sum(p(x) * -Sum(p(y | x) * log(p(y | x)), y), x), by=take_out)
        .eq(Sum(p(x) * variable_entropy(p, Y, given=x), x), by=fold(variable_entropy))
        .qed()
    )
