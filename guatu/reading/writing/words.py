"""How the codes of a draft are said to people, the same on paper, on screen and in a message."""

from typing import Final, Literal

from guatu.reading.draft import Duty, Kind, Metric

Band = Literal["high", "middle", "low"]

KINDS: Final[dict[Kind, str]] = {
    "rectification_report": "整改报告",
    "rectification_plan": "整改方案",
    "speech": "讲话",
    "task_plan": "工作方案",
    "minutes": "会议纪要",
    "bulletin": "通报",
    "news": "新闻报道",
    "policy": "政策文件",
    "instruction": "批示",
    "other": "其他文件",
}
DUTIES: Final[dict[Duty, str]] = {
    "lead": "牵头单位",
    "responsible": "责任单位",
    "cooperating": "配合单位",
    "supervising": "督导单位",
}
LEADER_ROLES: Final = {"lead": "牵头", "sponsor": "包保"}
METRIC_ROLES: Final = {"target": "目标", "achieved": "已达", "baseline": "基数"}
REPAIRS: Final = {
    "encoding": "编码转换",
    "control_character": "控制字符",
    "invisible": "不可见字符",
    "spaces": "特殊空格",
    "misdecoded": "乱码",
    "fullwidth_figures": "全角字符",
    "latin_stops": "英文句号",
    "split_figures": "拆散的数字",
    "pinyin": "夹注拼音",
    "traditional": "繁体字",
    "homophones": "同音替换字",
    "furniture": "页眉页脚和网页导航",
    "page_marks": "文中页码",
    "hard_wraps": "断行",
    "lost_breaks": "漏分段",
    "lost_brackets": "缺失的括号",
    "lost_quotes": "缺失的引号",
    "lost_bytes": "无法还原的字节",
    "repeated_table_head": "重复的表头",
    "table_of_contents": "目录",
    "tracked_changes": "修订标记",
}
BANDS: Final[dict[Band, str]] = {"high": "高", "middle": "中", "low": "低"}
DONE: Final = {True: "已完成", False: "未完成", None: ""}

_TRUSTED = 0.9
"""Above this an item is right at least 95 times in 100; the rest a person must look at."""
_DOUBTFUL = 0.6


def band(confidence: float) -> Band:
    """High above 0.9, low under 0.6; everything that is not high is still to be checked."""
    if confidence > _TRUSTED:
        return "high"
    return "low" if confidence < _DOUBTFUL else "middle"


def repair(kind: str) -> str:
    """What was mended, in words."""
    return REPAIRS.get(kind, kind)


def metric(figure: Metric) -> str:
    """A quantity as a ledger says it: 目标：整合窗口23个."""
    return f"{METRIC_ROLES[figure.role]}：{figure.name}{number(figure.value)}{figure.unit}"


def number(value: float) -> str:
    """The figure without a decimal point it does not need: 23, 12.5, 1200000."""
    return f"{value:.0f}" if value == int(value) else f"{value:.10g}"
