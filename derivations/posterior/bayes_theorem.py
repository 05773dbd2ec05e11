"""Bayes' theorem from the definition of conditional probability, with a model m in every condition.

The document calls p(D, m | theta) the likelihood beside its formula; the formula has it right, p(D | m, theta).
"""

from qedtex import data, derivation, law, parameter
from qedtex.rules import conditional, product_rule

theta, D, m, p = parameter("theta"), data("D"), data("m"), law("p")


@derivation(
    title="Bayes' theorem",
    chinese="贝叶斯定理",
    source="Goodfellow et al. (2016), section 3.11, (3.42); Murphy (2012), section 2.2.3",
    documents=("004_c49fcb28c16dac78.txt, 五、最大后验估计(MAP), 必要知识补充 2",),
    claim=(p(theta | (D, m)), "=", p(D | (theta, m)) * p(theta | m) / p(D | m)),
)
def bayes_theorem(calc):
    return (
        calc(p(theta | (D, m)))
        .eq(p(D, (theta | m)) / p(D | m), by=conditional)
        .eq(p(D | (theta, m)) * p(theta | m) / p(D | m), by=product_rule)
        .qed()
    )
