"""What the heads of offices' own ledgers say, and which of two columns says it more surely."""

import re
from functools import lru_cache
from typing import NamedTuple

from guatu.reading.loading.columns import ColumnRole, column_role, plain_head

STRONG, COMMON, WEAK = 6, 5, 2
"""How surely a head names its role; of two columns with one role the surer is taken."""


class HeadRole(NamedTuple):
    """The role that a head gives and how surely; a role of None is sure that the column is of no use."""

    role: ColumnRole | None
    weight: int


_UNKNOWN = HeadRole(None, 0)
_NOT_OURS = HeadRole(None, STRONG)
_UNIT = "(?:单位|部门|主体|科室|股室|处室|机构|方(?![案式法面向位]))"
_NOTHING_OF_OURS = (
    "照片|图片|金额|总投资|投资额|投资计划|万元|亿元|面积|亩|经纬度|权重|分值|得分|排名|满意|评价|考核|预警|概况",
    "(?:完成|计划|到位|累计|年度|预算)(?:的)?(?:投资|资金)(?!.*(?:率|比|进度))",
    "代表|联名|附议|提案[人者]|建议人|诉求人|来电人|信访人|投诉人|举报人|反映人|当事人|检查人|复查人|督查人|首谈人|投资方",
    "法定|法人|信用代码|户数|人数|件数|次数|个数|数量|问题数|台账数|回访|电话|手机|联系方式|签批|批示(?:领导|人)",
    f"(?:检查|交办|派单|派发|来文|报送|填报|提出|发现|受理|移交|转办|来访|批示){_UNIT}",
    "是否(?!.*(?:完成|销号|办结|整改|解决|落实|化解|到位|达标|报结|办理|结案|验收|答复|回复|关闭|清零|启动|开工))|延期情况",
    "是否(?:超期|逾期|滞后|延期|按期|按时|如期)",
    "(?:追责|问责|面商|沟通|资金|公开)情况|^(?:项目|企业|单位|人员|案件)?基本情况",
)
_WORDS: tuple[tuple[ColumnRole | None, int, tuple[str, ...]], ...] = (
    ("responsible_unit", WEAK + 1, (f"被.{{1,4}}{_UNIT}|受检.*{_UNIT}",)),
    (None, STRONG, _NOTHING_OF_OURS),
    ("number", STRONG + 1, ("^(?:总)?序号?$|^no\\.?$|^编号$",)),
    (
        "number",
        COMMON,
        (
            "(?:工单|提案|建议|案件|受理|交办|任务|事项|问题|隐患|项目|议题|督办|批示|流水|信访|件)编?[号码]$",
            "(?:系统|统一)编码$|登记编?号$",
        ),
    ),
    ("due", STRONG + 2, ("(?:延期|延长|调整|变更|顺延)后?(?:的|至)?.{0,4}(?:时限|期限|时间|日期)",)),
    (
        "due",
        STRONG + 1,
        (
            "时限|期限|截止|限期|限办|时间节点|完成节点",
            "(?:要求|计划|预计|规定|应|拟)(?:报结|完成|办结|整改|反馈|报送|竣工|完工|办复|答复).{0,3}(?:时间|日期)",
            "(?:要求|计划|预计|规定|应|拟)(?:回复|处置|办理|解决|化解).{0,3}(?:时间|日期)",
        ),
    ),
    (
        "completed",
        STRONG,
        ("(?:实际|已).{0,4}(?:时间|日期)", "(?:销号|验收|结案|批准)(?:的)?(?:时间|日期)"),
    ),
    ("due", COMMON, ("^时间进度|(?:投产|投用|完工|建成|交付|通车)(?:时间|日期)",)),
    ("due", WEAK + 1, ("建设(?:起止)?(?:年限|工期|周期)|起止(?:时间|日期|年限)",)),
    ("due", WEAK + 1, ("(?:答复|办复|报结|反馈|报送|化解|处置|治理)(?:时间|日期)",)),
    (
        "status",
        STRONG,
        (
            "是否|完成与否|状态|销号情况",
            "^(?:已|未|正在|尚未|基本)(?:完成|办结|销号|整改|启动|推进|办理|落实|解决|化解)(?:到位)?$",
            "^(?:整改|办理|推进)中$",
            "^(?:已)?(?:完成|办结|销号)(?:情况)?[(（]?[√✓是]",
        ),
    ),
    ("status", WEAK, ("亮灯|红黄绿|灯色|挂牌颜色|^灯$",)),
    (
        "goal",
        WEAK,
        ("完成标志|(?:完成|验收|工作|销号|整改|办结)标准", "里程碑|节点目标|(?:季度?|月度?)(?:目标|计划)$"),
    ),
    (
        "remark",
        WEAK,
        (
            "困难|原因$|下一?步(?:打算|计划|工作|安排)",
            "^(?:需|要)要?(?:协调|上级|县|市)(?!.*(?:措施|办法|举措|方案|问题)$).{0,8}$",
        ),
    ),
    (
        "problem",
        WEAK - 1,
        ("(?:需要?)?(?:协调|解决)(?:解决)?的?(?:主要)?(?:问题|事项)", "问题(?:及|和)(?:困难|建议)"),
    ),
    ("goal", COMMON, ("目标$",)),
    ("problem", COMMON, ("(?:督查|检查|巡查|核查|排查)?发现的?(?:情况|问题)",)),
    ("progress", WEAK, ("(?:回复|答复)内容|(?:处理|办理|核查)意见",)),
    (
        "problem",
        COMMON,
        (
            "(?:反映|投诉|举报|信访|来电)内容|(?:问题|诉求|隐患)的?(?:基本|主要|具体)?(?:情况|描述|内容|表述|摘要|简述)$",
        ),
    ),
    (
        "category",
        WEAK,
        (
            "部位|地点|位置|点位|地址|等级|级别|批次|届次|来源|渠道|会议名称|环节|场所|片区|辖区|^村",
            "所[在属](?:乡镇|镇街|街道|村|社区|区域|县区)",
        ),
    ),
    ("lead_unit", STRONG, (f"(?:牵头|主办|主责|首责|领办|总牵头).*{_UNIT}|^(?:牵头|主办|主责)(?:责任)?$",)),
    (
        "responsible_unit",
        WEAK + 1,
        (
            f"(?:建设|项目|业主|申报|主管|涉及|问题|问题所在){_UNIT}|(?:项目|建设)业主|企业名称",
            "^单位(?:名称)?$|^(?:乡镇|镇街|街道|镇|乡镇[(（]街道[)）])$",
        ),
    ),
    ("responsible_unit", STRONG, (f"(?:处置|处理|分办|化解|治理|管护|经办|包办){_UNIT}",)),
    (
        "supervising_unit",
        COMMON,
        (
            "督导组|督查组|(?:包保|包案|包联|挂牌).*单位",
            "(?:督导|督办|督查|监督|验收|复核).*(?:单位|部门|组)",
        ),
    ),
    (
        "task",
        STRONG,
        (
            "标题$|案由|题目|议定(?:事项|内容)|决定事项|批示(?:内容|要求|精神)",
            "来文(?:标题|事由|内容)|事由|文件名称",
        ),
    ),
    (
        "measure",
        COMMON,
        ("整改(?:建议|意见)|(?:化解|整改|处置|治理|解决|推进)的?(?:方案|办法|方式|思路|路径)",),
    ),
    (
        "measure",
        WEAK,
        ("下一?步(?:工作)?(?:措施|举措)|(?:稳控|保障|防控)措施|(?:督办|办理|交办)要求",),
    ),
    (
        "measure",
        WEAK + 1,
        (
            "建设(?:内容|规模)|主要内容|(?:年度|本年).{0,3}(?:建设|工作)(?:内容|任务)",
            "(?:推进|实施|工作)(?:计划|步骤)",
        ),
    ),
    (
        "progress",
        STRONG,
        (
            "进展|进度(?!.{0,2}(?:安排|要求|计划))|完成(?:比例|百分比|度|程度)",
            "(?:完成|整改|办结|销号|化解|解决|推进|达标|建成|开工|落实)率",
            "(?:整改|完成|落实|办理|化解|推进|解决|处置|处理|治理|工作)(?:完成)?(?:情况|结果)",
        ),
    ),
    ("progress", WEAK, ("情况|成效|成果|结果$",)),
)
_RULES = tuple(
    (HeadRole(role, weight), re.compile("|".join(words), re.IGNORECASE)) for role, weight, words in _WORDS
)
_OTHER_DAY = re.compile(r"(?:时间|日期)$")
_SUBJECTS = ("problem", "task")
_JOINT = re.compile(r"[及和与、]|以及")


