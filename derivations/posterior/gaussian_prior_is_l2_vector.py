"""Independent Gaussian priors on the components of a parameter vector are L2 regularisation with the squared norm."""

from qedtex import (
    Product,
    Sum,
    alphabet,
    argmax,
    argmin,
    data,
    density,
    derivation,
    exp,
    iid,
    independence,
    index,
    integer,
    law,
    ln,
    norm,
    pi,
    positive,
    positive_integer,
    sample,
    sqrt,
    vector,
)
from qedtex.rules import (
    bayes,
    extremum_drop_constant,
    extremum_drop_factor,
    extremum_increasing,
    extremum_negate,
    fold,
    log_exp,
    log_of_product,
    log_product,
    product_rule,
    split_sum,
    take_out,
)

N, i = positive_integer("N"), index("i")
d, j, sigma = positive_integer("d"), index("j"), positive("sigma")
theta, c = vector("theta", d), integer("c", 1, d)
p = law("p")
D, x, y = data("D"), sample("x", alphabet(r"\mathcal{X}"), N), sample("y", alphabet(r"\mathcal{Y}"), N)
k = integer("k", 1, N)


@derivation(
    title="A Gaussian prior on a vector is L2 regularisation",
    chinese="向量参数的高斯先验等价于 L2 正则化",
    source="Goodfellow et al. (2016), section 5.6.1; Murphy (2012), section 7.5.1",
    documents=("004_c49fcb28c16dac78.txt, 五、最大后验估计(MAP)",),
    claim=(
        argmax(p(theta | D), theta),
        "=",
        argmin(Sum(-ln(p(y[i] | (x[i], theta))), (i, 1, N)) + norm(theta, 2) ** 2 / (2 * sigma**2), theta),
    ),
    given=(
        iid(p(D | theta), Product(p(x[i], (y[i] | theta)), (i, 1, N)), for_all=(theta,)),
        independence(
            p(x[k] | theta),
            p(x[k]),
            for_all=(theta, k),
            name="inputs",
            english="the inputs do not depend on the parameter",
            chinese="输入与参数无关",
        ),
        independence(
            p(theta),
            Product(p(theta[j]), (j, 1, d)),
            for_all=(theta,),
            name="components",
            english="independent components",
            chinese="各分量相互独立",
        ),
        density(
            p(theta[c]),
            1 / (sqrt(2 * pi) * sigma) * exp(-(theta[c] ** 2) / (2 * sigma**2)),
            for_all=(theta, c),
            name="Gaussian",
            chinese="高斯分布的",
        ),
    ),
)
def gaussian_prior_is_l2_vector(calc):
    log_likelihood = Sum(ln(p(y[i] | (x[i], theta))), (i, 1, N))
    return (
        calc(argmax(p(theta | D), theta))
        .eq(argmax(p(D | theta) * p(theta) / p(D), theta), by=bayes)
        .eq(argmax(p(D | theta) * p(theta), theta), by=extremum_drop_factor)
        .eq(argmax(ln(p(D | theta) * p(theta)), theta), by=extremum_increasing)
        .eq(argmax(ln(p(D | theta)) + ln(p(theta)), theta), by=log_product)
        .eq(argmax(Sum(ln(p(x[i], (y[i] | theta))), (i, 1, N)) + ln(p(theta)), theta), by=["iid", log_of_product])
        .eq(
            argmax(Sum(ln(p(y[i] | (x[i], theta)) * p(x[i] | theta)), (i, 1, N)) + ln(p(theta)), theta),
            by=product_rule,
        )
        .eq(
            argmax(Sum(ln(p(y[i] | (x[i], theta))) + ln(p(x[i] | theta)), (i, 1, N)) + ln(p(theta)), theta),
            by=log_product,
        )
        .eq(
            argmax(log_likelihood + Sum(ln(p(x[i])), (i, 1, N)) + ln(p(theta)), theta),
            by=[split_sum, "inputs"],
        )
        .eq(argmax(log_likelihood + ln(p(theta)), theta), by=extremum_drop_constant)
        .eq(argmax(log_likelihood + Sum(ln(p(theta[j])), (j, 1, d)), theta), by=["components", log_of_product])
        .eq(
            argmax(
                log_likelihood
                + Sum(ln(1 / (sqrt(2 * pi) * sigma) * exp(-(theta[j] ** 2) / (2 * sigma**2))), (j, 1, d)),
                theta,
            ),
            by="Gaussian",
        )
        .eq(
            argmax(
                log_likelihood + Sum(ln(1 / (sqrt(2 * pi) * sigma)) - theta[j] ** 2 / (2 * sigma**2), (j, 1, d)), theta
            ),
            by=[log_product, log_exp],
        )
        .eq(
            argmax(
                log_likelihood
                + Sum(ln(1 / (sqrt(2 * pi) * sigma)), (j, 1, d))
                - Sum(theta[j] ** 2 / (2 * sigma**2), (j, 1, d)),
                theta,
            ),
            by=split_sum,
        )
        .eq(argmax(log_likelihood - Sum(theta[j] ** 2 / (2 * sigma**2), (j, 1, d)), theta), by=extremum_drop_constant)
        .eq(
            argmin(
                Sum(-ln(p(y[i] | (x[i], theta))), (i, 1, N)) + Sum(theta[j] ** 2 / (2 * sigma**2), (j, 1, d)), theta
            ),
            by=[extremum_negate, take_out],
        )
        .eq(
            argmin(Sum(-ln(p(y[i] | (x[i], theta))), (i, 1, N)) + norm(theta, 2) ** 2 / (2 * sigma**2), theta),
            by=[take_out, fold(norm)],
        )
        .qed()
    )
