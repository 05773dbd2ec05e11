"""The divergence from (1/2, 1/2) to (t, 1 - t) falls before t = 1/2 and rises after it."""

from fractions import Fraction

from qedtex import derivation, diff, log, probability
from qedtex.rules import arithmetic, derivative_chain, derivative_identity, derivative_linear, derivative_quotient

t, half = probability("t"), Fraction(1, 2)
divergence = half * log(half / t) + half * log(half / (1 - t))


@derivation(
    title="The slope of the divergence from two equally likely outcomes",
    chinese="等概率二元分布的 KL 散度的导数",
    source="Rudin (1976), theorem 5.3 and section 8.6",
    documents=("001_edc3c3577b10c7cc.txt, 相对熵（KL散度）",),
    claim=((t - half) * diff(divergence, t), "=", (t - half) ** 2 / (t * (1 - t))),
)
def kl_half_slope(calc):
    return (
        calc((t - half) * diff(divergence, t))
        .eq(
            (t - half) * (half * diff(log(half / t), t) + half * diff(log(half / (1 - t)), t)),
            by=derivative_linear,
        )
        .eq(
            (t - half) * (half * (-1 / t) + half * (1 / (1 - t))),
            by=[derivative_chain, derivative_quotient, derivative_linear, derivative_identity],
        )
        .eq((t - half) ** 2 / (t * (1 - t)), by=arithmetic)
        .qed()
    )
