"""The words around a unit that say whether it must act."""

import re
from pathlib import Path

_CLAUSE = re.compile(r"[。；;！!？?\n，,：:（(【]")
_SENTENCE = re.compile(r"[。；;！!？?\n]")


def clause_start(text: str, place: int) -> int:
    """The character after the last clause mark before `place`, at most 60 back."""
    for at in range(place - 1, max(-1, place - 60), -1):
        if _CLAUSE.match(text[at]):
            return at + 1
    return max(0, place - 59)


def sentence_end(text: str, place: int) -> int:
    """The sentence mark at or after `place`, at most 90 on."""
    end = _SENTENCE.search(text, place, place + 90)
    return end.start() if end else min(len(text), place + 90)


def own_clause(right: str) -> str:
    """The first clause without what its object is like: 对+未履行程序的+2个项目作出检查."""
    return _OBJECT.sub("", re.split(r"[，,]", right.lstrip("，,"), maxsplit=1)[0])


_OBJECT = re.compile(r"[对将把][^，,。；;]{2,40}的")


def in_title(text: str, place: int) -> bool:
    """Within 《…》: part of a document's name."""
    opened = text.rfind("《", max(0, place - 60), place)
    return opened >= 0 and text.find("》", opened, place) < 0


JOINT = re.compile(
    r"(?:等)?(?:[（(][^）)]{1,8}[）)])?(?:[、/，,]\s*(?:以及|及|和|与)?|[，,]?(?:以及|及其|及|和|与|暨|特别是|尤其是)|)"
)
TAIL = re.compile(
    r"(?:[（(](?:牵头|配合|主办|协办|责任)[^）)]{0,6}[）)])?"
    r"(?:等?(?:[\d一二三四五六七八九十几多两]+(?:个(?!工作日|小时|月)|家))?(?:相关|有关|成员|责任|职能|主管|基础|通信|电信|运营|[县区市省]直|[县区市]级)*"
    r"(?:部门(?:和单位|单位)?|单位|乡镇|镇街|镇（街道）|企业|公司|运营商|地|有关方面)?)?"
    r"(?:、(?:各)?(?:部门|单位))?"
    r"(?:的?(?:党政)?(?:主要|分管)?(?:负责同志|负责人|领导(?:班子)?|一把手|党政正职))?"
)

ROLE = re.compile(r"[为是](?:牵头|责任|配合|成员|主管|实施|主责)(?:单位|部门)")
"""What a unit is made, no unit itself: 明确县住建局为责任单位."""

PROJECT_ROLE = re.compile(r"(?!各)[\u4e00-\u9fff]{2,6}(?:单位|企业|公司)")
BY = re.compile(r"(?:由|交由|转由|委派)$")
ASK = re.compile(
    r"(?:(?<![提报聘邀申])请|希望|建议|责成|责令|要求|督促(?:指导)?|指导督促|敦促|指令|勒令|指派|授权|提醒|安排|函告|致函|发函(?:给|至)?|函|限|转|转?交办?给|交办|转办)"
    r"(?:原|全[市县区])?$"
)
URGE = re.compile(r"(?:督促(?:指导)?|指导督促|敦促|要求|函告|函|安排|通知)$")
WITH = re.compile(r"(?:会同|联合|商|协同|联动|联手)$")
HELP = re.compile(r"(?:配合|协助)$")
COORDINATED = re.compile(r"(?:已经?|将|拟|负责)协调$")
ORDER_TO = re.compile(r"(?:向|对|给|约谈|通报)$")
ORDER = re.compile(
    r"(?:下达|下发|发出|印发|送达|制发|开具|发送|发)[^，,。]{0,12}?(?:整改|督办|交办|提醒|提示|责令|监察|检察|处罚)[^，,。]{0,8}"
)
ORDERED_LATER = re.compile(r"[^。；;]{0,60}?(?:责令|责成|要求|督促)其")
ORDERED = re.compile(r"(?:责令|责成)$")
FUNDED = re.compile(r"[^，,。]{0,14}(?:经费|资金|指标)")
"""安排县卫健局经费: who is given means, not who must act."""

