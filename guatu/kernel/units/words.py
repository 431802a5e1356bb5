"""The words that end, fill and betray the names of units."""

import re

from guatu.kernel.units.lexicon import CHARGES, words

CHARGE_WORDS = frozenset(word for row in CHARGES for word in row) | frozenset(words("enterprises"))
LONGEST_CHARGE = max(map(len, CHARGE_WORDS))
SPOKEN = frozenset(words("spoken"))
LONGEST_SPOKEN = max(map(len, SPOKEN))

SERVES = re.compile(
    r"(?:(?:事业)?发展|综合(?:行政)?执法|行政执法|监督管理|(?:综合)?服务|管理|事务|保障|执法|监督|监管|监测|建设|促进|登记|交易|控制|稽查|工作|事业|委员会|局)$"
)
"""What may stand between a charge and its head: 渔业+服务+中心, 交通运输+综合执法+大队."""

IS_FIRM, IS_OFFICE, IS_PLACE, IS_SCHOOL, IS_PARTY, WITHIN = (
    frozenset(words(section)) for section in ("firms", "offices", "places", "schools", "party", "within")
)
GENERIC_FIRMS, GENERIC_PLACES, GENERIC_SCHOOLS = (
    frozenset(words(section)) for section in ("generic_firms", "generic_places", "generic_schools")
)
TASK_FORCES = frozenset(
    {"专班", "工作专班", "指挥部", "领导小组", "领导小组办公室", "指挥部办公室", "专班办公室"}
)
TAIL = re.compile(
    "|".join(sorted(IS_FIRM | IS_OFFICE | IS_PLACE | IS_SCHOOL | IS_PARTY, key=len, reverse=True))
)

BEFORE_TAIL = {
    "局": "全我本布格大结战时危变开当僵终破器饭牌该各两主原残骗定平部",
    "委": "常原村各我本全",
    "厅": "客大餐歌",
    "办": "承督主协交举兴开帮代催查创难易快该待通续补包自联合要好领经经申我本各全停筹严请受",
    "办公室": "各该全本我",
    "署": "部签",
    "部": "全各内外局干总俱门大该本南北东西中上下底顶",
    "处": "到好深出用益之害坏何各该惩查好从长短远近妙两几多难住本",
    "所": "场厕处各该本我",
    "院": "医学法庭大住出入各该本小四宅农病剧影",
    "社": "会各该本旅报结公",
    "委员会": "长",
    "会": "大开机社都不议学全协理民晚例体委专本该我各商座推调领督现组务常交能将只约培评宣报动发策洽展",
    "室": "科教课浴卧各该本我车居",
    "组": "分小各该本党全机中重班题课支领督检指专产",
    "站": "基车网各该本电泵加停到变充换油厂站",
    "队": "部军各该本排团车船",
    "中心": "为市城以重全各该本我省县区镇",
    "基地": "各该本",
    "公司": "该本我各家个子母分总上",
    "集团": "该本我各家个",
    "镇": "场城乡村集全各每我该本重小建制的坐个",
    "乡": "每城下家返全他老水故各我该本回进入异个",
    "街道": "各每属该本我全干次进个入涉及",
    "村": "农乡新全各每行政自然示范我该本中驻帮扶困重试进入个整后先空贫到",
    "社区": "全各每该本我村道进入个型慧城制建",
    "园区": "各我该本全个业入",
    "银行": "各该本家",
    "学校": "各该本所我",
    "小学": "中",
    "中学": "各大所集",
    "医院": "各该本所家等级",
    "大学": "各所",
    "管委会": "各",
}
"""A tail after one of these letters ends another word: 布局, 各部, 以…为中心."""

AFTER_TAIL = {
    "局": "面势促部域",
    "委": "托员派任屈婉",
    "厅": "级房堂",
    "办": "理法事学结好税证件案实完成得公会班年展户贷",
    "署": "名",
    "部": "分署门队位件落委",
    "处": "理罚置于分在方级决所",
    "所": "有需在以属谓得列涉提述辖用",
    "院": "校长子士落系",
    "社": "会区保交团员",
    "会": "议计商员同战审上展后诊谈前场期见场不对影有使导引产让造",
    "室": "内外温",
    "组": "织长成建团合员",
    "站": "点位址在稳台长",
    "队": "伍员",
    "海关": "总监特统数手编申放",
    "中心": "城地任工村线镇组思内点区位环学小幼医",
    "公司": "法化制章",
    "分局": "面",
    "总局": "面",
    "集团": "化军",
    "镇": "压定痛街村区级乡域容静燃江",
    "乡": "村镇愁亲土音街级域贤情",
    "街道": "口两面级内镇乡",
    "村": "级集庄镇落干内域容民社居支部屯组两规口史",
    "社区": "矫治养服卫团",
    "开发区": "域",
    "中学": "习",
    "小学": "习",
    "大学": "习",
    "新区": "域",
    "法院": "校",
    "银行": "业卡",
    "集体": "",
    "学院": "派",
    "基地": "化",
    "检察院": "",
    "组织部": "门署件位",
    "宣传部": "门署",
    "工会": "员",
}
GOES_ON = re.compile(
    r"会同|部署|面向|落实|组织(?!部)|派[出驻员]|促[进成]|压实|定[期于]|集中|制[定作订]|化解|支持|引导|引进"
)
"""A deed that begins with a letter which would make the tail another word: 县教育局+部署, 石桥镇+压实责任."""
ODD_END = re.compile(r"[局镇乡部院校处站所队厅社区]长(?![期效远江沙达久三春治])|局限(?![期时])")
"""局长, 局限: a tail here ends no name; 水务局限期, 水务局长期 do."""
POST = re.compile(
    r"(?:原|新任)?(?:党[组委](?:班子)?|党工委|班子)?(?:副|代)?(?:书记|[局主镇乡县区市省州旗部院校处科站所队厅]长|主任|主席|主委|常委(?!会)|委员(?!会)|"
    r"经理|董事|总经理|理事长|调研员|党组成员|领导班子成员|班子成员|成员(?!单位)|干部职工|干部|职工|工作人员|同志|[一二三四]级)"
)
"""A post or a person after a unit's name: 县财政局局长 is a person, no unit."""
