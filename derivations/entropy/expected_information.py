"""Entropy is the expected information of an outcome."""

from qedtex import E, Entropy, SelfInformation, Sum, derivation, index, log, outcome, outcomes, pmf, positive_integer
from qedtex.rules import expectation_linear, expectation_to_sum, fold, unfold

n, i = positive_integer("n"), index("i")
x = outcomes("x", n)
p = pmf("p", x)
X = outcome("X", p.space)


@derivation(
    title="Entropy is expected information",
    chinese="熵是信息量的期望",
    source="Cover & Thomas (2006), (2.4); Goodfellow et al. (2016), (3.49)",
    documents=(
        "000_0b61e9c244fb50f2.txt, 信息熵",
        "001_edc3c3577b10c7cc.txt, 信息熵",
        "002_7735c80afe1eea90.txt, 1. 熵（Entropy）与信息量（Information Content）",
        "003_6fbb94e585105e4a.txt, 熵：整个系统的平均不确定性",
        "004_c49fcb28c16dac78.txt, 一、熵(Entropy)",
    ),
    claim=(E(SelfInformation(p, X, 2), X, p), "=", Entropy(p, 2)),
)
def expected_information(calc):
    return (
        calc(E(SelfInformation(p, X, 2), X, p))
        .eq(E(-log(p(X), 2), X, p), by=unfold(SelfInformation))
        .eq(-E(log(p(X), 2), X, p), by=expectation_linear)
        .eq(-Sum(p(x[i]) * log(p(x[i]), 2), (i, 1, n)), by=expectation_to_sum)
        .eq(Entropy(p, 2), by=fold(Entropy))
        .qed()
    )
