"""What follows a unit's name and belongs to it: 党组 of a bureau, its 支队, a bank's 支行, （能源局）."""

import re

from guatu.kernel.units.boundaries import CUE, HARD

_ORGANS = re.compile(r"(?:党组|党委[、和]?政府|党委|党工委|人民政府|政府|机关|办事处)(?![书成会副中班组])")
_NUMBER = r"第[一二三四五六七八九十\d]{1,3}"
_INNER = (
    "基建|后勤|信息|监测|检测|执法|稽查|救助|培训|考试|招生|资助|推广|评审|核算|结算|征收|宣教|督导|科教|档案"
)
_AFTER_OFFICE = re.compile(
    rf"{_NUMBER}[\u4e00-\u9fff]{{0,5}}?(?:大队|中队|队|分局|工程处|所)|"
    r"驻[\u4e00-\u9fff]{1,5}?(?:监察)?(?:执法处|监察处|办事处|专员办|监察组)|"
    rf"(?:{_INNER}|事务|服务){{1,3}}(?:中心|处(?![理置罚于])|站)|"
    r"[一二三四五六七八九十](?:大队|中队)|(?P<kind>[\u4e00-\u9fff]{2,6}?)(?:支队|总队|大队|中队|分局(?!面)|专班|派出所)"
)
_AFTER_BANK = re.compile(r"(?P<kind>[\u4e00-\u9fff]{2,8}?)(?:分行|支行|营业(?:管理)?部)")
_AFTER_FIRM = re.compile(r"(?P<kind>[\u4e00-\u9fff]{2,6}?)(?:分公司|支公司)")
_NO_KIND = re.compile(r"[要各全其本下所应须已派带有新]|抽调|牵头|开展|印发|召开|出动")
_BRACKETED = re.compile(r"[(（]([^()（）]{2,10})[)）]")


def with_branch(text: str, end: int) -> int:
    """The end of the name that reaches to `end`, with what still belongs to it."""
    if organ := _ORGANS.match(text, end):
        end = organ.end()
    if text.endswith("委员会", 0, end) and text.startswith("办公室", end):
        end += len("办公室")
    while (after := _branch_end(text, end)) > end:
        end = after
    inner = _BRACKETED.match(text, end)
    is_name = inner and not HARD.search(inner[1]) and inner[1][-1] in "局办委心" and "牵头" not in inner[1]
    return inner.end() if inner and is_name else end


def _branch_end(text: str, end: int) -> int:
    """One branch further: 市公安局+交警支队, 云桥农商银行+城关支行; what a verb parts is none."""
    if text.endswith("银行", 0, end):
        branch = _AFTER_BANK.match(text, end)
    elif text.endswith("公司", 0, end):
        branch = _AFTER_FIRM.match(text, end)
    elif text[end - 1] in "局厅队":
        branch = _AFTER_OFFICE.match(text, end)
    else:
        return end
    if not branch:
        return end
    kind = branch.group("kind") or ""
    return end if CUE.search(kind) or _NO_KIND.search(kind) else branch.end()
