"""The axioms that derivations rest on: few, named, sourced. `qedtex axioms` lists them with who uses each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Axiom:
    """A definition or a property that is not proved here: its name, what it states, and where it is found."""

    name: str
    states: str
    source: str


COVER = "Cover & Thomas (2006), Elements of Information Theory"
GOODFELLOW = "Goodfellow, Bengio & Courville (2016), Deep Learning"
RUDIN = "Rudin (1976), Principles of Mathematical Analysis"
BOYD = "Boyd & Vandenberghe (2004), Convex Optimization"
JOHANSSON = "Johansson (2017), Arb: Efficient Arbitrary-Precision Midpoint-Radius Interval Arithmetic"
GRAHAM = "Graham, Knuth & Patashnik (1994), Concrete Mathematics"

AXIOMS = {
    axiom.name: axiom
    for axiom in (
        Axiom("definition.self_information", "I(x) = -log p(x)", f"{GOODFELLOW}, (3.48)"),
        Axiom("definition.entropy", "H(p) = -sum p log p = E_p[-log p], with 0 log 0 = 0", f"{COVER}, (2.1) and (2.4)"),
        Axiom(
            "definition.variable_entropy",
            "H(X, Y | Z) = -sum p(x, y, z) log p(x, y | z), and H(Y | x) = -sum_y p(y | x) log p(y | x)",
            f"{COVER}, (2.8), (2.10) and (2.12)",
        ),
        Axiom("definition.cross_entropy", "H(p, q) = -sum p log q = E_p[-log q]", f"{GOODFELLOW}, (3.51)"),
        Axiom(
            "definition.kl",
            "D(p||q) = sum p log(p/q) = E_p[log(p/q)], or H(p, q) - H(p) where p may be 0 (0 log 0 = 0)",
            f"{COVER}, (2.26) and (2.27)",
        ),
        Axiom("definition.expectation", "E_p[f(x)] = sum p(x) f(x)", f"{COVER}, (2.2)"),
        Axiom("definition.empirical_distribution", "each of m sample members has mass 1/m", f"{GOODFELLOW}, (3.28)"),
        Axiom("definition.conditional_probability", "p(a | b) = p(a, b) / p(b)", f"{GOODFELLOW}, (3.5)"),
        Axiom("definition.sigmoid", "sigma(z) = 1 / (1 + exp(-z))", f"{GOODFELLOW}, (3.30)"),
        Axiom("definition.norm", "|v|_1 = sum |v_j|, |v|_2 = sqrt(sum v_j^2)", f"{GOODFELLOW}, section 2.5"),
        Axiom("definition.logarithm_base", "log_b a = log a / log b", f"{RUDIN}, exercise 1.7"),
        Axiom("definition.extremum", "argmax f = the points where f is greatest", f"{BOYD}, section 4.1.1"),
        Axiom("arithmetic.field", "the field laws of the real numbers", f"{RUDIN}, definition 1.12"),
        Axiom("arithmetic.order", "the order laws of the real numbers", f"{RUDIN}, definition 1.17"),
        Axiom("arithmetic.enclosure", "ball arithmetic encloses the real value", f"{JOHANSSON}, section 2"),
        Axiom("arithmetic.power", "(ab)^r = a^r b^r and (a^r)^s = a^(rs) for a, b > 0", f"{RUDIN}, exercise 1.6"),
        Axiom("log.product", "log(ab) = log a + log b for a, b > 0", f"{RUDIN}, section 8.6, (37)"),
        Axiom("log.power", "log(a^r) = r log a for a > 0", f"{RUDIN}, section 8.6, (38)"),
        Axiom("log.inverse", "log(exp x) = x, and exp(log a) = a for a > 0", f"{RUDIN}, section 8.6, (34) and (35)"),
        Axiom("log.increasing", "log is strictly increasing on the positive reals", f"{RUDIN}, section 8.6"),
        Axiom("exp.sum", "exp(x + y) = exp x exp y", f"{RUDIN}, section 8.6, (26)"),
        Axiom("exp.increasing", "exp is strictly increasing", f"{RUDIN}, section 8.6, (30)"),
        Axiom(
            "derivative.algebra",
            "sums, products and quotients are differentiated term by term",
            f"{RUDIN}, theorem 5.3",
        ),
        Axiom("derivative.chain", "(f(g))' = f'(g) g'", f"{RUDIN}, theorem 5.5"),
        Axiom("derivative.power", "(x^r)' = r x^(r - 1)", f"{RUDIN}, example 5.4 and exercise 8.9"),
        Axiom("derivative.exp", "exp' = exp", f"{RUDIN}, section 8.6, (29)"),
        Axiom("derivative.log", "log' x = 1/x", f"{RUDIN}, section 8.6, (38)"),
        Axiom("mean_value", "f(a) - f(b) = (a - b) f'(c) for some c between a and b", f"{RUDIN}, theorem 5.10"),
        Axiom("integral.linear", "integrals are linear, and add up over intervals", f"{RUDIN}, theorem 6.12"),
        Axiom("integral.substitution", "int f(x) dx = int f(g(u)) g'(u) du", f"{RUDIN}, theorem 6.19"),
        Axiom("integral.fundamental", "int_a^b F'(x) dx = F(b) - F(a)", f"{RUDIN}, theorem 6.21"),
        Axiom("integral.gauss", "int exp(-x^2) dx = sqrt(pi) over the reals", f"{RUDIN}, section 8.21, (101)"),
        Axiom("definition.kronecker", "delta_jk is 1 where j = k, else 0", f"{GRAHAM}, section 2.1"),
        Axiom(
            "definition.limit",
            "f(x) -> L: every neighbourhood of L holds f(x) near the point",
            f"{RUDIN}, definition 4.33",
        ),
        Axiom(
            "limit.algebra",
            "limits of sums, products, quotients and composites of functions are those of their limits",
            f"{RUDIN}, theorems 4.4, 4.7 and 4.34",
        ),
        Axiom("continuity", "elementary functions are continuous where they are defined", f"{RUDIN}, theorem 4.9"),
        Axiom(
            "limit.growth",
            "log x grows slower than any power of x, and that slower than exp x, as x goes to infinity",
            f"{RUDIN}, theorem 8.6 (f) and (45)",
        ),
        Axiom("sum.finite", "finite sums and products, by recursion: linear, reindexed, exchanged", f"{GRAHAM}, ch. 2"),
        Axiom(
            "probability.joint", "a joint probability is one of all its quantities together", f"{COVER}, section 2.2"
        ),
        Axiom("probability.normalised", "a probability mass function sums to 1", f"{COVER}, section 2.1"),
        Axiom("probability.marginal", "sum_y p(x, y) = p(x)", f"{GOODFELLOW}, (3.3)"),
    )
}
"""Every axiom by name."""
