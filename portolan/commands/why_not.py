"""`portolan why-not`: why a product is not a pick, and what would make it one."""

from __future__ import annotations

import json

import click

from engine.explanation.why_not.answer import why_not
from engine.explanation.why_not.document import why_not_document
from engine.explanation.why_not.holding import HoldError, held_questions, read_hold
from engine.explanation.why_not.text import why_not_markdown, why_not_text
from engine.knowledge.problems import nearest
from engine.model import Knowledge
from engine.request import decision_id
from portolan.common import BAD_INPUT, advisor, columns, fail, load, sentence
from portolan.options import Asked, deciding


@click.command(name="why-not", short_help="Say why a product is not a pick, and what would make it one.")
@click.argument("product")
@deciding
@click.option("--slot", metavar="SLOT", help="Ask about this slot, where the product may fill several (its home).")
@click.option(
    "--hold",
    metavar="given|marked|none|QUESTION",
    multiple=True,
    help="What may not change: the answers given to questions that the questionnaire marks as fixed (given, the "
    "default), also those not given (marked), nothing (none); beside these, any question. May be repeated.",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    help="Text for people (the default), what the API answers as JSON, or Markdown.",
)
def command(product: str, asked: Asked, slot: str | None, hold: tuple[str, ...], style: str) -> None:
    """Say why PRODUCT is not a pick for the profile in FILE (- for standard input), and what would make it one.

    \b
    Examples:
      portolan why-not jaeger portolan.yaml
      portolan why-not kyverno portolan.yaml --hold platform.policies
      portolan why-not lens portolan.yaml --hold none --format markdown
      echo '{}' | portolan why-not cilium --slot service-mesh

    It opens with what decides: the rules that would make the product a pick and that others set aside, with the
    reasons and claims of both. Then come what speaks against the product, all of the smallest sets of answers (of up
    to three questions) that would make it a pick, and what each rule in its favour lacks: ✓ held, ✗ failed, ? not
    known. Where that would not help, as another rule would set it aside, it says so. Edition and day stay as they are.
    That an answer is worth a look does not mean that it should be given: it says what the verdict hangs on.

    Exit code 0, 2 if FILE cannot be understood or there is no such PRODUCT, SLOT or QUESTION, 3 if the knowledge cannot
    be loaded.
    """
    knowledge = load()
    chosen = _slot(product, slot, knowledge)
    try:
        holding = read_hold(hold, knowledge)
    except HoldError as error:
        fail(BAD_INPUT, f"--hold: {error.detail}.{sentence(error.hint)}")
    request = asked.request(knowledge)
    decision = advisor(knowledge).decide(request)
    told = why_not(decision, chosen, product, held_questions(knowledge, decision.answers, *holding))
    if style == "json":
        document = why_not_document(told, decision_id(request, knowledge), request.language)
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    elif style == "markdown":
        click.echo(why_not_markdown(told, request.language), nl=False)
    else:
        click.echo(why_not_text(told, request.language, columns()), nl=False)


def _slot(product_id: str, slot: str | None, knowledge: Knowledge) -> str:
    """The slot to ask about. Ends the process where there is none."""
    product = knowledge.products.get(product_id)
    if product is None:
        hint = sentence(nearest(product_id, knowledge.products))
        fail(BAD_INPUT, f"There is no product {product_id!r}.{hint}")
    if not product.slots:
        fail(BAD_INPUT, f"{product.name} fills no slot of the architecture: nothing decides on it.")
    if slot is None:
        return product.slots[0]
    if slot not in knowledge.slots:
        fail(BAD_INPUT, f"--slot: there is no slot {slot!r}.{sentence(nearest(slot, knowledge.slots))}")
    if slot not in product.slots:
        fail(BAD_INPUT, f"--slot: {product.name} does not fill {slot!r}, but {', '.join(product.slots)}.")
    return slot
