"""The words of the pages, in English and in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qedtex.render.reasons import Language

_WORDS = {
    "site": ("Derivations, checked line by line", "逐行核验的推导"),
    "skip": ("Skip to the content", "跳到正文"),
    "main_menu": ("Main menu", "主菜单"),
    "all": ("Derivations", "推导"),
    "axioms": ("Axioms", "公理"),
    "pictures": ("Pictures", "图"),
    "dark": ("Dark", "深色"),
    "other_language": ("中文", "English"),
    "intro": (
        "Every line follows from the one before it by the rules named beside it, for every number of outcomes, every "
        "distribution and every parameter that the assumptions allow, with every side condition discharged.",
        "每一行都由前一行按旁注的规则得出：在所列假设下，对任意个数的取值、任意分布与任意参数成立，且全部附加条件均已验证。",
    ),
    "derivations": ("derivations", "条推导"),
    "steps": ("steps", "步"),
    "formulas": ("formulas read back", "个公式经读回核验"),
    "on_axioms": ("axioms", "条公理"),
    "search": ("Search", "搜索"),
    "search_hint": ("a word, an id, or LaTeX such as \\sigma", "词语、编号，或 \\sigma 这样的 LaTeX"),
    "found": ("{} found", "找到 {} 条"),
    "areas": ("Areas", "领域"),
    "verdict": ("Verdict", "结论"),
    "proved": ("proved", "已证明"),
    "assumed": ("assumed", "依引用定理"),
    "proved_means": (
        "Proved: from the axioms and the assumptions alone.",
        "已证明：仅依据公理与所列假设。",
    ),
    "assumed_means": (
        "Assumed: a step stands on a theorem that is only cited.",
        "依引用定理：有一步依据的是仅引用而未在此证明的定理。",
    ),
    "claim": ("Claim", "命题"),
    "assumptions": ("Assumptions", "假设"),
    "derivation": ("Derivation", "推导"),
    "details": ("Show what each step rests on", "显示每一步的依据"),
    "conditions": ("Conditions discharged", "已验证的条件"),
    "every": ("for every {}", "对每个 {}"),
    "integer": ("is an integer", "是整数"),
    "rules": ("Rules", "规则"),
    "hypotheses": ("Hypotheses", "假设"),
    "theorems": ("Derivations", "引用的推导"),
    "conditions_count": ("conditions", "个条件"),
    "condition_count": ("condition", "个条件"),
    "axioms_count": ("axioms", "条公理"),
    "axiom_count": ("axiom", "条公理"),
    "no_axioms": ("no axioms", "无需公理"),
    "rests_on": ("Rests on", "所依据的公理"),
    "cites": ("Cites", "引用"),
    "cited_by": ("Cited by", "被引用于"),
    "sources": ("Sources", "来源"),
    "documents": ("Follows", "所据文档"),
    "copy_button": ("Copy", "复制"),
    "copied": ("Copied", "已复制"),
    "not_copied": ("Could not be copied: mark the text and copy it", "无法复制：请选中文字后复制"),
    "source_text": ("source", "源码"),
    "previous": ("Previous", "上一条"),
    "next": ("Next", "下一条"),
    "used": ("used in", "用于"),
    "axioms_intro": (
        "What the derivations take from outside: definitions, and facts that are not proved here.",
        "推导所依据而此处不再证明的内容：定义与已知事实。",
    ),
    "drawn": ("Drawn from the terms of", "由下列推导中的项绘出："),
    "footer": (
        "Written by qedtex {} from derivations that its kernel checked.",
        "由 qedtex {} 根据经内核核验的推导生成。",
    ),
}


def words(lang: Language) -> Mapping[str, str]:
    """The words in a language, by their names.

    >>> words("en")["claim"], words("zh")["claim"]
    ('Claim', '命题')
    """
    return {name: both[0] if lang == "en" else both[1] for name, both in _WORDS.items()}
