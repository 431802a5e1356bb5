"""Units found in running text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.kernel.units import find_units

SENTENCES = [
    ("由县发展和改革局牵头制定方案", "县发展和改革局"),
    (
        "请区发改局、市生态环境局云桥分局、县委办、县委督查室、县纪委监委分别落实",
        "区发改局 市生态环境局云桥分局 县委办 县委督查室 县纪委监委",
    ),
    ("各镇（街道）、各镇街、各有关部门要", "各镇（街道） 各镇街 各有关部门"),
    ("督促城关镇、清河街道于6月底前完成", "城关镇 清河街道"),
    ("经济开发区管委会要加快进度，县供电公司负责接电", "经济开发区管委会 县供电公司"),
    ("云桥铁塔分公司要统筹", "云桥铁塔分公司"),
    ("县城投集团、临江市政建设有限公司", "县城投集团 临江市政建设有限公司"),
    ("县行政审批服务局", "县行政审批服务局"),
    ("请指挥部办公室会同县委督查室", "指挥部办公室 县委督查室"),
    ("领导小组办公室要，县5G建设工作专班牵头", "领导小组办公室 县5G建设工作专班"),
    ("牵头单位的各成员单位", "牵头单位的各成员单位"),
    ("督促三大运营商", "三大运营商"),
    ("县属国企要；各村（社区）要", "县属国企 各村（社区）"),
    ("县人民医院、县第一中学", "县人民医院 县第一中学"),
    ("请县住建、水务、机关事务服务中心等部门，要", "县住建 水务 机关事务服务中心"),
    ("区住建局区行政审批局解决好开工手续", "区住建局 区行政审批局"),
    ("区发改局（能源局）会同区财政、住建、规划等部门", "区发改局（能源局） 区财政 住建 规划"),
    ("区发改局(能源局)要做好调度", "区发改局(能源局)"),
    ("区自然资源协调解决用地指标", "区自然资源"),
    ("住建要积极协调", "住建"),
    ("县渔业服务中心、县能源服务中心", "县渔业服务中心 县能源服务中心"),
    ("责令县水务局限期整改", "县水务局"),
    ("县水务局长期跟踪", "县水务局"),
    ("临江市云桥县城关镇人民政府负责", "临江市云桥县城关镇人民政府"),
    ("向云桥水投集团新材料有限公司下达整改通知", "云桥水投集团新材料有限公司"),
    ("会同和平区城市管理和综合执法局开展", "和平区城市管理和综合执法局"),
    ("县委县政府高度重视", "县委 县政府"),
    (
        "县消防救援大队、县公安局交警大队、云溪镇党委政府",
        "县消防救援大队 县公安局交警大队 云溪镇党委政府",
    ),
    ("各级各部门要，各级党委政府要，县直各部门要", "各级各部门 各级党委政府 县直各部门"),
    ("由县委组织部负责，县委宣传部配合", "县委组织部 县委宣传部"),
    ("县不动产登记中心、县融媒体中心、县疾控中心", "县不动产登记中心 县融媒体中心 县疾控中心"),
    ("公安、交通、应急等5个部门", "公安 交通 应急"),
    ("住建部门要加强监管，公安机关要依法打击", "住建部门 公安机关"),
    ("云桥县人民政府办公室", "云桥县人民政府办公室"),
    ("县自然资源局不动产登记中心", "县自然资源局不动产登记中心"),
    ("云桥高新技术产业开发区管理委员会", "云桥高新技术产业开发区管理委员会"),
    ("县数据和政务服务局", "县数据和政务服务局"),
    ("县食品药品监督管理局", "县食品药品监督管理局"),
    ("县财政局和县审计局要", "县财政局 县审计局"),
    ("县教育局会同县市场监管局、各学校开展", "县教育局 县市场监管局 各学校"),
    ("云桥农商银行、县总工会、团县委、县妇联", "云桥农商银行 县总工会 团县委 县妇联"),
    ("国网云桥县供电公司、中国电信云桥分公司", "国网云桥县供电公司 中国电信云桥分公司"),
    ("西岭村、北塘社区要", "西岭村 北塘社区"),
    ("县教育局党组要扛起责任", "县教育局党组"),
]

NO_UNITS = [
    "我局党组研究，各科室、本单位、全局干部",
    "工作部署、产业布局、新发展格局、着眼大局、结局、局面",
    "全市、部分、中心城区、市中心",
    "推进乡村振兴，加强城乡建设，办理房产证",
    "县财政局局长张三表示",
    "云溪镇党委书记李四",
    "县教育局党组成员、副局长王五",
    "建成运营中心、文化中心",
    "加快城乡融合发展、建设示范区、美丽乡村",
    "全市住建系统、全县教育工作、县域交通运输能力",
    "打造特色小镇和智慧社区",
    "主次干街道保洁",
    "处置不当、住所不明、所有房屋、处理到位",
]


@pytest.mark.parametrize(("text", "names"), SENTENCES)
def test_units_are_found_by_their_whole_names(text: str, names: str) -> None:
    assert [unit.name for unit in find_units(text)] == names.split()


@pytest.mark.parametrize("text", NO_UNITS)
def test_words_that_only_look_like_units_are_left_alone(text: str) -> None:
    assert find_units(text) == []


def test_a_mention_says_how_it_is_named() -> None:
    found = find_units("县财政局、县住建、交通运输等部门和各镇街")

    assert [(unit.name, unit.form) for unit in found] == [
        ("县财政局", "named"),
        ("县住建", "bare"),
        ("交通运输", "bare"),
        ("各镇街", "collective"),
    ]


WORDS = [
    "县财政局",
    "各镇街",
    "由",
    "请",
    "会同",
    "、",
    "，",
    "。",
    "（",
    "）",
    "牵头",
    "负责",
    "要",
    "云溪镇",
    "住建",
]
MORE_WORDS = [
    "等部门",
    "局",
    "办",
    "中心",
    "局长",
    "市",
    "县",
    "区",
    "委",
    "布局",
    "有限公司",
    "1",
    "\n",
    "的",
    "管委会",
]
PIECES = st.lists(st.sampled_from(WORDS + MORE_WORDS), max_size=30).map("".join)


@given(PIECES)
def test_mentions_are_in_order_apart_and_stand_where_they_say(text: str) -> None:
    found = find_units(text)

    assert all(text[unit.start : unit.end] == unit.name for unit in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(unit.name.strip() and "\n" not in unit.name for unit in found)


@given(st.text(max_size=200))
def test_any_text_at_all_is_searched_without_complaint(text: str) -> None:
    assert all(0 <= unit.start < unit.end <= len(text) for unit in find_units(text))
