"""ln t < t - 1 for every positive t other than 1: the gap falls strictly before 1 and rises strictly after it."""

from qedtex import derivation, known, ln, positive
from qedtex.rules import arithmetic, least_where_derivative_changes_sign, log_one
from qedtex.terms import term

t = positive("t")


@derivation(
    title="Away from 1 the logarithm lies strictly below its tangent",
    chinese="在 1 以外对数严格小于它的切线",
    source="Cover & Thomas (2006), (2.90) and exercise 2.13",
    documents=("001_edc3c3577b10c7cc.txt, 相对熵（KL散度）",),
    claim=(ln(t), "<", t - 1),
    given=(known("apart", t, 1, relation="!=", english="t is not 1", chinese="t 不等于 1"),),
)
def log_bound_strict(calc):
    return (
        calc(ln(t))
        .eq(t - 1 - (t - 1 - ln(t)), by=arithmetic)
        .lt(t - 1 - (term(1) - 1 - ln(1)), by=least_where_derivative_changes_sign("divergence.log_bound_slope"))
        .eq(t - 1, by=log_one)
        .qed()
    )
