"""Where the entropy's Lagrangian is stationary in every probability and these sum to 1, each of them is 1/n."""

from qedtex import Sum, derivation, diff, exp, index, integer, known, log, positive, positive_integer, real, sample
from qedtex.rules import arithmetic, cite, constant_sum, exp_log

n, i, j = positive_integer("n"), index("i"), index("j")
k, m, multiplier = integer("k", 1, n), integer("m", 1, n), real("lambda")
p = sample("p", positive("p").sort, n)
lagrangian = -Sum(p[j] * log(p[j]), (j, 1, n)) + multiplier * (Sum(p[j], (j, 1, n)) - 1)


@derivation(
    title="The stationary point of the entropy's Lagrangian is the uniform distribution",
    chinese="拉格朗日乘子法：熵的驻点是均匀分布",
    source="Cover & Thomas (2006), section 12.1; Boyd & Vandenberghe (2004), section 5.5.3",
    documents=("000_0b61e9c244fb50f2.txt, 信息熵",),
    claim=(p[k], "=", 1 / n),
    given=(
        known(
            "stationary",
            diff(lagrangian, p[m]),
            0,
            for_all=(m,),
            english="the Lagrangian is stationary",
            chinese="拉格朗日函数的偏导数为零",
        ),
        known("constraint", Sum(p[j], (j, 1, n)), 1, english="the constraint", chinese="约束条件"),
    ),
)
def uniform_by_lagrange(calc):
    def slope(at):
        return diff(lagrangian, at)

    same = multiplier - 1
    return (
        calc(p[k])
        .eq(exp(log(p[k])), by=exp_log)
        .eq(exp(same - (same - log(p[k]))), by=arithmetic)
        .eq(exp(same - slope(p[k])), by=cite("entropy.lagrangian_derivative"))
        .eq(exp(same), by="stationary")
        .eq(Sum(exp(same), (i, 1, n)) / n, by=constant_sum)
        .eq(Sum(exp(same - slope(p[i])), (i, 1, n)) / n, by="stationary")
        .eq(Sum(exp(same - (same - log(p[i]))), (i, 1, n)) / n, by=cite("entropy.lagrangian_derivative"))
        .eq(Sum(p[i], (i, 1, n)) / n, by=exp_log)
        .eq(1 / n, by="constraint")
        .qed()
    )
