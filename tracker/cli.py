"""The `luoshi` command: each of its commands stands in a module of its own, loaded when it is asked for.

So `luoshi extract` pays neither for the database nor for the web server.
"""

from importlib import import_module

import click

COMMANDS = {
    "extract": "tracker.cli_extract:extract_command",
    "init": "tracker.cli_init:init_command",
    "upgrade": "tracker.cli_serve:upgrade_command",
    "example": "tracker.cli_serve:example_command",
    "serve": "tracker.cli_serve:serve_command",
    "work": "tracker.cli_work:work_command",
    "check": "tracker.cli_serve:check_command",
    "import": "tracker.cli_import:import_command",
    "verify": "tracker.cli_verify:verify_command",
    "purge-journal": "tracker.cli_verify:purge_command",
    "reset-password": "tracker.cli_reset:reset_command",
}


class Commands(click.Group):
    """The group that finds a command by its name alone."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """Return the names, in the order in which one needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  click's signature
        """Load a command, or return None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(module), name)
        return command


@click.group(
    cls=Commands,
    help="落实：会议部署 → 任务 → 进展 → 考绩。",
    context_settings={"help_option_names": ["-h", "--help"]},
)
def luoshi() -> None:
    """Hold the commands."""


def main() -> None:
    """Run the command."""
    luoshi(prog_name="luoshi")
