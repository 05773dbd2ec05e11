"""Predicted probabilities: a label y with a hat over it, beside a law that is compared with that of the label."""

from __future__ import annotations

from collections.abc import Iterator

from qedtex.context import Hypothesis, Relation
from qedtex.notes.reading.meaning import Meaning
from qedtex.terms import Distribution, Event, Prob, term


def predicted(meaning: Meaning) -> Iterator[Hypothesis]:
    """H(p, q) with p(y = 1) and yhat: the predicted probability is q(y = 1), where q is not applied itself."""
    kinds = meaning.kinds
    for one, other in kinds.uses.pairs[:1]:
        if any(name.text == other.text for name, _, _ in kinds.uses.applications):
            continue
        for name, found, _ in kinds.uses.applications:
            event = found.outcomes[0]
            base, _, rest = event.base.partition("_")
            hat = f"\\hat{{{base}}}"
            text = f"{hat}_{rest}" if rest else hat
            if name.text == one.text and event.kind == "event" and text in kinds.uses.numbers:
                law = kinds.law(other)
                kinds.note(text, f"{other.text}({event.base} = 1)", "it is the prediction for that label")
                chance = Prob(Distribution(law), (Event(event.base, term(1)),))
                yield Hypothesis("prediction", chance, Relation.EQUAL, kinds.symbol(text, hat))
                return
