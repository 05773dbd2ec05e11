"""The strength of L1 regularisation is one over the scale of the prior."""

from qedtex import (
    Sum,
    absolute,
    alphabet,
    argmax,
    argmin,
    density,
    derivation,
    exp,
    index,
    known,
    law,
    ln,
    parameter,
    positive,
    positive_integer,
    sample,
)
from qedtex.rules import arithmetic, extremum_drop_constant, extremum_negate, log_exp, log_product, split_sum

N, i, p = positive_integer("N"), index("i"), law("p")
theta, scale, strength = parameter("theta"), positive("b"), positive("lambda")
x, y = sample("x", alphabet(r"\mathcal{X}"), N), sample("y", alphabet(r"\mathcal{Y}"), N)
log_likelihood = Sum(ln(p(y[i] | (x[i], theta))), (i, 1, N))
loss = Sum(-ln(p(y[i] | (x[i], theta))), (i, 1, N))


@derivation(
    title="The strength of L1 regularisation under a Laplace prior",
    chinese="拉普拉斯先验对应的 L1 正则化强度",
    source="Murphy (2012), section 13.3; Goodfellow et al. (2016), section 7.1.2",
    documents=("004_c49fcb28c16dac78.txt, 五、最大后验估计(MAP), 思考 3",),
    claim=(argmax(log_likelihood + ln(p(theta)), theta), "=", argmin(loss + strength * absolute(theta), theta)),
    given=(
        density(
            p(theta),
            1 / (2 * scale) * exp(-absolute(theta) / scale),
            for_all=(theta,),
            name="Laplace",
            chinese="拉普拉斯分布的",
        ),
        known("strength", strength, 1 / scale, english="the strength named", chinese="记正则化强度为 λ"),
    ),
)
def l1_strength(calc):
    return (
        calc(argmax(log_likelihood + ln(p(theta)), theta))
        .eq(argmax(log_likelihood + ln(1 / (2 * scale) * exp(-absolute(theta) / scale)), theta), by="Laplace")
        .eq(argmax(log_likelihood + ln(1 / (2 * scale)) - absolute(theta) / scale, theta), by=[log_product, log_exp])
        .eq(argmax(log_likelihood - absolute(theta) / scale, theta), by=extremum_drop_constant)
        .eq(argmin(loss + absolute(theta) / scale, theta), by=[extremum_negate, split_sum])
        .eq(argmin(loss + 1 / scale * absolute(theta), theta), by=arithmetic)
        .eq(argmin(loss + strength * absolute(theta), theta), by="strength")
        .qed()
    )
