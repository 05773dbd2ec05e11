"""-log x > 0 for every probability strictly between 0 and 1: only certain events carry no information."""

from qedtex import derivation, log, probability
from qedtex.rules import compare, log_one

x = probability("x")


@derivation(
    title="Information is positive on (0, 1)",
    chinese="信息量在 (0, 1) 上为正",
    source="Goodfellow et al. (2016), section 3.13",
    documents=("000_0b61e9c244fb50f2.txt, 自信息量", "001_edc3c3577b10c7cc.txt, 信息量"),
    claim=(-log(x), ">", 0),
)
def positive_inside(calc):
    return calc(-log(x)).gt(-log(1), by=compare).eq(0, by=log_one).qed()
