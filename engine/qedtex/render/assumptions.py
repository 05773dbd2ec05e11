"""What a derivation takes for granted, in sentences: what its symbols and laws are, and its hypotheses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from qedtex.binding import free
from qedtex.latex.vocabulary import Vocabulary
from qedtex.names import plain_name
from qedtex.render.ranges import from_to, interval, listed, ranged, within
from qedtex.render.reasons import Language, joined, require_language
from qedtex.render.sentences import Formula, Sentence, formula, related
from qedtex.sorts import REAL, Alphabet, Data, Enumerated, Extrema, Family, Integer, Labels, Outcome, Random, Real, Sort
from qedtex.terms import (
    KL,
    Apply,
    CrossEntropy,
    Distribution,
    Entropy,
    Expectation,
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
        *words.symbols([s for s in vocabulary.symbols if s in words.free and s not in quantified]),
        *words.drawn(),
        *words.extremised(),
        *words.logarithms(),
        *(words.hypothesis(known) for known in hypotheses),
    ]
    return tuple(dict.fromkeys(found))


def _name(latex_text: str) -> Formula:
    return Formula(latex_text, plain_name(latex_text))


class _Words:
    """The sentences about the names in some terms, in one language."""

    def __init__(self, lang: Language, terms: Sequence[Term]) -> None:
        self.lang = lang
        self.nodes = [node for inside in terms for node in inside.walk()]
        extremised = {node.variable for node in self.nodes if isinstance(node, Extremum)}
        self.free = frozenset().union(*map(free, terms)) - extremised
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
            key = (law.space, law.positive, law.sample, self.given(law), bool(self.parameters(law)))
            groups.setdefault(key, []).append(law)
        for group in groups.values():
            yield self.law(group[0], [_name(law.name) for law in group])

    def parameters(self, law: Law) -> tuple[Term, ...]:
        """The parameters that a law has somewhere."""
        for node in self.nodes:
            if isinstance(node, Distribution) and node.law == law and node.parameters:
                return node.parameters
        return ()

    def given(self, law: Law) -> tuple[Term, ...]:
        """What a law over a space is conditioned on, where it always is."""
        distributions = [node for node in self.nodes if isinstance(node, Distribution) and node.law == law]
        if law.space is None or not distributions or not all(node.given for node in distributions):
            return ()
        return distributions[0].given

    def law(self, law: Law, names: list[Formula]) -> Sentence:
        """What laws of one kind are."""
        if law.sample is not None:
            return self.say(
                "{names} is the empirical distribution of {sample}: each of the {count} members has mass {mass}",
                "{names} 是样本 {sample} 的经验分布：{count} 个样本各占 {mass} 的概率",
                names=names,
                sample=self.members(law.sample),
                count=formula(_upper(law.sample)),
                mass=formula(1 / _upper(law.sample)),
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
        fixed = [*self.given(law), *parameters]
        every = (" for every {fixed}", "（对每个 {fixed}）") if fixed else ("", "")
        values: dict[str, Formula | str | list[Formula]] = {"names": names, **where[2]}
        if fixed:
            values["fixed"] = [formula(one) for one in fixed]
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
                values = {"labels": from_to(lower, upper)}
                if not variable:
                    return "{labels}", " {labels} ", values
                values["variable"] = _name(variable)
                return "the values {labels} of {variable}", " {variable} 的取值 {labels} ", values
            case _:
                return "the real numbers", "实数", {}

    def members(self, family: Symbol) -> Formula:
        """The members of a family as x_1, ..., x_n."""
        sort = family.sort
        lower = sort.lower if isinstance(sort, Family) else term(1)
        raised = family.name in self.raised
        return listed(lower, _upper(family), lambda at: formula(Index(family, at, raised)))

    def functions(self) -> Iterator[Sentence]:
        """What is known of the functions that only hypotheses speak of."""
        for function in dict.fromkeys(node.function for node in self.nodes if isinstance(node, Apply)):
            smooth = ("differentiable ", "可微") if function.differentiable else ("", "")
            domain = function.domain
            where = ("all real numbers", "全体实数") if domain == REAL else ("", "")
            ends: dict[str, Formula] = {}
            if domain != REAL and isinstance(domain, Real):
                x = Symbol("x", domain)
                shown = next(iter(self.real([formula(x)], domain, several=False).parts))
                where, ends = ("the {x} with {range}", " {range} "), {"x": formula(x)}
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
            yield from self.symbol(group[0], sorted(map(formula, group), key=_plain))

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
            case Family(Real() as element, _, _) if element == Real(role=element.role):
                yield self.say(
                    "{names} = ({members}) is a vector of real numbers",
                    "{names} = ({members}) 是实向量",
                    names=names,
                    members=self.members(one),
                )
            case Family(Real() | Integer(), _, _):
                yield self.each(one)
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

    def each(self, family: Symbol) -> Sentence:
        """What each member of a family of numbers is."""
        members = self.members(family)
        match family.sort:
            case Family(Integer(lower, upper), _, _):
                return self.integer([members], lower, upper, several=True)
            case Family(Real() as element, _, _) if element.greatest is None and element.least == 0:
                kind = ("positive", "正实数") if element.lower_open else ("non-negative", "非负实数")
                return self.say("{members} are " + kind[0] + " real numbers", "{members} 是" + kind[1], members=members)
            case Family(Real() as element, _, _):
                return self.say(
                    "{members} lie in {range}", "{members} 属于 {range}", members=members, range=interval(element)
                )
            case _:
                return Sentence((members,))

    def drawn(self) -> Iterator[Sentence]:
        """What is drawn independently of one law: the samples that an expectation runs over."""
        for node in dict.fromkeys(node for node in self.nodes if isinstance(node, Expectation)):
            if isinstance(node.variable.sort, Family):
                yield self.say(
                    "{name} = ({members}) is a sample drawn independently from {law}",
                    "{name} = ({members}) 是从 {law} 独立抽取的样本",
                    name=formula(node.variable),
                    members=self.members(node.variable),
                    law=formula(node.distribution),
                )

    def integer(self, names: list[Formula], lower: Term | None, upper: Term | None, several: bool) -> Sentence:
        """What integers are: their range."""
        be = "are" if several else "is"
        values: dict[str, Formula | str | list[Formula]] = {"names": names}
        values.update({key: formula(end) for key, end in (("lower", lower), ("upper", upper)) if end is not None})
        if lower == term(1) and upper is None:
            kind = "positive integers" if several else "a positive integer"
            return self.say("{names} " + f"{be} {kind}", "{names} 是正整数", **values)
        if lower == term(0) and upper == term(1):
            return self.say("{names} " + f"{be} {{lower}} or {{upper}}", "{names} 取 {lower} 或 {upper}", **values)
        kind = "integers" if several else "an integer"
        english = f"{{names}} {be} {kind}"
        if lower is not None and upper is not None:
            return self.say(english + " from {lower} to {upper}", "{names} 是 {lower} 到 {upper} 的整数", **values)
        if lower is not None:
            return self.say(english + " from {lower} on", "{names} 是不小于 {lower} 的整数", **values)
        if upper is not None:
            return self.say(english + " up to {upper}", "{names} 是不大于 {upper} 的整数", **values)
        return self.say(english, "{names} 是整数", **values)

    def real(self, names: list[Formula], sort: Real, several: bool) -> Sentence:
        """What reals are: their interval as inequalities."""
        if sort.least is None and sort.greatest is None:
            kind = "are real numbers" if several else "is a real number"
            return self.say("{names} " + kind, "{names} 是实数", names=names)
        shown = [within(name, sort) for name in names]
        return self.say("{shown}", "{shown}", shown=shown)

    def extremised(self) -> Iterator[Sentence]:
        """What the variables of argmax and argmin range over."""
        for variable in dict.fromkeys(node.variable for node in self.nodes if isinstance(node, Extremum)):
            match variable.sort:
                case Family(Real(), _, _):
                    yield self.say(
                        "{name} = ({members}) ranges over all vectors of real numbers",
                        "{name} = ({members}) 取遍所有实向量",
                        name=formula(variable),
                        members=self.members(variable),
                    )
                case Real(None, None):
                    yield self.say("{name} ranges over the real numbers", "{name} 取遍所有实数", name=formula(variable))
                case Real() as sort:
                    yield from (self.real([formula(variable)], sort, several=False),)
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
        """A hypothesis with its formula and the values for which it is taken; one that is only cited says so."""
        statement = related(formula(known.left), known.relation, formula(known.right))
        every = [ranged(variable) for variable in known.variables]
        tail = (" for every {every}", "（对每个 {every}）") if every else ("", "")
        words = (known.english or known.name, known.chinese or known.english or known.name)
        if not known.english and not known.chinese:
            words = ("given", "已知")
        cited = ("cited: ", "引用：") if known.kind == "cited" else ("", "")
        return self.say(
            cited[0] + words[0].replace("{", "").replace("}", "") + ": {statement}" + tail[0],
            cited[1] + words[1].replace("{", "").replace("}", "") + "：{statement}" + tail[1],
            statement=statement,
            every=every,
        )


def _upper(family: Symbol) -> Term:
    return family.sort.upper if isinstance(family.sort, Family) else term(1)


def _plain(one: Formula) -> str:
    return one.plain
