"""H(Y | X) <= H(Y): conditioning does not increase entropy, from ln t <= t - 1 at t = p(y) / p(y | x).

The difference is the sum of p(x, y) log(p(y) / p(y | x)), at most the sum of p(x) p(y) - p(x, y), which is 1 - 1.
"""

from qedtex import Sum, alphabet, derivation, law, log, outcome, random_variable, variable_entropy
from qedtex.rules import (
    arithmetic,
    cite,
    distribute,
    exchange_sums,
    fold,
    log_quotient,
    marginal,
    normalisation,
    product_rule,
    split_sum,
    take_out,
    unfold,
)
from qedtex.terms import term

spaces = alphabet(r"\mathcal{X}"), alphabet(r"\mathcal{Y}")
p, X, Y = law("p"), random_variable("X", spaces[0]), random_variable("Y", spaces[1])
x, y = outcome("x", spaces[0]), outcome("y", spaces[1])


def over_pairs(body):
    return Sum(Sum(body, y), x)


@derivation(
    title="Conditioning does not increase entropy",
    chinese="条件不增加熵",
    source="Cover & Thomas (2006), theorem 2.6.5",
    documents=("000_0b61e9c244fb50f2.txt, 信息熵",),
    claim=(variable_entropy(p, Y, given=X), "<=", variable_entropy(p, Y)),
)
def conditioning_reduces(calc):
    return (
        calc(variable_entropy(p, Y, given=X))
        .eq(-over_pairs(p(x, y) * log(p(y | x))), by=unfold(variable_entropy))
        .eq(
            over_pairs(p(x, y) * log(p(y) / p(y | x))) - over_pairs(p(x, y) * log(p(y))),
            by=[log_quotient, distribute, split_sum],
        )
        .le(
            over_pairs(p(x, y) * (p(y) / p(y | x) - 1)) - over_pairs(p(x, y) * log(p(y))),
            by=cite("divergence.log_bound"),
        )
        .eq(
            over_pairs(p(y | x) * p(x) * (p(y) / p(y | x) - 1)) - over_pairs(p(x, y) * log(p(y))),
            by=product_rule,
        )
        .eq(
            over_pairs(p(x) * p(y)) - over_pairs(p(y | x) * p(x)) - over_pairs(p(x, y) * log(p(y))),
            by=[distribute, split_sum],
        )
        .eq(
            over_pairs(p(x) * p(y)) - over_pairs(p(y | x) * p(x)) - Sum(Sum(p(x, y) * log(p(y)), x), y),
            by=exchange_sums,
        )
        .eq(
            Sum(p(x), x) * Sum(p(y), y) - Sum(p(x) * Sum(p(y | x), y), x) - Sum(p(y) * log(p(y)), y),
            by=[take_out, marginal],
        )
        .eq(term(1) * 1 - 1 - Sum(p(y) * log(p(y)), y), by=normalisation)
        .eq(variable_entropy(p, Y), by=[fold(variable_entropy), arithmetic])
        .qed()
    )
