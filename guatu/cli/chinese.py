"""Click as a Chinese office meets it: help and complaints in Chinese, one line each."""

from collections.abc import Sequence
from datetime import date

import click


class ChineseCommand(click.Command):
    """A command whose help speaks Chinese."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _write_options(self, ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _in_chinese(super().get_help_option(ctx))


class ChineseGroup(click.Group):
    """A group of commands whose help speaks Chinese."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, "命令 …", prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _write_options(self, ctx, formatter)
        _write_list(formatter, "命令", [(name, one.short_help or "") for name, one in self.commands.items()])

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _in_chinese(super().get_help_option(ctx))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if not args[0].startswith("-") and args[0] not in self.commands:
            raise click.UsageError(f"没有命令“{args[0]}”，可用的命令：{'、'.join(self.commands)}", ctx)
        return super().resolve_command(ctx, args)


def _write_options(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    options = (param for param in command.get_params(ctx) if isinstance(param, click.Option))
    records = [record for option in options if (record := option.get_help_record(ctx))]
    _write_list(formatter, "选项", records)


def _write_list(formatter: click.HelpFormatter, head: str, records: Sequence[tuple[str, str]]) -> None:
    """Names and meanings in two columns; click counts a Chinese character as one column wide, not two."""
    widest = max(breadth(name) for name, _ in records)
    formatter.write(f"\n{head}：\n")
    for name, meaning in records:
        formatter.write(f"  {name}{' ' * (widest - breadth(name))}  {meaning}\n")


def breadth(text: str) -> int:
    """How many columns a text takes on a terminal."""
    return sum(1 if char.isascii() else 2 for char in text)


def _in_chinese(option: click.Option | None) -> click.Option | None:
    if option is not None:
        option.help = "显示本说明。"
    return option


class Format(click.ParamType[str]):
    """A name out of a few; each is named in the complaint."""

    name = "format"

    def __init__(self, *names: str) -> None:
        self.names = names

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value.lower() not in self.names:
            self.fail(f"没有“{value}”这种格式，可用 {'、'.join(self.names)}", param, ctx)
        return value.lower()


class Day(click.ParamType[date]):
    """A day, 2026-09-18."""

    name = "day"

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}”不是日期，应写作 2026-09-18", param, ctx)


class Count(click.ParamType[int]):
    """A whole number from 1."""

    name = "count"

    def convert(self, value: str | int, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            count = int(value)
        except ValueError:
            count = 0
        if count < 1:
            self.fail(f"“{value}”应为 1 以上的整数", param, ctx)
        return count


def sentence(error: click.ClickException) -> str:
    """What is wrong and where to look it up, in one line."""
    where = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "guatu"
    hint = f"，用法见 {where} --help"
    if isinstance(error, click.NoSuchOption):
        return f"没有选项 {error.option_name}{hint}"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 写法有误，可能缺少取值{hint}"
    if isinstance(error, click.MissingParameter):
        return f"没有给出文件，例如：guatu read 整改方案.docx --to xlsx --out 台账{hint}"
    if isinstance(error, click.BadParameter) and error.param is not None:
        return f"{error.param.opts[0]}：{error.message}"
    return error.message
