"""Units named together: 各镇（街道）, 县直有关部门, 三大运营商, 行业主管部门."""

import re
from collections.abc import Iterator
from typing import Literal

from guatu.kernel.units.boundaries import DIVISION, STRONG_CUE, after_cue, floor_of
from guatu.kernel.units.lexicon import words

Place = tuple[int, int, Literal["named", "bare", "collective"]]

_L, _R = "[（(〔]", "[）)〕]"
_TOWN_KINDS = (
    rf"乡镇{_L}街道[^）)〕]{{0,8}}{_R}|镇{_L}(?:街|乡|园区)[^）)〕]{{0,8}}{_R}(?:街道)?|街道{_L}镇[^）)〕]{{0,4}}{_R}|"
    rf"乡{_L}镇{_R}街道|乡{_L}镇[^）)〕]{{0,8}}{_R}|"
    rf"县{_L}[市区][^）)〕]{{0,4}}{_R}|区{_L}[市县][^）)〕]{{0,4}}{_R}县?|村{_L}(?:社区|居)[^）)〕]{{0,4}}{_R}|"
    r"县、市、区|县、区|区、县|市、县|镇街道?|镇乡街道|乡镇街道?|镇、街道?|镇乡|街镇|街乡镇?|街道乡镇|乡镇|"
    r"村社区?|村居|村和社区|区县|县区|县市区|区市县|市县区?|州市|地市"
)
_TOWNS = rf"{_TOWN_KINDS}|街道|镇|乡|社区|村|园区|功能区|开发区|产业园区|网格|区|县|市|地|办事处"
_FIRMS = (
    r"(?:通信|电信|基础电信|充电)?运营(?:商|企业)|(?:县|市|区|省)属国有?企业?|"
    r"国企|国有企业|平台公司|国有平台公司|"
    r"(?:物业(?:服务)?|施工|监理|建设|设计|运营|运维|养护|产权|重点|生产|供热|供水|供气)?(?:企业|公司)|"
    r"(?:通信|排污|规上|工业|化工|商贸|用工)(?:企业|公司)|"
    r"学校|中小学校?|医院|医疗机构|金融机构|银行机构|银行|高校"
)
_KINDS = (
    r"项目|基础|行业|专业|参建|预算|用人|电信|管理|监管|生产|经营|建筑|建设|供水|供电|供气|供热|养老|托育|培训|医疗|教育|服务|"
    r"金融|保险|运输|客运|货运|危化|危化品|工业|餐饮|物流|寄递|快递|平台|网络|矿山|煤矿|旅游|景区|监理|施工|设计|代建|审图|检测|"
    r"征收|用地|用能|排水|环卫|市政"
)
_BODIES = (
    rf"(?:{_KINDS}){{1,3}}(?:单位|企业|机构|公司)|"
    r"部门单位|部门和单位|部门、?单位|部门|单位|党组织|党支部|党委|党组|工作组|工作专班|专班|指挥部|片区|战线|系统|"
    rf"{_TOWNS}|{_FIRMS}"
)
_WHICH = (
    r"上述|以上|"
    r"相关|有关|涉及|涉事|责任|牵头|配合|成员|职能|行业|主管|监管|业务|属地|所在|所属|其他|其余|驻地|"
    r"承办|协办|审批|执法|参与|整改|包保|包联|包村|帮扶|下属|直属|分管"
)
_LEVEL = r"(?:中央|[省市县区旗州](?:级|直|属)|[省市县区旗州](?=有关|相关)|机关|[省市县区](?:人民)?政府(?=各))"
_TEAM = r"(?:牵头单位的|(?:工作)?专班|指挥部|领导小组|联席会议|工作组)?"
_CHARGED = "|".join(sorted(words("spoken"), key=len, reverse=True))

