"""The `helpline` command. A subcommand's module is loaded when it is called: `calendar due` must not wait for the web."""

import importlib
import sys

import typer

COMMANDS = {
    "serve": ("serve", "全部进程合一：数据库、网页、后台、时钟"),
    "web": ("serve", "只跑网页进程"),
    "worker": ("serve", "只跑后台进程"),
    "ticker": ("serve", "只跑时钟进程"),
    "telephony": ("telephony", "热线进程：接管 Asterisk；准备 Asterisk"),
    "migrate": ("serve", "把数据库升级到最新结构"),
    "backup": ("backup", "备份数据库和文件，系统照常运行"),
    "restore": ("backup", "把备份恢复到空的地方"),
    "demo": ("demo", "虚构的城市，和在其中走动的人"),
    "calendar": ("calendar", "日历：工作日、服务时间、申报期"),
    "taxpayers": ("taxpayers", "纳税人登记"),
    "knowledge": ("knowledge", "知识库"),
    "assistant": ("assistant", "智能助手"),
    "measures": ("measures", "指标：话务记录的接通率"),
    "staffing": ("staffing", "排班测算：多少来电要多少人"),
    "audit": ("audit", "审计：校验、导出、锚定"),
    "people": ("people", "人员"),
    "tokens": ("tokens", "程序令牌：签发、列出、吊销"),
    "exports": ("exports", "导出文件：追查来源"),
    "secrecy": ("secrecy", "保密：补查旧的文字"),
    "keys": ("keys", "数据密钥：列出、轮换"),
}
"""By name: the module in `app.commands`, and what it is for."""


def main() -> None:
    """Entry point."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    names = [wanted] if wanted in COMMANDS else list(COMMANDS)
    _command(names)()


def _command(names: list[str]) -> typer.Typer:
    """The command with these subcommands only."""
    cli = typer.Typer(no_args_is_help=True, add_completion=False, help="税务咨询服务平台")
    cli.callback()(_root)
    for name in names:
        module_name, help_text = COMMANDS[name]
        module = importlib.import_module(f"helpline.app.commands.{module_name}")
        if hasattr(module, "cli"):
            cli.add_typer(module.cli, name=name, help=help_text)
        else:
            cli.command(name, help=help_text)(getattr(module, name))
    return cli


def _root() -> None:
    """税务咨询服务平台"""
