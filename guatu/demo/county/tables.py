"""A table that an office kept before, on its way into a ledger: read, and not brought in yet."""

from datetime import date, datetime
from io import BytesIO
from typing import Any, Final

from guatu.demo.county.stage import Stage
from guatu.ledgers.imports import reading, receiving

NAME: Final = "营商环境问题旧台账.xlsx"
_LEDGER: Final = "YS"
_HEADS: Final = (
    "序号",
    "类别",
    "存在问题",
    "整改措施",
    "牵头单位",
    "责任单位",
    "完成时限",
    "整改进展",
    "是否完成",
)
_ROWS: Final = (
    (1, "惠企政策", "兑现没有公开时限", "公布清单", "县住建局", "", "{year}年12月底", "已公布", "否"),
    (2, "惠企政策", "材料重复提交", "共享证照", "县住建局", "双桥镇", "{year}年11月30日", "已减少", "是"),
    (3, "要素保障", "园区道路坑洼", "修补路面", "柳河镇", "双桥镇、石泉镇", "长期坚持", "已修两段", "否"),
    (4, "要素保障", "标准厂房雨天漏水", "逐栋排查修补", "园区管理服务中心站", "", "{year}年12月底", "", "否"),
    (5, "政务服务", "窗口午间无人值守", "安排轮班", "双桥镇", "", "{year}年13月40日", "", "否"),
)  # fmt: skip


def leave(stage: Stage, at: datetime, on: date) -> None:
    """The coordinator has put it down to look at what it would change."""
    ledger = stage.ledgers.get(_LEDGER) or next(iter(stage.ledgers.values()))
    by = stage.county.named("coordinator", on)
    when: dict[str, Any] = {"at": at, "on": on}
    draft = receiving.receive(upload=BytesIO(_workbook(on)), name=NAME, ledger=ledger, by=by, **when)
    reading.read_now(draft=draft, isolated=False, **when)


def _workbook(on: date) -> bytes:
    import xlsxwriter

    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("问题清单")
        page.merge_range(0, 0, 0, len(_HEADS) - 1, "营商环境突出问题整改台账")
        page.write_row(1, 0, _HEADS)
        for number, row in enumerate(_ROWS, start=2):
            cells = [one.format(year=on.year) if isinstance(one, str) else one for one in row]
            page.write_row(number, 0, cells)
    return out.getvalue()
