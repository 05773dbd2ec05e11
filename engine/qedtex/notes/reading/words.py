"""The words of mathematical LaTeX: functions, spaces, accents, fonts, relations, and what has no meaning here."""

from __future__ import annotations

from qedtex.names import GREEK

GREEK_COMMANDS = {
    **{f"\\{word}": f"\\{word}" for word in GREEK if word not in ("pi",)},
    "\\pi": "\\pi",
    "\\varphi": "\\varphi",
    "\\vartheta": "\\vartheta",
    "\\varepsilon": "\\varepsilon",
    "\\varsigma": "\\varsigma",
    "\\ell": "\\ell",
    "\\Pr": "\\mathrm{Pr}",
    "\\infty": "\\infty",
    "\\ast": "\\ast",
}
GREEK_LETTERS = {letter: f"\\{word}" for word, letter in GREEK.items()}

SPACES = frozenset(
    [
        r"\,",
        r"\;",
        r"\:",
        r"\!",
        r"\quad",
        r"\qquad",
        r"\enspace",
        r"\thinspace",
        r"\medspace",
        r"\thickspace",
        r"\displaystyle",
        r"\textstyle",
        r"\scriptstyle",
        r"\limits",
        r"\nolimits",
        r"\nonumber",
        r"\notag",
        r"\left",
        r"\right",
        r"\middle",
        r"\big",
        r"\Big",
        r"\bigg",
        r"\Bigg",
        r"\bigl",
        r"\bigr",
        r"\Bigl",
        r"\Bigr",
        r"\biggl",
        r"\biggr",
        r"\Biggl",
        r"\Biggr",
        r"\bigm",
        r"\Bigm",
        r"\biggm",
        r"\rm",
        r"\bf",
        r"\it",
        r"\mathstrut",
        r"\strut",
        r"\allowbreak",
        r"\/",
    ]
) | {"\\ ", "\\\n", "\\"}
"""What only spaces or sizes; brackets keep their meaning without the \\left before them."""

ACCENTS = {"\\hat": "\\hat", "\\widehat": "\\hat", "\\bar": "\\bar", "\\overline": "\\bar", "\\tilde": "\\tilde"}
ACCENTS |= {"\\widetilde": "\\tilde", "\\check": "\\check", "\\dot": "\\dot"}
BOLD = frozenset({"\\mathbf", "\\boldsymbol", "\\bm", "\\vec", "\\bold", "\\pmb", "\\symbf"})
UPRIGHT = frozenset({"\\mathrm", "\\text", "\\textrm", "\\mbox", "\\operatorname", "\\operatorname*", "\\mathop"})
UPRIGHT |= {
    "\\mathsf",
    "\\mathit",
    "\\textit",
    "\\textbf",
    "\\texttt",
    "\\rm",
    "\\mathnormal",
    "\\textnormal",
    "\\hbox",
}
CURVED = {"\\mathcal": "\\mathcal", "\\mathscr": "\\mathcal", "\\mathbb": "\\mathbb", "\\mathfrak": "\\mathfrak"}

HYPERBOLIC = ("tanh", "sinh", "cosh")
FUNCTIONS = {word: word for word in ("log", "ln", "lg", "lb", "exp", "sigmoid", *HYPERBOLIC)}
BIG = {
    "\\argmax": "argmax",
    "\\argmin": "argmin",
    "\\sum": "sum",
    "\\prod": "prod",
    "\\int": "int",
    "\\lim": "lim",
    "\\sum\\limits": "sum",
}
BIG_WORDS = {"argmax": "argmax", "argmin": "argmin", "lim": "lim"}
PLAIN_WORDS = tuple(sorted((*FUNCTIONS, *BIG_WORDS), key=len, reverse=True))
"""The words that people also write without a backslash, the longest first."""

NAMED = {"KL": "KL", "CE": "CE", "Var": "Var", "Pr": "Pr", "Loss": "Loss", "MSE": "MSE", "MLE": "MLE", "MAP": "MAP"}
NAMED |= {"JS": "JS", "PP": "PP", "IG": "IG", "LL": "LL"}
"""Runs of letters that are one name."""

