"""Maximum likelihood is minimum cross-entropy between the empirical distribution of the data and the model."""

from qedtex import (
    CrossEntropy,
    E,
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
    expectation_to_sum,
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
    title="Maximum likelihood is minimum cross-entropy",
    chinese="极大似然估计等价于最小化交叉熵",
    source="Goodfellow et al. (2016), section 5.5, (5.56) to (5.59)",
    documents=(
        "000_0b61e9c244fb50f2.txt, 交叉熵与极大似然估计的联系",
        "004_c49fcb28c16dac78.txt, 四、最大似然估计(MLE)",
    ),
    claim=(
        argmax(likelihood(X, params=theta), theta),
        "=",
        argmin(CrossEntropy(p_data, p_model.at(theta)), theta),
    ),
    given=(
        iid(
            likelihood(X, params=theta),
            Product(p_model(member(xs, i), params=theta), (i, 1, m)),
            for_all=(theta,),
        ),
    ),
)
def mle_is_min_cross_entropy(calc):
    log_likelihood = log(p_model(member(xs, i), params=theta))
    return (
        calc(argmax(likelihood(X, params=theta), theta))
        .eq(argmax(Product(p_model(member(xs, i), params=theta), (i, 1, m)), theta), by="iid")
        .eq(argmax(Sum(log_likelihood, (i, 1, m)), theta), by=[extremum_increasing, log_of_product])
        .eq(argmax(1 / m * Sum(log_likelihood, (i, 1, m)), theta), by=extremum_drop_factor)
        .eq(argmax(E(log(p_model(x, params=theta)), x, p_data), theta), by=empirical_mean)
        .eq(argmax(Sum(p_data(x) * log(p_model(x, params=theta)), x), theta), by=expectation_to_sum)
        .eq(argmin(-Sum(p_data(x) * log(p_model(x, params=theta)), x), theta), by=extremum_negate)
        .eq(argmin(CrossEntropy(p_data, p_model.at(theta)), theta), by=fold(CrossEntropy))
        .qed()
    )
