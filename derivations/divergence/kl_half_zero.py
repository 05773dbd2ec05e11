"""Two outcomes with P(x = 0) = P(x = 1) = 1/2: the divergence to Q(x = 0) = t is 0 exactly at t = 1/2."""

from fractions import Fraction

from qedtex import KL, derivation, event, known, labels, log, pmf, probability, statement
from qedtex.rules import (
    arithmetic,
    complement,
    equality_case,
    expand_sum,
    least_where_derivative_changes_sign,
    log_one,
    unfold,
)
from qedtex.terms import term

t, half = probability("t"), term(Fraction(1, 2))
bits = labels(0, 1, "x")
P, Q = pmf("P", bits), pmf("Q", bits)


def divergence(at):
    return half * log(half / at) + half * log(half / (1 - at))


@derivation(
    title="Two equally likely outcomes: the KL divergence is 0 only at 1/2",
    chinese="等概率二元分布：KL 散度只在 1/2 处为零",
    source="Cover & Thomas (2006), theorem 2.6.3",
    documents=("001_edc3c3577b10c7cc.txt, 相对熵（KL散度）",),
    claim=(statement(KL(P, Q.at(t)), "=", 0), "iff", statement(t, "=", half)),
    given=(
        known("P", P(event("x", 0)), half, english="equally likely", chinese="等概率"),
        known("Q", Q(event("x", 0), params=t), t, for_all=(t,), english="predicted probability", chinese="预测概率"),
    ),
)
def kl_half_zero(calc):
    apart = known("apart", t, half, relation="!=", english="t is not 1/2", chinese="t 不等于 1/2")
    zero = calc(divergence(half)).eq(half * log(1) + half * log(1), by=arithmetic).eq(0, by=log_one).qed("0 at 1/2")
    above = (
        calc(divergence(t), given=[apart])
        .gt(divergence(half), by=least_where_derivative_changes_sign("divergence.kl_half_slope"))
        .eq(0, by=zero)
    ).qed("above 0 elsewhere")
    return (
        calc(statement(KL(P, Q.at(t)), "=", 0))
        .iff(statement(divergence(t), "=", 0), by=[unfold(KL), expand_sum, complement, "P", "Q"])
        .iff(statement(t, "=", half), by=equality_case(above, zero))
        .qed()
    )
