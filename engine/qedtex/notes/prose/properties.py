"""Properties: the words for what is said of names in running text, in English and Chinese."""

from __future__ import annotations

import re
from enum import Enum, auto

from qedtex.notes.prose.provisos import FORMULA


class Kind(Enum):
    """What is said of a name."""

    EVERYWHERE = auto()
    NONNEGATIVE = auto()
    POSITIVE = auto()
    NONPOSITIVE = auto()
    NEGATIVE = auto()
    WITH_ZEROS = auto()
    ZERO = auto()
    NONZERO = auto()
    ANY_SIGN = auto()
    UNIT = auto()
    SIGNED = auto()
    ABOVE_ONE = auto()
    ANY_REAL = auto()
    REAL = auto()
    ANY_INTEGER = auto()
    WHOLE = auto()
    FRACTION = auto()
    INTEGER = auto()
    NORMALISED = auto()
    UNNORMALISED = auto()
    CONTINUOUS = auto()
    DISCRETE = auto()
    INFINITE = auto()
    DEPENDENT = auto()
    INDEPENDENT = auto()
    SMOOTH = auto()
    OTHER = auto()
    UNBOUNDED = auto()
    NUMBERS = auto()


NOUN = (
    r"(?:(?:real|whole|random)\s+)?(?:numbers?|reals?|constants?|scalars?|integers?|values?|quantit(?:y|ies)"
    r"|parameters?"
    r"|variables?|weights?|scores?|vectors?|functions?|mass(?:es)?|measures?|densit(?:y|ies)|laws?|priors?"
    r"|predictions?|outputs?|targets?|labels?|responses?|coefficients?)"
)
_TAIL = (
    rf"(?=\s*(?:$|[,.;:!()，。；、：（）—–{FORMULA}]|{NOUN}\b|(?:and|or|for|then|so|with|in|when|if|here|too|as"
    rf"|but|at|on"
    r"|everywhere|somewhere|throughout|again|now|we|hence|though|although|because|since|which|to|below|above|after)\b))"
)
_ZH_TAIL = rf"(?=\s*(?:的|数|值|实数|整数|了)?\s*(?:$|[,.;:()，。；、：（）{FORMULA}]|且|并|时|或|和|而|但|也))"
ONE = r"(?:1|one|unity|一)"
_PROPERTIES: tuple[tuple[Kind, str], ...] = (
    (
        Kind.EVERYWHERE,
        r"\b(?:strictly )?positive everywhere\b|\beverywhere positive\b|\bfull support\b|处处(?:为正|大于零)",
    ),
    (
        Kind.WHOLE,
        r"\bnon-?negative integers?\b|\bnatural numbers?,? \W?(?:including|with) (?:zero|0)\b|非负整数"
        r"|自然数\s*[（(]?\s*(?:包括|包含|含)\s*0",
    ),
    (
        Kind.SIGNED,
        r"\b(?:bias|intercept|offset|torque|time lag|lag|slope|quasi-?probabilit(?:y|ies)|signed measures?"
        r"|(?:any |arbitrary )?real(?:-valued)? functions?)\b|偏置|截距|偏移",
    ),
    (
        Kind.UNNORMALISED,
        r"\b(?:un|non)-?normali[sz]ed\b|\bimproper\b|\bsub-?probabilit(?:y|ies)\b"
        r"|\b(?:arbitrary|any|general|free) (?:strictly )?(?:positive|non-?negative)(?: real)?"
        r" (?:numbers?|reals?|vectors?|weights?|functions?|measures?|parameters?)\b"
        r"|\b(?:arbitrary|any|general) functions?\b"
        rf"|\b(?:raw |integer )?(?:counts|scores|logits|pseudo-?counts)\b{_TAIL}|(?:未(?:经|被)?|非|没有|尚未)归一化?"
        r"|任意(?:的)?(?:正|非负)(?:实)?(?:数|向量|函数|权重)|不归一"
        rf"|(?:总|之|其|求)?(?:和|积分)(?:恒)?(?:不(?:一定|必)?|未必)(?:等于|为|是)\s*{ONE}"
        r"|\bsum(?:s|ming)?(?: up)? to (?:less than|more than|at most|at least|something|an arbitrary|two|three"
        r"|[02-9]\b"
        rf"|{FORMULA})",
    ),
    (
        Kind.ANY_SIGN,
        r"\b(?:of )?(?:any|either|both|arbitrary|indefinite) signs?\b|\b(?:both )?positive (?:or|and) negative\b"
        rf"|\bnegative or positive\b|\b(?:free|unrestricted|unconstrained)(?: in sign)?{_TAIL}"
        rf"|\bcomplex(?:-valued)?{_TAIL}"
        r"|可正可负|正负均可|任意符号|符号(?:任意|不定|不限)|(?:无|没有)(?:符号|正负)(?:的)?限制|不限符号",
    ),
    (Kind.NONPOSITIVE, rf"\bnon-?positive\b{_TAIL}|非正{_ZH_TAIL}"),
    (Kind.NONNEGATIVE, rf"\bnon-?negative\b{_TAIL}|非负{_ZH_TAIL}"),
    (
        Kind.POSITIVE,
        rf"\b(?:strictly )?positive\b{_TAIL}|\b(?:greater|larger|bigger) than (?:0|zero)\b|(?<![非反])正{_ZH_TAIL}"
        r"|大于(?:零|\s*0)",
    ),
    (
        Kind.NEGATIVE,
        rf"(?<!non-)(?<!non)\bnegative\b{_TAIL}|\b(?:less|smaller) than (?:0|zero)\b|\bbelow (?:0|zero)\b"
        rf"|(?<!非)负{_ZH_TAIL}|小于(?:零|\s*0)",
    ),
    (
        Kind.WITH_ZEROS,
        r"\bzeros\b|\bzero (?:entries|components|probabilit(?:y|ies)|mass(?:es)?|somewhere"
        r"|(?:at|on|for|in) (?:some|certain|a few|many)\b)|\bvanish(?:es)? (?:somewhere|(?:at|on|for) (?:some"
        r"|certain)\b)"
        r"|在?某些?[^，。]{0,6}(?:为|等于|取)(?:零|\s*0)|零点|零概率",
    ),
    (
        Kind.ZERO,
        rf"\b(?:(?:equal(?:s)? (?:to )?)|the value )?(?:zero|0)\b{_TAIL}|\bvanish(?:es|ing)?\b"
        rf"|(?<!不)(?:等于\s*)?(?:零|0){_ZH_TAIL}",
    ),
    (Kind.NONZERO, rf"\bnon-?zero\b{_TAIL}|非零{_ZH_TAIL}"),
    (
        Kind.ABOVE_ONE,
        rf"\b(?:greater|larger|bigger|more) than {ONE}\b|\b(?:exceeds?|above) {ONE}\b|(?:大于|超过)\s*{ONE}",
    ),
    (Kind.UNIT, rf"\b(?:equal(?:s)? (?:to )?)?(?:1|one|unity)\b{_TAIL}"),
    (
        Kind.ANY_REAL,
        rf"\bunbounded\b|\b(?:any|arbitrary|every|all) reals?\b(?:\s+{NOUN})?|(?:任意|任何"
        rf"|所有)(?:的)?实(?:数|值)",
    ),
    (Kind.ANY_INTEGER, r"\b(?:any|arbitrary|every|all) integers?\b|(?:任意|任何|所有)(?:的)?整数"),
    (Kind.FRACTION, r"\bfraction(?:al|s)?\b|\bnon-?integ(?:ers?|ral)\b|非整数|小数|分数"),
    (Kind.REAL, rf"\breal(?:-valued)?\b{_TAIL}|实(?:数|值){_ZH_TAIL}"),
    (Kind.INTEGER, r"(?<!non-)(?<!non)(?<!negative )(?<!positive )\bintegers?\b|\bwhole numbers?\b|(?<![非正负])整数"),
    (
        Kind.NORMALISED,
        r"(?<!un)(?<!un-)(?<!non-)\bnormali[sz]ed\b|\bprobability (?:distributions?|mass functions?|laws?"
        r"|vectors?|measures?)\b"
        rf"|\bpmfs?\b|\b(?:distributions?|mass functions?){_TAIL}|\b(?:sum(?:s|ming)?|add(?:s"
        rf"|ing)?)(?: up)? to {ONE}\b"
        rf"|\bunit (?:sum|mass)\b|(?<![未非没有经被不])归一(?:化)?|(?:总|之|其)?和(?:恒)?(?:等于|为|是)\s*{ONE}"
        r"|\b(?:on|in|to|from) the (?:probability |unit )?simplex\b|在?(?:概率)?单纯形|概率(?:分布|质量函数)",
    ),
    (
        Kind.CONTINUOUS,
        rf"(?<!absolutely )\bcontinuous(?:ly distributed)?\b(?:\s+(?:random\s+)?(?:variables?|laws?"
        rf"|distributions?))?{_TAIL}"
        rf"|\bdifferential entrop(?:y|ies)\b|(?<!function or )\b(?:probability )?densit(?:y|ies)(?: functions?)?\b"
        rf"|\b(?:gaussian|normal(?:ly)? distributed|exponential(?:ly distributed)?){_TAIL}"
        rf"|连续(?:型)?(?:的)?(?:随机变量|变量|分布)"
        r"|连续(?=的?\s*(?:$|[，。,.；;]))|(?<!或)(?<!或概率)(?:概率)?密度(?:函数)?|微分熵|服从(?:正态|高斯)分布",
    ),
    (
        Kind.INFINITE,
        r"\binfinite (?:alphabet|support|sample space|set of outcomes)\b"
        r"|\b(?:alphabet|support|sample space) (?:is|may be|can be) (?:countably )?infinite\b"
        r"|\binfinitely many (?:outcomes|values|symbols)\b|(?:无穷|无限)多?个?(?:取值|结果|符号)|(?:字母表"
        r"|样本空间|支撑集?)(?:是|为)?无[限穷]",
    ),
    (Kind.DISCRETE, rf"\bdiscrete\b(?:\s+(?:random\s+)?(?:variables?|laws?|distributions?))?{_TAIL}|离散"),
    (
        Kind.DEPENDENT,
        r"(?<!in)\bdependent\b|\bcorrelated\b|\bwithout (?:assuming |any )?independence\b"
        r"|\b(?:not|n't|never) (?:assume|require|have) independence\b|\bdrawn without replacement\b|\bmarkov chain\b"
        r"|\btime series\b|\bautocorrelated\b|不放回|时间序列|存在依赖"
        r"|\bindependence (?:fails|is violated|is not assumed|does not hold|cannot be assumed)|(?:非|不(?:是|再"
        r"|一定|假设)?)(?:相互)?独立"
        r"|独立性不成立|(?:相关|相依|依赖)(?:的)?(?=\s*(?:$|[，。；,.;]))",
    ),
    (Kind.INDEPENDENT, r"\bindependent(?:ly)?\b|\bi\.?i\.?d\b|(?<![非不是再定设])(?:相互|彼此)?独立"),
    (Kind.SMOOTH, r"\bdifferentiable\b|\bsmooth\b|可[微导]"),
    (
        Kind.OTHER,
        r"\b(?:relu|tanh|hyperbolic tangent|softplus|activation(?: function)?|non-?linearit(?:y|ies)|errors?|residuals?"
        r"|polic(?:y|ies)|permutations?|projections?|edges?|hessian|hypothes[ie]s|height|hamiltonian|energy|elasticity"
        r"|charge|prior(?: probabilit(?:y|ies))?|(?:mixing|mixture) (?:weights?|proportions?|coefficients?)"
        r"|matrix|operator"
        r"|stationary distribution)\b|激活函数|误差|残差|策略|排列|置换|海森矩阵|矩阵|混合系数|先验(?:概率)?",
    ),
    (
        Kind.UNBOUNDED,
        r"\b(?:price|pressure|momentum|degree|dimension|order|perplexity|prime|temperature|cost|length|distance|count"
        r"|number of \w+)\b|价格|压强|动量|次数|维数|个数|质数|素数|困惑度|长度|距离",
    ),
)
FOUND = re.compile("|".join(f"(?P<{kind.name}>{pattern})" for kind, pattern in _PROPERTIES), re.IGNORECASE)
