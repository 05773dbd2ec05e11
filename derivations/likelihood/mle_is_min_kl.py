"""Maximum likelihood is the least KL divergence from the empirical distribution of the data to the model.

The exercise that the first document leaves: subtract the entropy of the data, which does not depend on the parameter.
The empirical distribution is 0 at outcomes that were not drawn, so its divergence is defined with 0 log 0 = 0, as the
cross-entropy minus the entropy.
"""

from qedtex import (
    KL,
    CrossEntropy,
    E,
    Entropy,
    Product,
    Sum,
    alphabet,
    argmax,
    argmin,
    data,
    derivation,
    empirical,
    iid,
    index,
    law,
    log,
    member,
    outcome,
    pmf,
    positive_integer,
    real,
    sample,
)
from qedtex.rules import (
    empirical_mean,
    expectation_linear,
    extremum_drop_constant,
    extremum_drop_factor,
    extremum_increasing,
    extremum_negate,
    fold,
    log_of_product,
)

m, i, theta = positive_integer("m"), index("i"), real("theta")
space = alphabet(r"\mathcal{X}")
x, xs, X = outcome("x", space), sample("x", space, m), data("bold_X")
p_model, p_data = pmf("p_model", space), empirical("p_hat_data", xs, space)
likelihood = law("P_model")


@derivation(
    title="Maximum likelihood is the least KL divergence",
    chinese="极大似然估计等价于最小化 KL 散度",
    source="Goodfellow et al. (2016), section 5.5, (5.60) and (5.61)",
    documents=(
        "000_0b61e9c244fb50f2.txt, 交叉熵与极大似然估计的联系",
        "003_6fbb94e585105e4a.txt, 机器学习中的交叉熵损失",
    ),
    claim=(argmax(likelihood(X, params=theta), theta), "=", argmin(KL(p_data, p_model.at(theta)), theta)),
    given=(
        iid(
            likelihood(X, params=theta),
            Product(p_model(member(xs, i), params=theta), (i, 1, m)),
            for_all=(theta,),
        ),
    ),
)
def mle_is_min_kl(calc):
    log_likelihood, cross_entropy = (
        Sum(log(p_model(member(xs, i), params=theta)), (i, 1, m)),
        CrossEntropy(p_data, p_model.at(theta)),
    )
    return (
        calc(argmax(likelihood(X, params=theta), theta))
        .eq(argmax(Product(p_model(member(xs, i), params=theta), (i, 1, m)), theta), by="iid")
        .eq(argmax(log_likelihood, theta), by=[extremum_increasing, log_of_product])
        .eq(argmax(1 / m * log_likelihood, theta), by=extremum_drop_factor)
        .eq(argmax(E(log(p_model(x, params=theta)), x, p_data), theta), by=empirical_mean)
        .eq(argmin(E(-log(p_model(x, params=theta)), x, p_data), theta), by=[extremum_negate, expectation_linear])
        .eq(argmin(cross_entropy, theta), by=fold(CrossEntropy))
        .eq(argmin(cross_entropy - Entropy(p_data), theta), by=extremum_drop_constant)
        .eq(argmin(KL(p_data, p_model.at(theta)), theta), by=fold(KL))
        .qed()
    )