_COLLECTIVE = re.compile(
    r"(?=[各中上以省市县区旗州机牵专指领联工相有涉责配成职行主监业属所其驻承协审执参整包下直分三四两通电基运施建设产项管勘代实养使物平乡镇村街银金保医培检社片包帮沿库受城铁电燃广排用供监危餐物寄快矿旅客货网养])(?:"
    r"各级各(?:有关|相关)?(?:部门(?:各单位)?|单位|地)|各地各(?:有关|相关)?(?:部门|单位)|"
    r"各级(?:党委[、和]?政府|党组织|党委|政府|部门|河湖?长|林长|田长)|"
    rf"(?:{_TEAM}{_LEVEL}{{0,2}}各(?:{_LEVEL}|{_WHICH}){{0,3}}(?:{_L}(?:配合|牵头|责任|协办){_R})?|{_LEVEL}(?:{_WHICH}){{0,3}})(?:{_BODIES})|"
    rf"{_TEAM}(?:{_WHICH}){{1,3}}(?:部门和单位|部门|单位|企业|公司|运营商|政府|党委政府)|"
    rf"(?:上述|相关|有关|涉及|涉事|属地|所在|所属|驻地|下属|包保|责任){{1,2}}(?:{_TOWN_KINDS}|街道|镇|县区|园区|社区)|"
    r"[三四两]大?(?:家|个|大)?(?:基础)?(?:通信|电信)?运营(?:商|企业)|(?:通信|电信|基础电信)运营(?:商|企业)|运营商|"
    r"(?:[省市县区旗]属)(?:国有企业|国企|平台公司|企业)|"
    r"(?:项目)?(?:包联|包保|包抓|帮扶|施工|监理|建设|设计|产权|业主|运维|管护|项目|勘察|代建|实施|养护|使用|主办|承建)单位|"
    r"物业(?:服务)?(?:企业|公司)|平台公司|"
    r"(?:(?:银行|金融|保险|医疗|养老|培训|检测)机构|保险公司|施工企业|镇街道?|乡镇街道|乡镇|村社区|村居|区县|县区|县市区)(?=[要应是]|作为|须|需|务必|必须|负责|配合|具体|和部门|和县直|和区直|和市直|和有关|和相关|、)|"
    rf"(?:{_KINDS}|通信|铁塔|管线|电力|燃气|广电|排污|用工){{1,2}}(?:企业|公司)(?=[要应]|须|务必|必须|负责|配合|牵头)|"
    rf"(?<=[由请令])(?:{_TOWN_KINDS})(?![的级])|(?:乡镇|镇|街道|村|县){_L}[^）)〕]{{1,4}}{_R}(?=[要应须]|负责|具体|务必|必须)|"
    r"(?<=会同|联合|同步)(?:社区|片区|驻村|包片|包村)(?:民警|辅警|网格员|干部)|"
    r"(?:乡镇|镇|街道)(?:人民政府|办事处)|"
    r"(?:行业(?:主管|监管)?|主管|监管|执法)部门|"
    rf"(?:项目|沿线|沿河|沿江|库区|受灾|主产)(?:{_TOWN_KINDS})|"
    rf"(?:沿[江河湖海线]|库区|城区|主产)各(?:{_TOWNS}))"
)
_CHARGED_BODY = re.compile(rf"(?:[省市县区旗](?:人民)?政府|[省市县区旗])?(?:{_CHARGED})(?:部门|机关)(?!的)")
_THEIR_OFFICE = re.compile(
    rf"(?:{_CHARGED})(?:局|委|办|部门|机关)(?![面长])|(?![^队]{{0,6}}(?:[的要将]|应(?!急)))[\u4e00-\u9fff]{{2,7}}队(?!伍|员|长)"
)
"""各区+医保局, 各县（市、区）+民政部门, 各乡镇+应急救援队."""
_EACH = re.compile(
    rf"各(?![级类项地界方自种位])(?P<kind>[\u4e00-\u9fff]{{2,8}}?)"
    rf"(?:部门|单位(?!面积)|机构|企业|学校|医院|林场|农场|景区|小分队|分队|小组|组(?![织长成建团合员])|队(?!伍|员|长)|"
    rf"镇{_L}街道{_R}|乡镇|镇街|镇(?!域)|县{_L}市、区{_R}|县区)"
)
_NO_KIND = re.compile(
    "[、，要须需将的了把被在从与及其等已未为是就]|(?<!国)有|应(?!急)|督促|责令|组织|指导|协调|配合|会同|支持|加强|落实|推动"
)
"""各政策制定部门, 各主产乡镇, 各招商小分队: what the many have in common is told in words of its own."""
_TAIL = re.compile(r"部门|机关")
_NOT_AFTER = re.compile("[我本局该位]$")
_WRITER = re.compile(r"各(?:科室|股室|处室|支部|党支部|党小组|项(?!目)|类|方面|环节|地区)")
_MORE = re.compile(
    rf"(?:党委政府|党委、政府|人民政府|党委|政府|党工委|两委|办事处)(?:{_L}(?:管委会|办事处){_R})?"
)


def find_collectives(text: str) -> Iterator[Place]:
    """Collective names in order; the writer's own sections (各科室) are none."""
    place = 0
    for found in sorted([*_plain(text), *_charged(text), *_alike(text)]):
        if found[0] >= place:
            place = found[1]
            yield found


def _plain(text: str) -> Iterator[Place]:
    for found in _COLLECTIVE.finditer(text):
        start, end = found.span()
        if _WRITER.match(text, start) or _NOT_AFTER.search(text, max(0, start - 2), start):
            continue
        if more := _MORE.match(text, end) or _THEIR_OFFICE.match(text, end):
            end = more.end()
        if not _is_cut(text, start, end):
            yield _team_start(text, start), end, "collective"


def _alike(text: str) -> Iterator[Place]:
    for found in _EACH.finditer(text):
        if not _NO_KIND.search(found["kind"]) and not _WRITER.match(text, found.start()):
            yield *found.span(), "collective"


def _team_start(text: str, start: int) -> int:
    """指挥部各工作组 with the whole name of the headquarters: 县防汛+指挥部各工作组."""
    if not text.startswith(("指挥部", "领导小组", "专班", "工作专班"), start):
        return start
    begin = after_cue(text, floor_of(text, start, least=0), start, STRONG_CUE)
    return begin if text[begin] in DIVISION and start - begin <= 16 else start


def _is_cut(text: str, start: int, end: int) -> bool:
    """A body that is only the beginning of a longer word: 各区域, 各乡村, 有关部门规章, 各市场主体."""
    after = text[end : end + 1]
    last = text[end - 1]
    longer = {
        "区": "域分别间",
        "市": "场",
        "地": "区方块",
        "村": "级民庄",
        "镇": "域区",
        "县": "域级",
        "司": "法",
        "乡": "村",
        "位": "置",
    }
    if after and after in longer.get(last, ""):
        return True
    if last in "县市区" and text.startswith("领导", end):
        return True
    return last == "门" and text[end : end + 2] in ("规章", "联合", "之间")


def _charged(text: str) -> Iterator[Place]:
    """住建部门, 公安机关: found from their last word back, which is far quicker than from the first."""
    for tail in _TAIL.finditer(text):
        for start in range(max(0, tail.start() - 15), tail.start()):
            if (found := _CHARGED_BODY.match(text, start)) and found.end() == tail.end():
                yield start, found.end(), "collective"
                break
