"""The entropy's Lagrangian is stationary in one probability exactly where that is exp(lambda - 1), the same for all."""

from qedtex import Sum, derivation, diff, exp, index, integer, log, positive, positive_integer, real, sample, statement
from qedtex.rules import both_sides, cite, log_exp, same_logarithm

n, j = positive_integer("n"), index("j")
k, multiplier = integer("k", 1, n), real("lambda")
p = sample("p", positive("p").sort, n)
lagrangian = -Sum(p[j] * log(p[j]), (j, 1, n)) + multiplier * (Sum(p[j], (j, 1, n)) - 1)


@derivation(
    title="Where the entropy's Lagrangian is stationary",
    chinese="熵的拉格朗日函数的驻点",
    source="Cover & Thomas (2006), section 12.1; Boyd & Vandenberghe (2004), section 5.5.3",
    documents=("000_0b61e9c244fb50f2.txt, 信息熵",),
    claim=(statement(diff(lagrangian, p[k]), "=", 0), "iff", statement(p[k], "=", exp(multiplier - 1))),
)
def lagrangian_stationary(calc):
    return (
        calc(statement(diff(lagrangian, p[k]), "=", 0))
        .iff(statement(multiplier - 1 - log(p[k]), "=", 0), by=cite("entropy.lagrangian_derivative"))
        .iff(statement(log(p[k]), "=", multiplier - 1), by=both_sides)
        .iff(statement(log(p[k]), "=", log(exp(multiplier - 1))), by=log_exp)
        .iff(statement(p[k], "=", exp(multiplier - 1)), by=same_logarithm)
        .qed()
    )
