"""(t - 1) d/dt (t - 1 - ln t) = (t - 1)^2 / t: the gap between t - 1 and ln t falls before 1 and rises after it."""

from qedtex import derivation, diff, ln, positive
from qedtex.rules import arithmetic, derivative_chain, derivative_identity, derivative_linear

t = positive("t")


@derivation(
    title="The gap between t - 1 and ln t falls before 1 and rises after it",
    chinese="t - 1 与 ln t 之差在 1 之前递减、在 1 之后递增",
    source="Rudin (1976), section 8.6, (38)",
    documents=("001_edc3c3577b10c7cc.txt, 相对熵（KL散度）",),
    claim=((t - 1) * diff(t - 1 - ln(t), t), "=", (t - 1) ** 2 / t),
)
def log_bound_slope(calc):
    return (
        calc((t - 1) * diff(t - 1 - ln(t), t))
        .eq((t - 1) * (diff(t, t) - diff(1, t) - diff(ln(t), t)), by=derivative_linear)
        .eq((t - 1) * (1 - 1 / t), by=[derivative_identity, derivative_linear, derivative_chain])
        .eq((t - 1) ** 2 / t, by=arithmetic)
        .qed()
    )
