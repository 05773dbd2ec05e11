"""The derivative of the entropy's Lagrangian in one probability, with a multiplier for the sum to be 1."""

from qedtex import Sum, derivation, diff, index, integer, log, positive, positive_integer, real, sample
from qedtex.rules import (
    derivative_chain,
    derivative_identity,
    derivative_linear,
    derivative_product,
    kronecker_sum,
    split_sum,
)

n, j = positive_integer("n"), index("j")
k, multiplier = integer("k", 1, n), real("lambda")
p = sample("p", positive("p").sort, n)
lagrangian = -Sum(p[j] * log(p[j]), (j, 1, n)) + multiplier * (Sum(p[j], (j, 1, n)) - 1)


@derivation(
    title="The derivative of the entropy's Lagrangian",
    chinese="熵的拉格朗日函数的偏导数",
    source="Cover & Thomas (2006), section 12.1; Boyd & Vandenberghe (2004), section 5.1.1",
    documents=("000_0b61e9c244fb50f2.txt, 信息熵",),
    claim=(diff(lagrangian, p[k]), "=", multiplier - 1 - log(p[k])),
)
def lagrangian_derivative(calc):
    one = diff(p[j], p[k])
    return (
        calc(diff(lagrangian, p[k]))
        .eq(
            -Sum(diff(p[j] * log(p[j]), p[k]), (j, 1, n)) + multiplier * Sum(one, (j, 1, n)),
            by=derivative_linear,
        )
        .eq(
            -Sum(one * log(p[j]) + p[j] * (one / p[j]), (j, 1, n)) + multiplier * Sum(one, (j, 1, n)),
            by=[derivative_product, derivative_chain],
        )
        .eq(-(log(p[k]) + 1) + multiplier, by=[derivative_identity, kronecker_sum, split_sum])
        .eq(multiplier - 1 - log(p[k]))
        .qed()
    )
