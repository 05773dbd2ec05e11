"""With a uniform prior the maximum a posteriori estimate is the maximum likelihood estimate.

On a bounded set of parameters the constant is one over its size; on the whole line the prior is improper and the
computation the same.
"""

from qedtex import argmax, data, derivation, known, law, parameter, positive
from qedtex.rules import bayes, extremum_drop_factor

theta, c, p, D = parameter("theta"), positive("c"), law("p"), data("D")


@derivation(
    title="With a uniform prior, MAP is MLE",
    chinese="均匀先验下最大后验估计等于极大似然估计",
    source="Murphy (2012), section 5.2.1; Goodfellow et al. (2016), section 5.6.1",
    documents=("004_c49fcb28c16dac78.txt, 五、最大后验估计(MAP), 思考 1",),
    claim=(argmax(p(theta | D), theta), "=", argmax(p(D | theta), theta)),
    given=(known("uniform", p(theta), c, for_all=(theta,), english="uniform prior", chinese="均匀先验"),),
)
def uniform_prior(calc):
    return (
        calc(argmax(p(theta | D), theta))
        .eq(argmax(p(D | theta) * p(theta) / p(D), theta), by=bayes)
        .eq(argmax(p(D | theta) * p(theta), theta), by=extremum_drop_factor)
        .eq(argmax(p(D | theta) * c, theta), by="uniform")
        .eq(argmax(p(D | theta), theta), by=extremum_drop_factor)
        .qed()
    )
