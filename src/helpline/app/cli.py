"""The `helpline` command."""

import typer

from helpline.app.commands import assistant, calendar, demo, knowledge, people, serve, taxpayers

cli = typer.Typer(no_args_is_help=True, add_completion=False, help="税务咨询服务平台")
cli.add_typer(calendar.cli, name="calendar", help="日历：工作日、服务时间、申报期")
cli.add_typer(taxpayers.cli, name="taxpayers", help="纳税人登记")
cli.add_typer(knowledge.cli, name="knowledge", help="知识库")
cli.add_typer(assistant.cli, name="assistant", help="智能助手")
cli.add_typer(people.cli, name="people", help="人员")
cli.command("demo")(demo.demo)
cli.command("serve")(serve.serve)
cli.command("web")(serve.web)
cli.command("worker")(serve.worker)
cli.command("ticker")(serve.ticker)
cli.command("migrate")(serve.migrate)


def main() -> None:
    """Entry point."""
    cli()
