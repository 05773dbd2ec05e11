"""Independent Laplace priors on the components of a parameter vector are L1 regularisation with the 1-norm."""

from qedtex import (
    Product,
    Sum,
    absolute,
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
    positive,
    positive_integer,
    sample,
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
d, j, b = positive_integer("d"), index("j"), positive("b")
theta, c = vector("theta", d), integer("c", 1, d)
p = law("p")
D, x, y = data("D"), sample("x", alphabet(r"\mathcal{X}"), N), sample("y", alphabet(r"\mathcal{Y}"), N)
k = integer("k", 1, N)


@derivation(
    title="A Laplace prior on a vector is L1 regularisation",
    chinese="向量参数的拉普拉斯先验等价于 L1 正则化",
    source="Murphy (2012), section 13.3; Goodfellow et al. (2016), section 7.1.2",
    documents=("004_c49fcb28c16dac78.txt, 五、最大后验估计(MAP)",),
    claim=(
        argmax(p(theta | D), theta),
        "=",
        argmin(Sum(-ln(p(y[i] | (x[i], theta))), (i, 1, N)) + norm(theta, 1) / b, theta),
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
            1 / (2 * b) * exp(-absolute(theta[c]) / b),
            for_all=(theta, c),
            name="Laplace",
            chinese="拉普拉斯分布的",
        ),
    ),
)
def laplace_prior_is_l1_vector(calc):
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
            argmax(log_likelihood + Sum(ln(1 / (2 * b) * exp(-absolute(theta[j]) / b)), (j, 1, d)), theta), by="Laplace"
        )
        .eq(
            argmax(log_likelihood + Sum(ln(1 / (2 * b)) - absolute(theta[j]) / b, (j, 1, d)), theta),
            by=[log_product, log_exp],
        )
        .eq(
            argmax(log_likelihood + Sum(ln(1 / (2 * b)), (j, 1, d)) - Sum(absolute(theta[j]) / b, (j, 1, d)), theta),
            by=split_sum,
        )
        .eq(argmax(log_likelihood - Sum(absolute(theta[j]) / b, (j, 1, d)), theta), by=extremum_drop_constant)
        .eq(
            argmin(Sum(-ln(p(y[i] | (x[i], theta))), (i, 1, N)) + Sum(absolute(theta[j]) / b, (j, 1, d)), theta),
            by=[extremum_negate, take_out],
        )
        .eq(
            argmin(Sum(-ln(p(y[i] | (x[i], theta))), (i, 1, N)) + norm(theta, 1) / b, theta),
            by=[take_out, fold(norm)],
        )
        .qed()
    )
