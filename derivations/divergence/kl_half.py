"""Two outcomes with P(x = 0) = P(x = 1) = 1/2: the divergence to Q(x = 0) = t is least at t = 1/2, and only there.

The second document reads the minimum off a picture. Here the derivative shows it: it has the sign of t - 1/2.
"""

from fractions import Fraction

from qedtex import KL, argmin, derivation, event, known, labels, log, pmf, points, probability
from qedtex.rules import complement, expand_sum, least_where_derivative_changes_sign, unfold, unique_extremum
from qedtex.terms import term

t, half = probability("t"), term(Fraction(1, 2))
bits = labels(0, 1, "x")
P, Q = pmf("P", bits), pmf("Q", bits)


def divergence(at):
    return half * log(half / at) + half * log(half / (1 - at))


@derivation(
    title="Two equally likely outcomes: the KL divergence is least at 1/2",
    chinese="等概率二元分布：KL 散度在 1/2 处取最小值",
    source="Cover & Thomas (2006), theorem 2.6.3",
    documents=("001_edc3c3577b10c7cc.txt, 相对熵（KL散度）",),
    claim=(argmin(KL(P, Q.at(t)), t), "=", points(half)),
    given=(
        known("P", P(event("x", 0)), half, english="equally likely", chinese="等概率"),
        known("Q", Q(event("x", 0), params=t), t, for_all=(t,), english="predicted probability", chinese="预测概率"),
    ),
)
def kl_half(calc):
    apart = known("apart", t, half, relation="!=", english="t is not 1/2", chinese="t 不等于 1/2")
    least = (
        calc(divergence(t), given=[apart])
        .gt(divergence(half), by=least_where_derivative_changes_sign("divergence.kl_half_slope"))
        .qed("least at 1/2")
    )
    return (
        calc(argmin(KL(P, Q.at(t)), t))
        .eq(argmin(divergence(t), t), by=[unfold(KL), expand_sum, complement, "P", "Q"])
        .eq(points(half), by=unique_extremum(least))
        .qed()
    )
