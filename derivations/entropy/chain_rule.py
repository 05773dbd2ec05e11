"""The chain rule: the entropy of a pair is that of the first and that of the second given the first."""

from qedtex import Sum, alphabet, derivation, law, log, outcome, random_variable, variable_entropy
from qedtex.rules import arithmetic, distribute, fold, log_product, marginal, product_rule, split_sum, take_out, unfold

inputs, labels, p = alphabet(r"\mathcal{X}"), alphabet(r"\mathcal{Y}"), law("p")
X, Y = random_variable("X", inputs), random_variable("Y", labels)
x, y = outcome("x", inputs), outcome("y", labels)


def over_pairs(body):
    return Sum(Sum(body, y), x)


@derivation(
    title="The chain rule of entropy",
    chinese="熵的链式法则",
    source="Cover & Thomas (2006), theorem 2.2.1",
    documents=("000_0b61e9c244fb50f2.txt, 信息熵",),
    claim=(variable_entropy(p, X, Y), "=", variable_entropy(p, X) + variable_entropy(p, Y, given=X)),
)
def chain_rule(calc):
    conditional = -over_pairs(p(x, y) * log(p(y | x)))
    return (
        calc(variable_entropy(p, X, Y))
        .eq(-over_pairs(p(x, y) * log(p(x, y))), by=unfold(variable_entropy))
        .eq(-over_pairs(p(x, y) * log(p(y | x) * p(x))), by=product_rule)
        .eq(-over_pairs(p(x, y) * (log(p(y | x)) + log(p(x)))), by=log_product)
        .eq(conditional - over_pairs(p(x, y) * log(p(x))), by=[distribute, split_sum])
        .eq(conditional - Sum(Sum(p(x, y), y) * log(p(x)), x), by=take_out)
        .eq(conditional - Sum(p(x) * log(p(x)), x), by=marginal)
        .eq(variable_entropy(p, X) + variable_entropy(p, Y, given=X), by=[fold(variable_entropy), arithmetic])
        .qed()
    )
