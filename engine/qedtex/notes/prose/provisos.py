"""Provisos: conditions that the running text puts a step under, so that it is not called false where they may fail.

What is stated of random variables, that they are independent, becomes a hypothesis; what is said to be the same law is
put in for it. Any other condition in the sentence of a step is not understood, and then the step is never refuted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, pairwise

from qedtex.binding import free
from qedtex.claims import Claim
from qedtex.context import Context, Hypothesis, Relation
from qedtex.notes.formulas.chains import Step
from qedtex.sorts import Outcome, Random
from qedtex.terms import Distribution, Event, Prob, Symbol, Term

FORMULA = "\N{WHITE DIAMOND}"
"""What stands for a formula in the words around one."""

_SENTENCE_ENDS = re.compile(r"(?<![eg]\.[eg])(?<!\bcf)[.!?](?=\s)|[。！？；;]|\n(?![a-z,，(（则那时即]|\s*$)")
_CLAUSE_ENDS = re.compile(r"[.!?](?=\s|$)|[。！？；;\n]")
_CONDITION = re.compile(
    r"\b(?:if|when(?:ever)?|unless|provided|suppos\w+|assum\w+|given that|in (?:the |this )?(?:special )?case"
    r"|special case|under|independen\w+|uncorrelated|markov\w*|determin\w+|degenerate|one-hot|uniform\w*|i\.?i\.?d"
    r"|there exists?|exists|at (?:the )?(?:optimum|optimal|minimum|maximum|convergence)"
    r"|equality|approximat\w+|roughly|only for|abuse of notation|loosely|informally|heuristically|asymptotic\w*"
    r"|ignor(?:e|es|ed|ing)|neglect\w*|omit\w*|dropp?(?:ed|ing)?|up to (?:an? |some )?(?:\w+ )?"
    r"(?:constants?|factors?|terms?)"
    r"|(?:sufficiently|very|small|large) (?:small|large|enough|values?)"
    r"|(?:for|when|if) (?:\w+ )?(?:large|small|tiny|big)"
    r"|(?:first|leading|second|third|lowest|higher|any)[- ]order|taylor|maclaurin|lineari[sz]\w*"
    r"|in the limit|limiting|case (?:\d|[a-z]\b|i+\b)|such that|ideally|attain\w*|extremes?"
    r"|(?:we|you|one) (?:want|wish|would like|seek|aim|hope|look)\b"
    r"(?! (?:\w+ )?to (?:show|prove|verify|derive|see|check|find))"
    r"|looking for|goal (?:is|of)(?! (?:\w+ )?to (?:show|prove|verify|derive))"
    r"|(?:worst|best|extreme|ideal|trivial)(?:[ -]case)?"
    r"|(?:maximum|minimum)(?: value)?(?: (?:is|of|at|equals?))"
    r"|for (?:two|three|binary|\w+[- ]class)|binary labels?|two[- ]class\w*"
    rf"|(?:since|because|as) [^,.;{FORMULA}]{{0,40}}(?:positive|non-?negative|negative|non-?zero))\b"
    r"|如果|倘若|若|当|假设|假定|只要|一旦|独立|无关|马尔[可科]夫|确定性|均匀|独热|(?<!一般)(?<!通常)(?<!任何)(?<!所有)情况下"
    r"|条件下|前提下|特例|取等|等号|近似|约等|存在|泰勒|忽略|略去|省略|舍去|相差|渐[近进]|充分[大小]|足够"
    r"|[很极较][大小]|趋[于近]|粗略|大致|滥用|形式上|量级|意义下|情形|情况[一二三四\d]|希望|目标是|理想|最坏|最好|最[大小]值[是为]|使得|两类|二值",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"[\s,，()（|]*(?:(?:holds? |is true |always )?(?:only |exactly )?"
    r"(?:if|iff|when(?:ever)?|unless|except|provided|assuming|otherwise|elsewhere|asymptotically|approximately|roughly)\b"
    r"|(?:up to|to (?:first|leading|second)|ignoring|neglecting|plus (?:a |some )?(?:constants?|terms?))\b"
    r"|as \w+ (?:tends|goes|grows|approaches)\b"
    r"|for (?:\w+ )?(?:large|small)\b|[^.;]{0,40}\b(?:positive|non-?negative|non-?zero)\)|[.,;]?\[\^[^\]]+\]"
    r"|for (?:any |all |two )?(?:independent|uniform|deterministic|markov)|for (?:some|a suitable|suitable)\b|under\b"
    r"|(?:成立)?(?:仅当|当|若|如果)|否则|其他|对某)",
    re.IGNORECASE,
)
_NEXT = re.compile(r"\n+\s*(?:[A-Z]|当(?!且仅当)|若|如果)")
"""A new paragraph that begins a sentence of its own."""
_SAME_LAWS = re.compile(
    rf"^[\s,，*_>-]*(?:if|when(?:ever)?|for|where|若|当|如果|其中)\s*{FORMULA}[^{FORMULA}]*$", re.IGNORECASE
)
_INDEPENDENT = re.compile(
    r"(?<!not )(?<!n't )(?<!un)\bindependen(?:t|ce|tly)\b|(?<![不非])(?:相互|彼此|互相)?独立(?!同)", re.IGNORECASE
)
_DEPENDENT = re.compile(
    r"not (?:\w+ )?independen|n't (?:\w+ )?independen|\bdependent|不(?:是|再|一定)?(?:相互)?独立|非独立", re.IGNORECASE
)
_ALIKE = re.compile(
    r"\b(?:i\.?i\.?d|identical\w*|stationar\w*|markov\w*|memoryless|exchangeable|ergodic|same (?:law|distribution)"
    r"|sampl\w+|draws?|drawn|copies|toss\w*|flips?|throws?|rolls?|process|source|stochastic)\b"
    r"|同分布|平稳|马尔[可科]夫|无记忆|遍历|抽样|样本|采样|掷|抛|信源|过程",
    re.IGNORECASE,
)


def sentence(words: str) -> str:
    """The words of the sentence that a formula stands in, up to the formula.

    >>> sentence("We know that. If they are independent, then")
    ' If they are independent, then'
    """
    ends = [found.end() for found in _SENTENCE_ENDS.finditer(words)]
    return words[ends[-1] :] if ends else words


def goes_on(words: str) -> bool:
    """Whether the words between two formulas end no sentence, so that what was said still holds."""
    return _CLAUSE_ENDS.search(words.strip()) is None


def condition_in(step: Step, words: str) -> str | None:
    """The words of a condition around a step that nobody here understands; `None` where there are none.

    `words` are those before the formula, with `FORMULA` for each formula in them.
    """
    before = sentence(words)
    found = _CONDITION.search(before)
    if found is not None:
        return found[0]
    after = step.right.formula.context_after
    behind = None if _NEXT.match(after) else _BEHIND.match(after)
    if behind is not None:
        return behind[0].strip(" ,，()（|")
    return None


def says_independent(step: Step, words: str) -> bool:
    """Whether the text near a step says that what it speaks of is independent, and nowhere that it is not."""
    after = _CLAUSE_ENDS.split(step.right.formula.context_after.lstrip(), maxsplit=1)[0]
    near = " ".join(_two_sentences(words)) + " " + after
    return _INDEPENDENT.search(near) is not None and _DEPENDENT.search(near) is None


_SUPPOSES = re.compile(r"\b(?:let|assum\w+|suppos\w+|throughout|given)\b|[设令]|假定|已知", re.IGNORECASE)
_AT_MOST_IF = re.compile(r"\b(?:if|when|unless|whether)\b|如果|若|当", re.IGNORECASE)


def supposes_independence(words: str) -> bool:
    """Whether a sentence lays down that something is independent, and does not only speak of the case.

    >>> supposes_independence("Let ◇ and ◇ be independent"), supposes_independence("if ◇ and ◇ are independent")
    (True, False)
    """
    laid = _SUPPOSES.search(words) is not None and _AT_MOST_IF.search(words) is None
    return laid and _INDEPENDENT.search(words) is not None and _DEPENDENT.search(words) is None


def ends_of_sentences(words: str) -> list[str]:
    """Words parted where sentences end."""
    return _SENTENCE_ENDS.split(words)


def _two_sentences(words: str) -> list[str]:
    ends = [0, *(found.end() for found in _SENTENCE_ENDS.finditer(words)), len(words)]
    return [words[start:end] for start, end in pairwise(ends)][-2:]


def independent(claim: Claim) -> Claim | None:
    """The claim with the random variables that it names taken to be independent; `None` where it names no two.

    >>> from qedtex.notes.reading import Notebook, read_chain
    >>> from qedtex.notes.reading.tokens import tokens
    >>> read = read_chain([tokens("H(X, Y)"), tokens("H(X) + H(Y)")], Notebook())
    >>> made = independent(Claim(read.sides[0], Relation.EQUAL, read.sides[1]))
    >>> print(made.context.hypotheses[0].left, "=", made.context.hypotheses[0].right)
    p(x, y) = p(x) p(y)
    """
    nodes = [node for side in (claim.left, claim.right) for node in side.walk()]
    laws = {node.law: None for node in nodes if isinstance(node, Distribution)}
    variables = {
        node: None for node in nodes if isinstance(node, Symbol) and isinstance(node.sort, Random) and _space(node)
    }
    outcomes = [replace(one, name=one.name.lower(), sort=Outcome(one.sort.space)) for one in variables]  # type: ignore[attr-defined]
    if not outcomes:
        outcomes = _outcomes(nodes)
    if len(laws) != 1 or not 2 <= len(outcomes) <= 3:
        return None
    [law] = laws
    found = list(_factors(Distribution(law), outcomes))
    hypotheses = [replace(one, name=f"stated independence {number}") for number, one in enumerate(found, 1)]
    return replace(claim, context=Context((*claim.context.hypotheses, *hypotheses)))


def has_numbered_variables(claim: Claim) -> bool:
    """Whether a claim is about random variables that are told apart by numbers: X_1, X_2."""
    symbols = (part for side in (claim.left, claim.right) for part in side.walk() if isinstance(part, Symbol))
    return any("_" in one.name and isinstance(one.sort, (Random, Outcome)) for one in symbols)


def says_alike(words: str) -> str | None:
    """The words that say of random variables that they are drawn from one law or one process; else `None`.

    >>> says_alike("Let these be two tosses of one coin."), says_alike("For any two random variables")
    ('tosses', None)
    """
    found = _ALIKE.search(words)
    return found[0] if found is not None else None


def _space(symbol: Symbol) -> bool:
    return isinstance(symbol.sort, Random) and symbol.sort.space is not None


def _outcomes(nodes: Sequence[Term]) -> list[Symbol]:
    """The outcomes that the probabilities of a claim are of, where all of them are plain."""
    found: dict[Symbol, None] = {}
    for node in nodes:
        if isinstance(node, Prob):
            for part in (*node.outcomes, *node.distribution.given):
                if isinstance(part, Event) or not isinstance(part, Symbol):
                    return []
                if isinstance(part.sort, Outcome):
                    found[part] = None
    return list(found)


def _factors(law: Distribution, outcomes: Sequence[Symbol]) -> Iterator[Hypothesis]:
    """That the joint probability of any of the outcomes is the product, and that conditions change nothing."""

    def of(left: Term, right: Term, variables: Sequence[Symbol]) -> Hypothesis:
        return Hypothesis("independent", left, Relation.EQUAL, right, tuple(variables), "independence")

    for size in range(2, len(outcomes) + 1):
        for some in combinations(outcomes, size):
            product: Term = Prob(law, (some[0],))
            for one in some[1:]:
                product = product * Prob(law, (one,))
            yield of(Prob(law, some), product, some)
    for one, other in combinations(outcomes, 2):
        for first, second in ((one, other), (other, one)):
            yield of(Prob(replace(law, given=(second,)), (first,)), Prob(law, (first,)), (first, second))


def under_same_law(claim: Claim, one: Distribution, other: Distribution) -> Claim | None:
    """The claim where one law is said to be another; `None` where it speaks of neither, or they are no plain laws."""
    if one.given or other.given or one.parameters or other.parameters or one.law == other.law:
        return None
    laws = {node.law for side in (claim.left, claim.right) for node in side.walk() if isinstance(node, Distribution)}
    if not {one.law, other.law} & laws:
        return None

    def change(node: Term) -> Term:
        if isinstance(node, Distribution) and node.law == other.law:
            node = replace(node, law=one.law)
        return node.with_children(tuple(map(change, node.children)))

    return replace(claim, left=change(claim.left), right=change(claim.right))


def speaks_of_several(claim: Claim) -> bool:
    """Whether a claim is about random variables or outcomes together, which independence says something of."""
    return (
        len({s for side in (claim.left, claim.right) for s in free(side) if isinstance(s.sort, (Random, Outcome))}) > 1
    )


def is_about(claim: Claim, letters: frozenset[str]) -> bool:
    """Whether the random variables and outcomes of a claim are among some capital letters."""
    nodes = {s for side in (claim.left, claim.right) for s in free(side) if isinstance(s.sort, (Random, Outcome))}
    return bool(letters) and all(symbol.name.upper() in letters for symbol in nodes)
