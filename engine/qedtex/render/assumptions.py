"""What a derivation takes for granted, in sentences: what its symbols and laws are, and its hypotheses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from qedtex.latex.printer import latex, latex_relation
from qedtex.latex.vocabulary import Vocabulary
from qedtex.names import plain_name
from qedtex.render.reasons import Language, joined, require_language
from qedtex.render.sentences import Formula, Sentence
from qedtex.sorts import REAL, Alphabet, Data, Enumerated, Extrema, Family, Integer, Labels, Outcome, Random, Real, Sort
from qedtex.terms import (
    KL,
    Apply,
    CrossEntropy,
    Distribution,
    Entropy,
    Extremum,
    Index,
    Law,
    Log,
    SelfInformation,
    Symbol,
    Term,
    term,
)

if TYPE_CHECKING:
    from qedtex.context import Hypothesis
    from qedtex.proved import Derivation


def assumptions(derivation: Derivation, lang: Language = "en") -> tuple[Sentence, ...]:
    """The sentences in order: laws, data, sizes, parameters, the logarithm, hypotheses.

    >>> import qedtex
    >>> for sentence in assumptions(qedtex.load("divergence.kl_decomposition")):
    ...     print(sentence.plain)
    p and q are probability mass functions on x₁, ..., xₙ, positive everywhere
    n is a positive integer
    log is the natural logarithm; the unit is the nat
    """
    lemmas = [side for lemma in derivation.lemmas for step in lemma.steps for side in (step.left, step.right)]
    return assumptions_of([*derivation.lines, *lemmas], derivation.claim.context.hypotheses, lang)


def assumptions_of(
    formulas: Iterable[Term], hypotheses: tuple[Hypothesis, ...], lang: Language = "en"
) -> tuple[Sentence, ...]:
    """What the names in some formulas and hypotheses stand for, in sentences.

    >>> from qedtex.language import positive
    >>> [sentence.plain for sentence in assumptions_of([positive("sigma")], ())]
    ['σ > 0']
    """
    require_language(lang)
    terms = [*formulas, *(side for known in hypotheses for side in (known.left, known.right))]
    words = _Words(lang, terms)
    vocabulary = Vocabulary.of(*terms)
    quantified = {variable for known in hypotheses for variable in known.variables}
    found = [
        *words.laws(vocabulary.laws),
        *words.functions(),
        *words.symbols([s for s in vocabulary.symbols if s not in words.bound and s not in quantified]),
        *words.extremised(),
        *words.logarithms(),
        *(words.hypothesis(known) for known in hypotheses),
    ]
    return tuple(dict.fromkeys(found))


def _formula(of: Term) -> Formula:
    return Formula(latex(of), str(of))


def _name(latex_text: str) -> Formula:
    return Formula(latex_text, plain_name(latex_text))


class _Words:
    """The sentences about the names in some terms, in one language."""

    def __init__(self, lang: Language, terms: Iterable[Term]) -> None:
        self.lang = lang
        self.nodes = [node for inside in terms for node in inside.walk()]
        self.bound = {variable for node in self.nodes for variable in node.variables}
        self.raised = {node.family.name for node in self.nodes if isinstance(node, Index) and node.raised}

    def say(self, english: str, chinese: str, **values: Formula | str | list[Formula]) -> Sentence:
        """A template with `{name}` for formulas; a list of formulas becomes a list in words."""
        parts: list[str | Formula] = []
        for number, piece in enumerate((english if self.lang == "en" else chinese).replace("}", "{").split("{")):
            if number % 2 == 0:
                parts.append(piece)
                continue
            value = values[piece]
            parts.extend(self.several(value) if isinstance(value, list) else [value])
        return Sentence(tuple(part for part in parts if part))

    def several(self, formulas: list[Formula]) -> Iterator[str | Formula]:
        """Formulas with commas and a last `and` between them."""
        marks = [str(number) for number in range(len(formulas))]
        text = joined([f"\0{mark}\0" for mark in marks], self.lang)
        for number, piece in enumerate(text.split("\0")):
            if piece:
                yield formulas[int(piece)] if number % 2 else piece

    # Laws --------------------------------------------------------------------------------------------------------

    def laws(self, laws: tuple[Law, ...]) -> Iterator[Sentence]:
        """What each law is, laws of one kind together."""
        groups: dict[object, list[Law]] = {}
        for law in laws:
            groups.setdefault((law.space, law.positive, law.sample, bool(self.parameters(law))), []).append(law)
        for group in groups.values():
            yield self.law(group[0], [_name(law.name) for law in group])

    def parameters(self, law: Law) -> tuple[Term, ...]:
        """The parameters that a law has somewhere."""
        for node in self.nodes:
            if isinstance(node, Distribution) and node.law == law and node.parameters:
                return node.parameters
        return ()

    def law(self, law: Law, names: list[Formula]) -> Sentence:
        """What laws of one kind are."""
        if law.sample is not None:
            return self.say(
                "{names} is the empirical distribution of {sample}: each of the {count} members has mass {mass}",
                "{names} 是样本 {sample} 的经验分布：{count} 个样本各占 {mass} 的概率",
                names=names,
                sample=self.members(law.sample),
                count=_formula(_upper(law.sample)),
                mass=_formula(1 / _upper(law.sample)),
            )
        support = (
            (", positive everywhere", "，处处为正") if law.positive else (", possibly zero somewhere", "，可以为零")
        )
        parameters = self.parameters(law)
        if law.space is None:
            return self.say(
                "{names} denotes the mass function or density of the quantities that it is applied to" + support[0],
                "{names} 表示其自变量的概率质量函数或概率密度" + support[1],
                names=names,
            )
        several = len(names) > 1
        english = (
            "{names} are probability mass functions on " if several else "{names} is a probability mass function on "
        )
        where = self.space(law.space)
        every = (" for every {parameters}", "（对每个 {parameters}）") if parameters else ("", "")
        values: dict[str, Formula | str | list[Formula]] = {"names": names, **where[2]}
        if parameters:
            values["parameters"] = [_formula(parameter) for parameter in parameters]
        return self.say(
            english + where[0] + every[0] + support[0],
            "{names} 是" + where[1] + "上的概率质量函数" + every[1] + support[1],
            **values,
        )

    def space(self, space: Sort) -> tuple[str, str, dict[str, Formula]]:
        """A space in words: an English and a Chinese template and the formulas in them."""
        match space:
            case Enumerated(name, lower, upper):
                family = Symbol(name, Family(Outcome(space), lower, upper))
                return "{outcomes}", " {outcomes} ", {"outcomes": self.members(family)}
            case Alphabet(name):
                return "the finite set {set}", "有限集 {set} ", {"set": _name(name)}
            case Labels(lower, upper, variable):
                values = {"lower": _formula(lower), "upper": _formula(upper), "variable": _name(variable)}
                whose = (" of {variable}", " {variable} 的取值") if variable else ("", "")
                return (
                    "the integer values from {lower} to {upper}" + whose[0],
                    (whose[1] or " ") + " {lower} 到 {upper} ",
                    values,
                )
            case _:
                return "the real numbers", "实数", {}

    def members(self, family: Symbol) -> Formula:
        """The members of a family as x_1, ..., x_n."""
        sort = family.sort
        lower = sort.lower if isinstance(sort, Family) else term(1)
        first, last = (
            Index(family, lower, family.name in self.raised),
            Index(family, _upper(family), family.name in self.raised),
        )
        return Formula(rf"{latex(first)}, \ldots, {latex(last)}", f"{first}, ..., {last}")

    def functions(self) -> Iterator[Sentence]:
        """What is known of the functions that only hypotheses speak of."""
        for function in dict.fromkeys(node.function for node in self.nodes if isinstance(node, Apply)):
            smooth = ("differentiable ", "可微") if function.differentiable else ("", "")
            domain = function.domain
            where = ("all real numbers", "全体实数") if domain == REAL else ("", "")
            ends: dict[str, Formula] = {}
            if domain != REAL and isinstance(domain, Real):
                x = Symbol("x", domain)
                shown = next(iter(self.real([_formula(x)], domain, several=False).parts))
                where, ends = ("the {x} with {range}", "{range} 的 {x} "), {"x": _formula(x)}
                ends["range"] = shown if isinstance(shown, Formula) else Formula(str(shown), str(shown))
            yield self.say(
                "{name} is a " + smooth[0] + "function of " + where[0],
                "{name} 是" + where[1] + "上的" + smooth[1] + "函数",
                name=_name(function.name),
                **ends,
            )

    # Symbols -----------------------------------------------------------------------------------------------------

    def symbols(self, symbols: list[Symbol]) -> Iterator[Sentence]:
        """What each free symbol is, symbols of one sort together."""
        groups: dict[object, list[Symbol]] = {}
        for symbol in symbols:
            alone = isinstance(symbol.sort, Family)
            groups.setdefault((symbol.sort, symbol.name if alone else ""), []).append(symbol)
        order = (Data, Random, Family, Outcome, Integer, Real, Extrema)
        ranked = sorted(groups.values(), key=lambda group: order.index(type(group[0].sort)))
        for group in ranked:
            yield from self.symbol(group[0], [_formula(symbol) for symbol in group])

    def symbol(self, one: Symbol, names: list[Formula]) -> Iterator[Sentence]:
        """What symbols of one sort are; nothing for the outcomes of a space, which its laws tell."""
        several = len(names) > 1
        match one.sort:
            case Data():
                yield self.say(
                    "{names} are data sets" if several else "{names} is a data set", "{names} 是数据集", names=names
                )
            case Family(Outcome(Enumerated(name, _, _)), _, _) if name == one.name:
                return
            case Family(Outcome(Alphabet(name)), _, _):
                yield self.say(
                    "{members} are elements of the finite set {set}",
                    "{members} 是有限集 {set} 的元素",
                    members=self.members(one),
                    set=_name(name),
                )
            case Family(Real(), _, _):
                yield self.say(
                    "{names} = ({members}) is a vector of real numbers",
                    "{names} = ({members}) 是实向量",
                    names=names,
                    members=self.members(one),
                )
            case Outcome(space):
                where = self.space(space)
                be = "are" if several else "is"
                yield self.say("{names} " + be + " in " + where[0], "{names} 属于" + where[1], names=names, **where[2])
            case Random(space):
                where = self.space(space)
                english = "are random variables with values in " if several else "is a random variable with values in "
                yield self.say(
                    "{names} " + english + where[0], "{names} 是随机变量，取值于" + where[1], names=names, **where[2]
                )
            case Integer(lower, upper):
                yield self.integer(names, lower, upper, several)
            case Real():
                yield self.real(names, one.sort, several)
            case _:
                return

    def integer(self, names: list[Formula], lower: Term | None, upper: Term | None, several: bool) -> Sentence:
        """What integers are: their range."""
        kind = "integers" if several else "an integer"
        be = "are" if several else "is"
        if lower == term(1) and upper is None:
            positive = "positive integers" if several else "a positive integer"
            return self.say("{names} " + f"{be} {positive}", "{names} 是正整数", names=names)
        low = (" from {lower}", "不小于 {lower} 的") if lower is not None else ("", "")
        high = (" to {upper}", "不大于 {upper} 的") if upper is not None else (" on" if lower is not None else "", "")
        values: dict[str, Formula | str | list[Formula]] = {"names": names}
        values.update({key: _formula(end) for key, end in (("lower", lower), ("upper", upper)) if end is not None})
        return self.say(
            "{names} " + f"{be} {kind}" + low[0] + high[0], "{names} 是" + low[1] + high[1] + "整数", **values
        )

    def real(self, names: list[Formula], sort: Real, several: bool) -> Sentence:
        """What reals are: their interval as inequalities."""
        if sort.least is None and sort.greatest is None:
            kind = "are real numbers" if several else "is a real number"
            return self.say("{names} " + kind, "{names} 是实数", names=names)
        below = None if sort.least is None else (_formula(term(sort.least)), sort.lower_open)
        above = None if sort.greatest is None else (_formula(term(sort.greatest)), sort.upper_open)
        shown: list[Formula] = []
        for name in names:
            if below is not None and above is None:
                sign = (">", ">") if below[1] else (r"\ge", "≥")
                shown.append(_relation(name, sign, below[0]))
                continue
            text = name
            if below is not None:
                text = _relation(below[0], ("<", "<") if below[1] else (r"\le", "≤"), text)
            if above is not None:
                text = _relation(text, ("<", "<") if above[1] else (r"\le", "≤"), above[0])
            shown.append(text)
        return self.say("{shown}", "{shown}", shown=shown)

    def extremised(self) -> Iterator[Sentence]:
        """What the variables of argmax and argmin range over."""
        for variable in dict.fromkeys(node.variable for node in self.nodes if isinstance(node, Extremum)):
            match variable.sort:
                case Family(Real(), _, _):
                    yield self.say(
                        "{name} = ({members}) ranges over all vectors of real numbers",
                        "{name} = ({members}) 取遍所有实向量",
                        name=_formula(variable),
                        members=self.members(variable),
                    )
                case Real(None, None):
                    yield self.say(
                        "{name} ranges over the real numbers", "{name} 取遍所有实数", name=_formula(variable)
                    )
                case Real() as sort:
                    yield from (self.real([_formula(variable)], sort, several=False),)
                case _:
                    continue

    def logarithms(self) -> Iterator[Sentence]:
        """Which logarithm is meant, where one occurs without a base."""
        quantities = (Log, Entropy, CrossEntropy, KL, SelfInformation)
        bases = {node.base for node in self.nodes if isinstance(node, quantities)}
        written = {node.written for node in self.nodes if isinstance(node, Log) and node.base is None} or {"log"}
        if None in bases and "log" in written:
            yield self.say(
                "{log} is the natural logarithm; the unit is the nat",
                "{log} 是自然对数，单位为奈特（nat）",
                log=Formula(r"\log", "log"),
            )

    def hypothesis(self, known: Hypothesis) -> Sentence:
        """A hypothesis with its formula and the values for which it is taken."""
        words = (known.english or known.name, known.chinese or known.english or known.name)
        relation = (latex_relation(known.relation), known.relation.value)
        statement = _relation(_formula(known.left), relation, _formula(known.right))
        every: list[Formula] = []
        for variable in known.variables:
            match variable.sort:
                case Integer(lower, upper) if lower is not None and upper is not None:
                    every.append(
                        Formula(
                            rf"{latex(variable)} = {latex(lower)}, \ldots, {latex(upper)}",
                            f"{variable} = {lower}, ..., {upper}",
                        )
                    )
                case _:
                    every.append(_formula(variable))
        tail = (" for every {every}", "（对每个 {every}）") if every else ("", "")
        return self.say(
            words[0] + ": {statement}" + tail[0], words[1] + "：{statement}" + tail[1], statement=statement, every=every
        )


def _upper(family: Symbol) -> Term:
    return family.sort.upper if isinstance(family.sort, Family) else term(1)


def _relation(left: Formula, sign: tuple[str, str], right: Formula) -> Formula:
    return Formula(f"{left.latex} {sign[0]} {right.latex}", f"{left.plain} {sign[1]} {right.plain}")
