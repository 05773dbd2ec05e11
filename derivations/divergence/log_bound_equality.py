"""ln t = t - 1 holds exactly at t = 1: elsewhere the tangent lies strictly above."""

from qedtex import derivation, ln, positive, statement
from qedtex.rules import arithmetic, equality_case, log_one
from qedtex.terms import term

t = positive("t")


@derivation(
    title="The logarithm touches its tangent at 1 only",
    chinese="对数只在 1 处与切线相切",
    source="Cover & Thomas (2006), (2.90) and exercise 2.13",
    documents=("001_edc3c3577b10c7cc.txt, 相对熵（KL散度）",),
    claim=(statement(ln(t), "=", t - 1), "iff", statement(t, "=", 1)),
)
def log_bound_equality(calc):
    at_one = calc(ln(1)).eq(0, by=log_one).eq(term(1) - 1, by=arithmetic).qed("log_bound_at_one")
    return (
        calc(statement(ln(t), "=", t - 1))
        .iff(statement(t, "=", 1), by=equality_case("divergence.log_bound_strict", at_one))
        .qed()
    )