TIMES = {"\\cdot": "*", "\\times": "*", "*": "*", "·": "*", "×": "*", "\\*": "*", "⋅": "*", "∗": "*"}
DIVIDED = frozenset({"/", "\\div", "÷"})
MINUS = frozenset({"-", "\u2212", "\u2013", "\uff0d"})

RELATIONS = {
    "=": "=",
    "\\sim": "~",
    "~": "~",
    "\u223c": "~",
    "\\in": "in",
    "\u2208": "in",
    "\\to": "->",
    "\\rightarrow": "->",
    "\\longrightarrow": "->",
    "\\ne": "!=",
    "\\neq": "!=",
    "<": "<",
    ">": ">",
    "\\le": "<=",
    "\\leq": "<=",
    "\\ge": ">=",
    "\\geq": ">=",
}
SEPARATORS = {
    ",": ",",
    "\uff0c": ",",
    ";": ";",
    "\uff1b": ";",
    "|": "|",
    "\\mid": "|",
    "\\vert": "|",
    "\uff5c": "|",
    "\\|": "||",
    "\\Vert": "||",
    "\\parallel": "||",
    "\u2225": "||",
    ":": ":",
    "\\colon": ":",
    "\\cap": ",",
    "\\wedge": ",",
    "\\land": ",",
}
OPENING = {"(": "(", "[": "[", "\\{": "{", "\\lbrace": "{", "\\lbrack": "[", "\uff08": "("}
CLOSING = {")": "(", "]": "[", "\\}": "{", "\\rbrace": "{", "\\rbrack": "[", "\uff09": "("}
DOTS = frozenset({"\\dots", "\\ldots", "\\cdots", "\\dotsc", "\\dotsb", "\\dotsm", "\\vdots", "…", "⋯"})

NO_NODE = {
    "\\nabla": "a gradient",
    "\\max": "a maximum",
    "\\min": "a minimum",
    "\\sup": "a supremum",
    "\\inf": "an infimum",
    "\\pm": "two signs in one",
    "\\mp": "two signs in one",
    "\\oplus": "this operation",
    "\\otimes": "this operation",
    "\\odot": "an entrywise product",
    "\\circ": "a composition",
    "\\top": "a transpose",
    "\\cup": "a union",
    "\\forall": "a quantifier",
    "\\exists": "a quantifier",
    "\\det": "a determinant",
    "\\iint": "a double integral",
    "\\oint": "a contour integral",
    "\\binom": "a binomial coefficient",
    "\\sin": "a trigonometric function",
    "\\cos": "a trigonometric function",
    "\\tan": "a trigonometric function",
    "\\gcd": "a greatest common divisor",
    "\\bmod": "a remainder",
    "\\propto": "proportionality",
    "!": "a factorial",
    "\\square": "a placeholder",
    "?": "an unknown",
    "\\not": "a struck-out sign",
}
"""Signs that are understood and have no term: refused with what they are."""

UNREADABLE = frozenset({"\\square", "?", "\\not", "\\forall", "\\exists"})
"""Those of them that leave open what is said."""
WHOLE_FUNCTIONS = frozenset(
    [
        "f",
        "g",
        "h",
        "F",
        "G",
        "L",
        "J",
        "\\ell",
        "\\phi",
        "\\varphi",
        "\\psi",
        "\\mathcal{L}",
        "\\mathcal{J}",
        "C",
        "S",
        "R",
        "U",
        "\\Phi",
    ]
)
"""Letters that a bracket behind makes a function by convention."""
LAW_LETTERS = frozenset({"p", "q", "r", "P", "Q", "\\mathbb{P}", "\\mathrm{Pr}", "\\mathrm{P}"})
QUANTITIES = frozenset(
    {"H", "I", "E", "D", "\\mathbb{E}", "\\mathrm{KL}", "\\mathrm{Var}", "\\mathbb{D}", "\\mathrm{CE}"}
)
