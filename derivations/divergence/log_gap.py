"""t - 1 - ln t >= 0 for t > 0: the gap between the logarithm and its tangent, as sums of it are used."""

from qedtex import derivation, ln, positive
from qedtex.rules import arithmetic, cite

t = positive("t")


@derivation(
    title="The gap between t - 1 and ln t is not negative",
    chinese="t - 1 - ln t 非负",
    source="Cover & Thomas (2006), (2.90)",
    documents=("001_edc3c3577b10c7cc.txt, 相对熵（KL散度）",),
    claim=(t - 1 - ln(t), ">=", 0),
)
def log_gap(calc):
    return calc(t - 1 - ln(t)).ge(t - 1 - (t - 1), by=cite("divergence.log_bound")).eq(0, by=arithmetic).qed()
