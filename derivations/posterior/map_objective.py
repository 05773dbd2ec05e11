"""The maximum a posteriori objective is that of maximum likelihood with the log prior added.

The document divides each factor of the likelihood by p(d_i): that takes the data to be independent without the
parameter as well, which they are not. It is not needed either: p(D) does not depend on the parameter and drops.
"""

from qedtex import (
    Product,
    Sum,
    alphabet,
    argmax,
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
    bayes,
    extremum_drop_constant,
    extremum_drop_factor,
    extremum_increasing,
    log_of_product,
    log_product,
    product_rule,
    split_sum,
)

N, i = positive_integer("N"), index("i")
theta, p, D = parameter("theta"), law("p"), data("D")
x, y = sample("x", alphabet(r"\mathcal{X}"), N), sample("y", alphabet(r"\mathcal{Y}"), N)
k = integer("k", 1, N)


@derivation(
    title="The MAP objective is the MLE objective plus the log prior",
    chinese="最大后验的目标是极大似然的目标加对数先验",
    source="Goodfellow et al. (2016), section 5.6.1, (5.79); Murphy (2012), section 5.2.1",
    documents=("004_c49fcb28c16dac78.txt, 五、最大后验估计(MAP)",),
    claim=(
        argmax(p(theta | D), theta),
        "=",
        argmax(Sum(ln(p(y[i] | (x[i], theta))), (i, 1, N)) + ln(p(theta)), theta),
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
def map_objective(calc):
    label, prior = p(y[i] | (x[i], theta)), ln(p(theta))
    return (
        calc(argmax(p(theta | D), theta))
        .eq(argmax(p(D | theta) * p(theta) / p(D), theta), by=bayes)
        .eq(argmax(p(D | theta) * p(theta), theta), by=extremum_drop_factor)
        .eq(argmax(ln(p(D | theta)) + prior, theta), by=[extremum_increasing, log_product])
        .eq(argmax(Sum(ln(p(x[i], (y[i] | theta))), (i, 1, N)) + prior, theta), by=["iid", log_of_product])
        .eq(argmax(Sum(ln(label * p(x[i] | theta)), (i, 1, N)) + prior, theta), by=product_rule)
        .eq(argmax(Sum(ln(label) + ln(p(x[i] | theta)), (i, 1, N)) + prior, theta), by=log_product)
        .eq(argmax(Sum(ln(label) + ln(p(x[i])), (i, 1, N)) + prior, theta), by="inputs")
        .eq(argmax(Sum(ln(label), (i, 1, N)) + Sum(ln(p(x[i])), (i, 1, N)) + prior, theta), by=split_sum)
        .eq(argmax(Sum(ln(label), (i, 1, N)) + prior, theta), by=extremum_drop_constant)
        .qed()
    )
