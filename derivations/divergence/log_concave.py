"""The logarithm is concave: a log u + (1 - a) log v <= log(a u + (1 - a) v) for a in (0, 1), from ln t <= t - 1.

The second document first calls the logarithm concave, rightly, and later convex ("因为log(x)是凸函数").
"""

from qedtex import derivation, log, positive, probability
from qedtex.rules import arithmetic, cite, log_quotient

u, v, a = positive("u"), positive("v"), probability("a")
mean = a * u + (1 - a) * v


@derivation(
    title="The logarithm is concave",
    chinese="对数是凹函数",
    source="Boyd & Vandenberghe (2004), section 3.1.5",
    documents=("001_edc3c3577b10c7cc.txt, 相对熵（KL散度）",),
    claim=(a * log(u) + (1 - a) * log(v), "<=", log(mean)),
)
def log_concave(calc):
    return (
        calc(a * log(u) + (1 - a) * log(v))
        .eq(a * (log(u) - log(mean)) + (1 - a) * (log(v) - log(mean)) + log(mean), by=arithmetic)
        .eq(a * log(u / mean) + (1 - a) * log(v / mean) + log(mean), by=log_quotient)
        .le(a * (u / mean - 1) + (1 - a) * (v / mean - 1) + log(mean), by=cite("divergence.log_bound"))
        .eq(log(mean), by=arithmetic)
        .qed()
    )