BLOCKED = re.compile(
    r"(?:[经向报呈送与和同跟对给为在到赴从经被以于至令使让把将的是含及《“\"找据因按]|组织|协调|指导|支持|帮助|服务|推动|推进|引导|联系|走访|调研|参观|"
    r"对接|衔接|沟通|抄送|报送|反馈|移送|约谈|通报|问责|考核|检查|督查|抽查|督导|巡察|巡视|包括|涉及|压实|落实|强化|明确|提请|报请|根据|按照|"
    r"同意|通过|审议|听取|接受|争取|配套|纳入|列入|召集|邀请|动员|发动|鼓励|成立|设立|组建|建立|健全|引导|吸引|聘请|选聘|加强|通过|依托|采取|驻|原|前往|深入|来到)$"
)
NAMED_LEAD = re.compile(r"牵头(?:单位|部门)(?:为|是|由)$")
AS_LEAD = re.compile(r"(?:作)?为(?:牵头|主责)(?:单位|部门)")
COORDINATES = re.compile(r"(?:总?统筹|抓总|总负责|总协调)(?=[，,。；;]|$)")
LEADS = re.compile(r"[，,]?(?:要|共同|联合|负责|具体|总)?(?:牵头|主办)(?!单位|部门|人|的)")
HELPS = re.compile(
    r"[，,]?(?:要|应|须|需)?(?:积极|主动|全力|密切|共同|分别|协同|按职责|按照职责(?:分工)?|做好|予以|给予)?(?:配合|协助|协办|参与|参加)(?![到在]|会议|了?会)"
)
ANSWERS = re.compile(
    r"[，,]?(?:要|应|须)?(?:具体|全面|分别|主要|共同|统一|各自|牵头)?负责(?!人|任|制(?!定|作|发))"
)
MOVED = re.compile(r"(?:划(?!定)|调整|变更|更名|转隶|组成|提供的|承担的|改为|移交)")
_BEFORE = (
    r"[，,]?(?:今年(?:以来)?|明年|[今明后当次][天日晚]|[本这上下]个?[周月](?:[一二三四五六日天](?=[前之内起上下]))?|[上下]午|晚上|一早|年内|全年|[上下]半年|下一?步|近期|目前|日前|随后|近日|会后|已经?|也|还|都|均|一定|就|更|则|同步|各自|"
    r"每(?:季度|[日天旬周月季年]|半[年月]|两周|学期|逢)|定期|[于在][^，,。]{2,30}?(?:之?[前后内]|期间)|"
    r"(?:\d{1,4}年|\d{1,2}月|\d{1,2}日|[一二三四]季度|[上中下]旬|[年月]?[底末]|\d{1,2}[时点](?:\d{1,2}分)?|[\d一二三四五六七八九十两半]{1,3}个?(?:工作日|小时|天|周|日|月)|[起内]|之?前)++)*+"
)
TOLD = re.compile(
    rf"{_BEFORE}(?:具体|全面|分别|主要|共同|统一|各自)?"
    r"(?:[：:]\s*请|(?:这|那)[项块件个些][\u4e00-\u9fff]{0,6}要(?!求)|要(?![求点素件闻害])|应(?![急用对收税届邀])|应当|必须|务必|须|需(?!求)|不得|负责(?!人|任|制(?!定|作|发))|会同|联合(?!会|体)|"
    r"将(?![军士])|拟|[为是](?:[^，,。；;为是]{0,8})(?:责任|实施|主管)(?:单位|主体)|"
    r"对[^，,。；;]{2,40}的[，,](?:要(?!求)|应|须|必须|一律|依法))"
)
OPENING = re.compile(
    r"(?:\s|[“\"—\-·•●]|[（(]?[\d一二三四五六七八九十]+[）)]|[\d一二三四五六七八九十]+[、.．]|[①-⑳]|[一二三四五六七八九十]+是|第[一二三四五六七八九十]+|"
    r"首先|其次|再次|最后|例?如|同时|此外|另外|其中|下一?步|下阶段|目前|当前|近日|近期|日前|随后|会后|会上|今后|今年(?:以来)?|明年|去年|年内|本月|本周|"
    r"现|并|也|且|而|则|对此|为此|期间|截至|会议(?:要求|强调|明确|议定|决定|指出)?|(?:议定|决定|要求|强调|明确)|"
    r"(?:[于到在自从]?[\d一二三四五六七八九十年月日号前底末初上中下旬至\-—~～.季度个]++(?:之?前|以来|以后|起|内|间|后)?)|(?:这项工作|该项工作|此项工作)|各位|全[市县区])*+"
)
ATTENDS = re.compile(r"(?:已|也)?(?:高度|多次|先后|始终|历来|专题研究)")
ABOVE = re.compile(r"(?:[省市县区州旗]|党)?(?:委|(?:人民)?政府)|.*(?:巡察组|巡视组|督察组|审计组)")
"""The organs that set the tasks: 县委, 市人民政府."""
PLACE = re.compile(r"(?!.*(?:高新|经开|开发|新|园|示范|度假)区)[\u4e00-\u9fff]{2,4}[市县区旗]")
"""A place called by its bare name: 云桥县."""
GOVERNMENT = re.compile(r"(?!团)[\u4e00-\u9fff]{2,9}[省市县区州旗](?:委|(?:人民)?政府)")
"""A government with its place's name: it acts by its own hand only where it is told to."""
FAULT = re.compile(
    r"不到位|不力|不够|不足|不实|不严|不及时|不规范|不完善|不健全|不彻底|不深入|不高|不强|不清|未(?!批先|来|成年|办证)|没有|"
    r"滞后|缓慢|缺失|缺乏|薄弱|迟缓|拖延|敷衍|落后|排名(?:[末靠倒第垫]|全|最|在)|发言|(?<!听)汇报|通报了|作了|宣读|表态|讲话|介绍了|回应|表示|认为"
)
VAGUE = re.compile(r"各地|各级")
"""Too wide to be urged: 督促各地."""
TOWN_LIKE = re.compile(
    r"镇|街|乡|村|社区|区县|县区|县（市|县\(市|区（市|区\(市|县市区|各区|各县|各市|园区|运营|各地|各级"
)
_VERBS = frozenset(
    word
    for line in Path(__file__).with_name("verbs.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)
_LONGEST_VERB = max(map(len, _VERBS))
_MANNER = re.compile(
    rf"{_BEFORE}(?:具体|常态化|按程序|会后|随时|牵头抓总|分别|共同|[双两三四]方|携手|联手|联合|各自|再次|相继|陆续|统一|专门|又|先)?"
)
_NO_VERB = re.compile(r"的|率|量|额|度|用地|情况|时限|任务较")
_TO_WHOM = re.compile(r"[对就在从以为将自把用与同和向](?=([^，,。；;]{2,40}))")
STANDS_ABROAD = re.compile(r"在[\u4e00-\u9fff]{1,4}[市县区旗州][，,]$")
"""在云桥县，县政府…: the government of another place than the writer's."""
STILL_OPEN = re.compile(r"(?:[尚仍还](?:有|剩)|剩余|其余)[^。；;]{2,60}?(?:正在|承诺|计划|预计|力争|抓紧)")
"""尚有96万元未了结，承诺6月底前上缴: what is left is its to do."""


AMENDS = re.compile(
    rf"[^。；;，,]{{2,40}}[，,](?:现|{_BEFORE})(?:要(?![求点素])|应(?!急)当?|须|必须|务必|限期)"
)
"""未建立台账，要立即整改: the fault of a unit, then what it must do."""


def acts(right: str) -> bool:
    """Does what follows the name begin with a deed: 开展…, 于6月底前拆除…, 对…逐户核查?"""
    manner = _MANNER.match(right)
    return any(_is_deed_at(right, place) for place in {0, manner.end() if manner else 0})


def _is_deed_at(right: str, place: int) -> bool:
    if _is_verb_at(right, place, least=1):
        return True
    whom = _TO_WHOM.match(right, place)
    places = range(whom.start(1) + 1, whom.end(1)) if whom else ()
    return any(_is_verb_at(right, at, least=2) for at in places)


def _is_verb_at(words: str, place: int, *, least: int) -> bool:
    return any(
        words[place : place + length] in _VERBS and not _NO_VERB.match(words, place + length)
        for length in range(_LONGEST_VERB, least - 1, -1)
    )


def may_act(right: str) -> bool:
    """Does an unknown deed follow a name that opens its sentence: 不打招呼, 每队至少引进2个?"""
    manner = _MANNER.match(right)
    return _UNKNOWN_DEED.match(right, manner.end() if manner else 0) is not None


_UNKNOWN_DEED = re.compile(
    r"不(?![足够力到良服同超少])[\u4e00-\u9fff]{2,5}[、，,]|"
    r"每[队组镇乡村县校企院所家户人][^，,。；;率]{4,}"
)


OPENS_SENTENCE = re.compile(r"(?:^|[。；;])\s*(?:[（(]?[\d一二三四五六七八九十]+(?:[）)、.．]|是))?\s*$")
PREDICATE = re.compile(
    rf"{_BEFORE}(?![^，,。；;]*(?:清单|方案|计划|名单|要点)$|两级|设在|[的是有未存被受曾及和与等在为汇发介通反]|位[居列]|排[名在]|[局厅主镇乡区县市院校站]长|主任|书记|干部|人员|工作|提[出到]|负责|主要|"
    r"分管|表示|认为|指出|牵|承|[一二三四五六七八九十\d])[\u4e00-\u9fff]{2}[^，,。；;]{2,}"
)
"""Words after a name that may tell a deed, though their verb is not known: 腾挪资金200万元, 吹响攻坚号角."""


def after_apposition(right: str) -> str:
    """What follows 作为项目业主， or 和新闻媒体 before 要."""
    apposed = _APPOSED.match(right)
    return right[apposed.end() :] if apposed else right


_APPOSED = re.compile(
    r"[，,]?作为[^，,。]{1,20}[，,]|(?:和|及|以及|、)[\u4e00-\u9fff]{2,9}(?=要(?!求)|应当|必须|须)"
)
