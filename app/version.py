"""The version of Selaras, which pyproject.toml reads too."""

import click

VERSION = "1.0.0"


@click.command("version")
def version_command() -> None:
    """Print the version of Selaras."""
    click.echo(f"Selaras {VERSION}")
