"""Ledgers of proposals and of supervision: 人大建议、政协提案, 督查通报, 领导批示."""

from datetime import date

from tests.reading.tables.kit import COUNTY, Book, Page

DAY = date(2026, 4, 1)
ONGOING = "recurring:ongoing"


def proposals_of_delegates() -> Book:
    page = Page("建议提案")
    page.wide("县十七届人大五次会议代表建议交办清单（2026年）", 7)
    page.line("建议编号", "领衔代表", "建议标题", "主办单位", "会办单位", "答复时限", "办理结果")
    page.line(
        "001",
        "郑某",
        "关于加快智慧停车建设的建议",
        "县城管局",
        "县住建局、县公安局",
        "2026年6月20日前",
        "A类",
    )
    page.matter(
        "关于加快智慧停车建设的建议",
        "done",
        no="001",
        lead="县城管局",
        due="2026-06-20",
        progress=1.0,
        owners=["县城管局", "县住建局", "县公安局"],
    )
    page.line("002", "何某", "关于完善乡村医生待遇的建议", "县卫健委", "—", "2026年6月20日前", "已答复")
    page.matter(
        "关于完善乡村医生待遇的建议",
        "done",
        no="002",
        lead="县卫健委",
        owners=["县卫健委"],
        due="2026-06-20",
        progress=1.0,
    )
    page.line(
        "003", "沈某", "关于保护古村落的建议", "县文旅局", "县住建局等单位", "2026年6月20日前", "正在调研"
    )
    page.matter(
        "关于保护古村落的建议",
        "in_progress",
        no="003",
        lead="县文旅局",
        owners=["县文旅局", "县住建局"],
        due="2026-06-20",
    )
    return Book("代表建议.xlsx", [page], day=DAY)


def proposals_with_joint_handling() -> Book:
    page = Page("政协提案")
    page.line("政协云桥县委员会2026年提案办理情况统计")
    page.line("提案号", "案由", "承办单位", "办理期限", "办理状态", "满意度")
    page.line(1, "推进垃圾分类", "县城管局主办，县教育局、县机关事务中心会办", "2026年5月", "办复", "满意")
    page.matter(
        "推进垃圾分类",
        "done",
        no="1",
        lead="县城管局",
        owners=["县城管局", "县教育局", "县机关事务中心"],
        due="2026-05",
        progress=1.0,
    )
    page.line(2, "扩大公共自行车投放", "县交通局、县城管局分别办理", "2026年5月", "办理中", "")
    page.matter("扩大公共自行车投放", "in_progress", no="2", owners=["县交通局", "县城管局"], due="2026-05")
    return Book("提案办理.xlsx", [page], day=DAY)


def supervision_bulletin() -> Book:
    page = Page("督查通报")
    page.wide("关于一季度重点工作督查情况的通报（附件）", 6)
    page.wide("督查时间：2026年3月25日至28日", 6)
    page.line("序号", "被督查单位", "发现的问题", "整改要求", "整改时限", "整改落实情况")
    page.line(1, "石河镇", "人居环境整治后反弹", "5日内清理到位", "2026.4.5", "已清理到位")
    page.matter(
        "人居环境整治后反弹",
        "done",
        no="1",
        measure="5日内清理到位",
        owners=["云桥县石河镇人民政府"],
        due="2026-04-05",
        progress=1.0,
    )
    page.line(2, "县农业农村局", "高标准农田进度滞后", "倒排工期", "2026.6.30", "完成工程量的四成")
    page.matter(
        "高标准农田进度滞后",
        "in_progress",
        no="2",
        measure="倒排工期",
        owners=["云桥县农业农村局"],
        due="2026-06-30",
        progress=0.4,
    )
    page.line(None, None, "项目资料不全", "补齐资料", "2026.4.30", "")
    page.matter("项目资料不全", no="2", measure="补齐资料", owners=["云桥县农业农村局"], due="2026-04-30")
    page.down(0, 1, rows=2)
    return Book("督查通报附件.xlsx", [page], units=COUNTY, day=DAY)


def leaders_instructions() -> Book:
    page = Page("批示件")
    page.line("2026年领导批示件办理台账")
    page.line("编号", "批示领导", "批示时间", "批示内容", "承办单位", "要求报结时间", "办理进度", "是否报结")
    page.line(
        "P-01",
        "县委主要领导",
        "2026-03-02",
        "请住建局尽快提出方案",
        "住建局",
        "2026-03-20",
        "已报送方案",
        "是",
    )
    page.matter("请住建局尽快提出方案", "done", no="P-01", owners=["住建局"], due="2026-03-20", progress=1.0)
    page.line(
        "P-02",
        "县政府主要领导",
        "2026-03-11",
        "认真核查，限期整改",
        "石河镇、市监局",
        "一个月内",
        "正在核查",
        "否",
    )
    page.matter("认真核查，限期整改", "in_progress", no="P-02", owners=["石河镇", "市监局"], due="2026-05-01")
    return Book("批示件台账.xlsx", [page], day=DAY)


def key_work_with_three_levels_of_head() -> Book:
    page = Page("重点工作")
    page.wide("2026年乡村振兴重点工作推进表", 9)
    page.line("序号", "工作内容", "责任分工", None, None, "时间安排", None, "进展情况", None)
    page.line(None, None, "牵头", "配合", "督导", "开始时间", "完成时间", "完成比例", "存在困难")
    page.merge(2, 2, 2, 4)
    page.merge(2, 5, 2, 6)
    page.merge(2, 7, 2, 8)
    page.merge(2, 0, 3, 0)
    page.merge(2, 1, 3, 1)
    page.line(
        "1.",
        "改厕1200户",
        "县农业农村局",
        "各乡镇",
        "县委督查室",
        "2026-02-01",
        "2026-10-31",
        "35%",
        "资金不足",
    )
    page.matter(
        "改厕1200户",
        "in_progress",
        no="1",
        lead="县农业农村局",
        owners=["县农业农村局", "各乡镇"],
        due="2026-10-31",
        progress=0.35,
    )
    page.line(
        "2.",
        "培育家庭农场30家",
        "县农业农村局",
        "县供销社",
        "县委督查室",
        "2026-02-01",
        "2026-11-30",
        "三分之一",
        "",
    )
    page.matter(
        "培育家庭农场30家",
        "in_progress",
        no="2",
        lead="县农业农村局",
        owners=["县农业农村局", "县供销社"],
        due="2026-11-30",
        progress=0.3333,
    )
    return Book("重点工作推进.xlsx", [page], day=DAY)


BOOKS = (
    proposals_of_delegates,
    proposals_with_joint_handling,
    supervision_bulletin,
    leaders_instructions,
    key_work_with_three_levels_of_head,
)
