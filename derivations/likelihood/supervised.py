"""For pairs of input and label the inputs drop out of the likelihood: what is left are the conditional probabilities.

The document leaves out the brackets in sum_i ln p(y_i | x_i) + ln p(x_i): both terms stand under the sum.
"""

from qedtex import (
    Product,
    Sum,
    alphabet,
    argmax,
    argmin,
    data,
    derivation,
    iid,
    independence,
    index,
    integer,
    law,
    ln,
    parameter,
    positive_integer,
    sample,
)
from qedtex.rules import (
    extremum_drop_constant,
    extremum_drop_factor,
    extremum_increasing,
    extremum_negate,
    log_of_product,
    log_product,
    product_rule,
    split_sum,
    take_out,
)

N, i = positive_integer("N"), index("i")
theta, p, D = parameter("theta"), law("p"), data("D")
x, y = sample("x", alphabet(r"\mathcal{X}"), N), sample("y", alphabet(r"\mathcal{Y}"), N)
k = integer("k", 1, N)


@derivation(
    title="Maximum likelihood for supervised data",
    chinese="监督学习数据的极大似然估计",
    source="Goodfellow et al. (2016), section 5.5.1, (5.62) and (5.63)",
    documents=(
        "004_c49fcb28c16dac78.txt, 四、最大似然估计(MLE)",
        "002_7735c80afe1eea90.txt, 2. 最小化交叉熵与最大化对数似然",
    ),
    claim=(
        argmax(p(D | theta), theta),
        "=",
        argmin(1 / N * Sum(-ln(p(y[i] | (x[i], theta))), (i, 1, N)), theta),
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
    ),
)
def supervised(calc):
    label = p(y[i] | (x[i], theta))
    return (
        calc(argmax(p(D | theta), theta))
        .eq(argmax(Product(p(x[i], (y[i] | theta)), (i, 1, N)), theta), by="iid")
        .eq(argmax(Sum(ln(p(x[i], (y[i] | theta))), (i, 1, N)), theta), by=[extremum_increasing, log_of_product])
        .eq(argmax(Sum(ln(label * p(x[i] | theta)), (i, 1, N)), theta), by=product_rule)
        .eq(argmax(Sum(ln(label * p(x[i])), (i, 1, N)), theta), by="inputs")
        .eq(argmax(Sum(ln(label) + ln(p(x[i])), (i, 1, N)), theta), by=log_product)
        .eq(argmax(Sum(ln(label), (i, 1, N)) + Sum(ln(p(x[i])), (i, 1, N)), theta), by=split_sum)
        .eq(argmax(Sum(ln(label), (i, 1, N)), theta), by=extremum_drop_constant)
        .eq(argmin(Sum(-ln(label), (i, 1, N)), theta), by=[extremum_negate, take_out])
        .eq(argmin(1 / N * Sum(-ln(label), (i, 1, N)), theta), by=extremum_drop_factor)
        .qed()
    )
