"""ln t <= t - 1 for t > 0, by calculus: the gap t - 1 - ln t is least at t = 1, where it is 0.

Of this one inequality follow Jensen's inequality for the logarithm, Gibbs' inequality, and both of their equality
cases.
"""

from qedtex import derivation, ln, positive
from qedtex.rules import arithmetic, least_where_derivative_changes_sign, log_one
from qedtex.terms import term

t = positive("t")


@derivation(
    title="The logarithm lies below its tangent at 1",
    chinese="对数不超过它在 1 处的切线",
    source="Cover & Thomas (2006), (2.90) and exercise 2.13",
    documents=("001_edc3c3577b10c7cc.txt, 相对熵（KL散度）",),
    claim=(ln(t), "<=", t - 1),
)
def log_bound(calc):
    return (
        calc(ln(t))
        .eq(t - 1 - (t - 1 - ln(t)), by=arithmetic)
        .le(t - 1 - (term(1) - 1 - ln(1)), by=least_where_derivative_changes_sign("divergence.log_bound_slope"))
        .eq(t - 1, by=log_one)
        .qed()
    )
