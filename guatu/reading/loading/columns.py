"""What a table column holds, guessed from its head: any county's ledger, any plan's task table."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

ColumnRole = Literal[
    "number",
    "category",
    "problem",
    "task",
    "goal",
    "measure",
    "lead_unit",
    "responsible_unit",
    "cooperating_unit",
    "supervising_unit",
    "lead_leader",
    "sponsor_leader",
    "responsible_person",
    "due",
    "started",
    "completed",
    "status",
    "progress",
    "metric",
    "evidence",
    "remark",
]
"""`due` is when it must be finished, `completed` when it was; `status` says whether, `progress` how far."""

_LONGEST_HEAD = 24
_WORKER = "(?:单位|部门|主体|科室|处室|股室|机构|地区|乡镇|镇街|责任方|方)"
# the first that matches decides: a head ends in what the column holds and begins with what that belongs to
_WORDS: tuple[tuple[ColumnRole | None, tuple[str, ...]], ...] = (
    (None, ("电话|手机|邮箱|传真|身份证|签字|签名|盖章|页码|计量单位|来源|依据",)),
    ("number", ("^(?:.{0,4}(?:序号|编号|项号|序列|顺序号)|序|号|no\\.?|#)$",)),
    (
        "evidence",
        ("佐证|印证|附件|台账资料", "(?:证明|支撑|销号|整改|验收|档案|过程)(?:材料|资料)"),
    ),
    ("remark", ("备注|附注|^说明$|^原因", "(?:其他|有关|情况|补充)说明", "未(?:完成|销号|办结)(?:的)?原因")),
    ("completed", ("(?:实际|已)(?:完成|办结|整改|销号).{0,3}(?:时间|日期)", "(?:销号|验收)(?:时间|日期)$")),
    (
        "started",
        ("(?:开始|启动|起始|开工|交办|下达|立项|受理|发现|起止)(?:的)?(?:时间|日期)", "^起$|^开始$"),
    ),
    (
        "due",
        (
            "时限|期限|截止|限期|时间节点|^时间$|^止$",
            "完成(?:的)?(?:时间|日期|节点|年限)",
            (
                "(?:整改|办结|办理|解决|达标|竣工|计划|要求|预计|反馈|报送|落实|到位"
                "|销号)(?:完成)?(?:的)?(?:时间|日期)"
            ),
            "时间(?:要求|安排|进度|表)|进度(?:要求|安排|计划)",
        ),
    ),
    (
        "status",
        (
            "是否|与否|状态|亮灯|红黄绿|完成标志",
            "(?:销号|办结|验收)(?:情况|结论|结果|意见)",
            "^(?:已)?(?:销号|办结|完成)$",
        ),
    ),
    (
        "progress",
        ("情况|进展|进度|成效|成果(?!目标)|结果$", "完成(?:率|比例|程度|百分比|结果)"),
    ),
    (
        "sponsor_leader",
        ("(?:包[案保联抓挂]|挂[点钩包联牌]|蹲点|帮包).*(?:领导|干部|人$)", "联[系点].*领导"),
    ),
    ("lead_leader", ("领导$", "牵头(?:负责|责任)?人")),
    (
        "responsible_person",
        ("(?:责任|负责|经办|承办|联系|主办|办理|具体|督办|直接)人(?:员)?$", "联络员|专员"),
    ),
    ("metric", ("指标|量化|数量$|完成值|基准值|考核标准", "目标(?:值|数|量)|任务[数量]|计划[数量]")),
    (
        "cooperating_unit",
        (
            f"(?:配合|协办|会办|协同|协作|参与|协助|参加|共同).*{_WORKER}",
            "^(?:配合|协办|会办|参与|协助)$",
        ),
    ),
    (
        "supervising_unit",
        (
            f"(?:督导|督办|督查|督促|监督|监管|指导|验收|核查|考核|盯办|把关).*{_WORKER}",
            "^(?:督导|督办|监督|验收)$",
        ),
    ),
    ("lead_unit", (f"(?:牵头|主办|主责|首责|领办).*(?:{_WORKER}|责任)", "^(?:牵头|主办|主责)$")),
    (
        "responsible_unit",
        (
            f"(?:责任|承办|整改|实施|落实|办理|建设|负责|主管|承接|申报|被督查|涉及|属地|推进).*{_WORKER}",
            f"^{_WORKER}(?:名称)?$|(?:责任|任务)分工|^责任$|^属地$",
        ),
    ),
    (
        "measure",
        (
            "措施|举措|对策|做法|怎么[办改]|解决(?:办法|方案|方式)",
            "(?:整改|工作|落实|推进|具体)(?:的)?(?:要求|办法|路径|步骤|方案)",
        ),
    ),
    ("category", ("类别|类型|分类|种类|领域|板块|方面|维度|性质|级别|层级|^类$|^层面$",)),
    ("problem", ("问题|不足|短板|隐患|反馈意见|风险点|薄弱环节|缺陷|表现|弱项|诉求|投诉内容",)),
    ("task", ("目标任务",)),
    ("goal", ("目标|预期|愿景|(?:整改|销号)标准|达到(?:的)?(?:效果|标准)",)),
    (
        "task",
        (
            "任务|事项|重点工作|主要工作|议题|要点|批示|建议|提案|内容$",
            "工作(?:名称|安排|项目)?$|项目(?:名称)?$|工程(?:名称)?$",
        ),
    ),
)
_RULES = tuple((role, re.compile("|".join(words), re.IGNORECASE)) for role, words in _WORDS)
# a mark that opens ends the search for its close: else many open ones take the square of their number
_PARENTHESIS = re.compile(r"[(\[〔【《][^()\[\]〔〕【】《》]*[)\]〕】》]")
_JOINT = re.compile(r"[及和与、]|以及")
_UNITS: frozenset[ColumnRole | None] = frozenset(
    {"lead_unit", "responsible_unit", "cooperating_unit", "supervising_unit"}
)


def column_role(head: str) -> ColumnRole | None:
    """What the cells under this head hold; None where the head does not tell.

    Of a head in two rows, written 上/下, the lower one decides unless it tells nothing; a cell that
    holds a unit and then a person (责任单位/责任人) counts as a unit.
    """
    upper, _, lower = plain_head(head).rpartition("/")
    if not upper:
        return _role(lower)
    above, below = _role(upper), _role(lower)
    if above in _UNITS and below == "responsible_person":
        return above
    return below or _role(upper.replace("/", "") + lower) or above


def _role(head: str) -> ColumnRole | None:
    if not head or len(head) > _LONGEST_HEAD:
        return None
    for words in _readings(head):
        for role, pattern in _RULES:
            if pattern.search(words):
                if role is not None:
                    return role
                break
    return None


def _readings(head: str) -> Iterator[str]:
    """Of 责任单位及责任人 the first part names the column; then the head as a whole."""
    parts = [part for part in _JOINT.split(head) if part]
    if len(parts) > 1:
        yield parts[0]
    yield head


def plain_head(head: str) -> str:
    """A head without blanks, marks and what stands in parentheses, unless nothing else is there."""
    narrow = "".join(unicodedata.normalize("NFKC", head).split())
    bare = _PARENTHESIS.sub("", narrow) or narrow.strip("()[]〔〕【】《》")
    return bare.strip("*:.。;,、-—_ ")
