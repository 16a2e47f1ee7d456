"""Where sources disagree on a slot: what each side says, and how that was settled."""

from __future__ import annotations

from engine.conflict import SETTLEMENTS, Conflict, Side
from engine.explanation.disagreements import Disagreement, disagreements
from engine.explanation.proofs.graph_parts import GraphNode
from engine.explanation.proofs.page.markup import anchor, fold, said
from engine.explanation.proofs.page.reasons import Writer
from engine.explanation.proofs.page.sources import cited


def conflicts_fold(slot: GraphNode, writer: Writer) -> str:
    """Folded; empty where the sources agree, and where no reasons are told."""
    if writer.graph.level == "summary":
        return ""
    shown = {source.about or "" for _, source in writer.into(slot, "supports") if source.kind == "verdict"}
    outcome = writer.decision.slot(slot.about or "")
    whole = shown >= {verdict.product for verdict in outcome.verdicts}
    found = disagreements(writer.decision, [outcome.slot], None if whole else shown)
    if not found:
        return ""
    items = "".join(_conflict(one, writer) for one in found)
    count = f'<span class="count">{len(found)}</span>'
    return fold("conflicts", f"{writer.say('conflicts')} {count}", f"<ul>{items}</ul>")


def _conflict(found: Disagreement, writer: Writer) -> str:
    conflict, language = found.conflict, writer.language
    sides = "".join(_side(number, side, conflict, writer) for number, side in enumerate(conflict.sides, 1))
    how = SETTLEMENTS[conflict.settled.how].in_language(language)
    because = conflict.settled.because.in_language(language)
    rules = ", ".join(_rule(id_, writer.say(f"rule {standing}"), writer) for id_, standing in found.rules)
    return (
        f"<li><p><b>{said(conflict.about.in_language(language))}</b> <code>{said(conflict.id)}</code></p>"
        f'<ul>{sides}</ul><p><span class="label">{writer.say("settled")}</span> {said(how)}. {said(because)}</p>'
        + (f'<p class="also">{writer.say("settling rules")} {rules}</p>' if rules else "")
        + "</li>"
    )


def _side(number: int, side: Side, conflict: Conflict, writer: Writer) -> str:
    favoured = f' <span class="strength">{writer.say("favoured")}</span>' if conflict.settled.favours == number else ""
    names = [side.source] if side.source else []
    cites = "; ".join(cited(id_, writer.knowledge, writer.language) for id_ in (*names, *side.cites))
    return f"<li>{said(side.says.in_language(writer.language))}{favoured} {cites}</li>"


def _rule(id_: str, standing: str, writer: Writer) -> str:
    """Linked where the proof tells of the rule."""
    code = f"<code>{said(id_)}</code>"
    link = f'<a class="rule" href="#{anchor("rule", id_)}">{code}</a>' if id_ in writer.told_of else code
    return f"{link} ({standing})"