@lru_cache(maxsize=4096)
def head_role(head: str) -> HeadRole:
    """The role of a head in one row or in several, written 上/下: the lowest that tells decides."""
    levels = [plain for level in head.split("/") if (plain := plain_head(level))]
    is_of_money = len(levels) > 1 and any(_by_rule(level) == _NOT_OURS for level in levels[:-1])
    for level in reversed(levels):
        found = _of_level(level, "".join(levels[:-1]) if level == levels[-1] else "")
        if found.role is not None or found.weight:
            return _NOT_OURS if is_of_money and found.role == "status" else found
    whole = column_role(head)
    return HeadRole(whole, COMMON) if whole else _UNKNOWN


def _of_level(words: str, above: str) -> HeadRole:
    alone = _alone(words)
    if alone.weight or not above:
        return alone
    role = column_role(f"{above}/{words}")
    return HeadRole(role, COMMON) if role else _UNKNOWN


def _alone(words: str) -> HeadRole:
    ruled = _by_rule(words)
    if ruled.weight in (WEAK - 1, WEAK) and ruled.role in ("problem", "remark"):
        return ruled
    parts = [part for part in _JOINT.split(words) if part]
    if len(parts) > 1 and (joint := _of_parts(parts)).weight:
        return joint
    if ruled.weight:
        return ruled
    role = column_role(words)
    if role is not None and not (role == "task" and _OTHER_DAY.search(words)):
        return HeadRole(role, COMMON)
    return HeadRole("started", WEAK) if _OTHER_DAY.search(words) else _UNKNOWN


def _of_parts(parts: list[str]) -> HeadRole:
    """Of 责任单位及责任人 the first part names the column; 点位及问题 holds the problem all the same."""
    roles = [_alone(part) for part in parts]
    if roles[0].role in ("category", None) and roles[-1].role in _SUBJECTS:
        return HeadRole(roles[-1].role, COMMON)
    return roles[0] if roles[0].role else _UNKNOWN


def _by_rule(words: str) -> HeadRole:
    return next((role for role, pattern in _RULES if pattern.search(words)), _UNKNOWN)
