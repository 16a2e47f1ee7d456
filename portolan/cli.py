"""The command line: finds commands by name, so that `--help` and each command load only what they need."""

from __future__ import annotations

import importlib
import os
from collections.abc import Sequence
from functools import partial
from typing import Any

import click

from portolan.ending import EXIT_CODES, closed_pipe_ends, ended

COMMANDS = {
    "recommend": "Decide a profile: a verdict and its reasons for every slot.",
    "explain": "Show the proof of one slot or product.",
    "open": "Show which unanswered questions could change which slots, and how.",
    "why-not": "Say why a product is not a pick, and what would make it one.",
    "check": "Check a declared stack, as a pipeline does.",
    "fleet": "Check thousands of profiles, and show what they come to together.",
    "waive": "Write a waiver into a profile file.",
    "plan": "Say what to take up next, in which order, and what works together.",
    "picture": "Draw the architecture that is decided.",
    "adr": "Write architecture decision records (MADR).",
    "compare": "Say what changes between two profiles, editions or days, and why.",
    "migrate": "Plan the way from what is in use to what is recommended.",
    "questions": "Write a commented profile template.",
    "init": "Write the first portolan.yaml of a repository.",
    "interview": "Fill in a profile by answering the next best question.",
    "conflicts": "Show where the sources disagree, and what settled it.",
    "replay": "Decide a kept decision again, and say what differs.",
    "impact": "Show what a change of the knowledge does to saved profiles.",
    "serve": "Run the HTTP service.",
    "config": "Show the settings in force, and where they came from.",
    "token": "Make a bearer token for the service.",
    "database": "Look at the database of decisions, and change its schema.",
    "packs": "List the packs of knowledge in force.",
    "detect": "Find what is in use in a repository or a cluster.",
    "lint": "Check the knowledge.",
    "test": "Run scenario tests of the knowledge.",
    "catalog": "Keep the catalog's dated facts up to date.",
    "export": "Write the whole body of knowledge as one document.",
    "schemas": "Write the JSON Schemas of the knowledge files.",
}


class Commands(click.Group):
    """Each command is a module of its own, imported when it is called."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """click's own, save that it never ends in a traceback and that exit codes are Portolan's."""
        run = partial(super().main, args, prog_name, complete_var, standalone_mode=False, **extra)
        if not standalone_mode:
            return run()
        raise SystemExit(ended(run))

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        with closed_pipe_ends():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        with closed_pipe_ends():
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"portolan.commands.{name.replace('-', '_')}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from engine.knowledge.problems import nearest

            hint = nearest(args[0], COMMANDS)
            raise click.UsageError(f"There is no command {args[0]!r}." + (f" D{hint[1:]}" if hint else ""), ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _show_version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked:
        from portolan import __version__

        click.echo(f"portolan {__version__}")
        ctx.exit()


@click.group(cls=Commands, epilog=EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version, help="Show the version."
)
def main() -> None:
    """Portolan recommends the parts of a cloud-native platform, and proves every recommendation.

    \b
    Examples:
      portolan questions > portolan.yaml      write a profile to fill in
      portolan init --from-detect             or from what the files here say, and what still matters
      portolan interview portolan.yaml        go on being asked, the best question first
      portolan recommend portolan.yaml        what to adopt, keep and leave
      portolan explain tracing portolan.yaml  why
      portolan plan portolan.yaml             what next, and in which order
      portolan check                          what of it fails, for a pipeline
      portolan serve                          the same over HTTP
    """
    # click honours NO_COLOR only through what it is told here.
    if os.environ.get("NO_COLOR"):
        click.get_current_context().color = False


if __name__ == "__main__":
    main()
