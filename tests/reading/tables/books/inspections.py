"""Ledgers of rectification after inspections: 巡察, 环保督察, 审计."""

from datetime import date

from tests.reading.tables.kit import COUNTY, Book, Page, Rich

DAY = date(2026, 3, 10)
ONGOING = "recurring:ongoing"


def inspection_with_merged_problems() -> Book:
    page = Page("整改台账")
    page.wide("中共云桥县委第二轮巡察反馈问题整改台账（2026年）", 8)
    page.line("填报单位：云桥县水务局", None, None, None, None, "填报日期：2026年3月5日")
    page.line("序号", "反馈问题", "整改措施", "责任单位", None, "完成时限", "整改进展", "备注")
    page.line(None, None, None, "牵头单位", "配合单位")
    page.merge(3, 3, 3, 4)
    for column in (0, 1, 2, 5, 6, 7):
        page.merge(3, column, 4, column)
    problem = "河长制巡查流于形式，部分河段长期无人巡查"
    page.line(1, problem, "1.修订河长巡查办法", "县水务局", "各乡镇（街道）", "2026年4月底前", "已完成", None)
    one = {"no": "1", "lead": "县水务局"}
    page.matter(problem, "done", **one, measure="1.修订河长巡查办法", due="2026-04-30", progress=1.0)
    page.rows[-1]["owners"] = ["县水务局", "各乡镇（街道）"]
    page.line(None, None, "2.每月通报巡查情况", "县水务局", "县委督查室", "长期坚持", "正在推进")
    page.matter(
        problem,
        "long_term",
        **one,
        measure="2.每月通报巡查情况",
        due=ONGOING,
        owners=["县水务局", "县委督查室"],
    )
    page.line(None, None, "3.配齐巡查人员12名", "县水务局", "县人社局、县财政局", date(2026, 6, 30), "60%")
    owners = ["县水务局", "县人社局", "县财政局"]
    page.matter(
        problem,
        "in_progress",
        **one,
        measure="3.配齐巡查人员12名",
        due="2026-06-30",
        progress=0.6,
        owners=owners,
    )
    page.down(0, 1, rows=3)
    page.line(2, "干部请销假管理不严", "建立请销假登记簿", "县委组织部", None, "立行立改", "已整改完成")
    page.matter(
        "干部请销假管理不严",
        "done",
        no="2",
        measure="建立请销假登记簿",
        lead="县委组织部",
        owners=["县委组织部"],
        progress=1.0,
    )
    page.line("合计", "2个问题", "4项措施")
    page.line("填表人：周某某", None, None, "审核人：吴某某", None, "联系电话：13800000000")
    return Book("巡察整改台账.xlsx", [page], day=DAY)


def inspection_with_bold_leads() -> Book:
    page = Page("任务清单")
    page.wide("市委巡察反馈意见整改任务清单", 6)
    page.wide("（责任单位中黑体为牵头单位）", 6)
    page.line("编号", "问题", "整改措施", "责任单位", "整改时限", "完成情况")
    page.line(
        "A01", "招商合同审查不严", "逐份复核在履合同", Rich("*县商务局*、县司法局"), "2026.5.31", "尚未启动"
    )
    page.matter(
        "招商合同审查不严",
        no="A01",
        measure="逐份复核在履合同",
        lead="县商务局",
        owners=["县商务局", "县司法局"],
        due="2026-05-31",
        progress=None,
    )
    page.line(
        "A02",
        "国有资产底数不清",
        "开展资产清查",
        Rich("县财政局、*县国资中心*、各镇街"),
        "9月底前",
        "进度过半",
    )
    page.matter(
        "国有资产底数不清",
        "in_progress",
        no="A02",
        measure="开展资产清查",
        lead="县国资中心",
        due="2026-09-30",
        owners=["县财政局", "县国资中心", "各镇街"],
        progress=0.5,
    )
    page.line("A03", "专项资金闲置", "收回闲置资金", "县财政局", "2026/4/30", "已完成收缴，正在核对")
    page.matter(
        "专项资金闲置", "in_progress", no="A03", measure="收回闲置资金", owners=["县财政局"], due="2026-04-30"
    )
    return Book("整改任务清单.xlsx", [page], day=DAY)


def environment_with_units_and_sections() -> Book:
    page = Page("环保督察整改")
    page.wide("云桥县2026年生态环境保护督察反馈问题整改情况表", 7)
    page.line("序号", "问题描述", "整改目标", "整改措施", "责任单位", "整改时限", "整改状态")
    page.wide("一、大气污染防治方面", 7)
    page.line(
        1, "扬尘管控不到位", "扬尘达标", "落实六个百分百", "县住建局（牵头）、县城管局", "2026年6月", "推进中"
    )
    page.matter(
        "扬尘管控不到位",
        "in_progress",
        no="1",
        measure="落实六个百分百",
        lead="云桥县住房和城乡建设局",
        owners=["云桥县住房和城乡建设局", "云桥县城市管理局"],
        due="2026-06",
    )
    page.line(
        2,
        "餐饮油烟扰民",
        "群众满意",
        "安装净化设施",
        "县城管局牵头，县市监局、城关镇配合",
        "二季度末",
        "已销号",
    )
    page.matter(
        "餐饮油烟扰民",
        "done",
        no="2",
        measure="安装净化设施",
        lead="云桥县城市管理局",
        due="2026-06-30",
        progress=1.0,
        owners=["云桥县城市管理局", "云桥县市场监督管理局", "云桥县城关镇人民政府"],
    )
    page.wide("二、水污染防治方面", 7)
    page.line(3, "管网混接", "雨污分流", "改造管网8公里", "住建局、水务局", "2026-11-31", "未启动")
    page.back("bad_date")
    page.line(4, "养殖尾水直排", "尾水达标", "建设处理池", "县渔业发展中心", "2026年10月底", "未启动")
    page.back("unknown_unit")
    page.line(
        5, "黑臭水体反弹", "不黑不臭", "清淤并建立巡查制度", "各乡镇、水务局", "年底前并长期坚持", "基本完成"
    )
    page.matter(
        "黑臭水体反弹",
        "in_progress",
        no="5",
        measure="清淤并建立巡查制度",
        owners=["各乡镇", "云桥县水务局"],
        due="2026-12-31",
    )
    page.line("注：整改状态由县整改办核定。")
    return Book("环保督察.xlsx", [page], units=COUNTY, day=DAY)


def audit_with_first_unit_leading() -> Book:
    page = Page("审计整改")
    page.line("2025年度预算执行审计查出问题整改清单")
    page.line(
        "类别", "序号", "审计查出问题", "整改要求", "整改责任单位", "整改期限", "是否完成", "实际完成时间"
    )
    money = "财政管理"
    page.line(
        money,
        "1",
        "部分非税收入未及时缴库",
        "限期缴库",
        "县财政局、县公安局",
        "2026年3月31日",
        "√",
        "2026年2月20日",
    )
    page.matter(
        "部分非税收入未及时缴库",
        "done",
        no="1",
        measure="限期缴库",
        lead="县财政局",
        due="2026-03-31",
        progress=1.0,
        owners=["县财政局", "县公安局"],
    )
    page.line(None, "2", "结转资金未统筹", "收回统筹使用", "县财政局", "2026年6月30日前", "×", None)
    page.matter(
        "结转资金未统筹",
        no="2",
        measure="收回统筹使用",
        lead="县财政局",
        owners=["县财政局"],
        due="2026-06-30",
    )
    page.down(0, rows=2)
    page.line(
        "项目建设", "3", "工程变更未报批", "补办手续并追责", "县交通局；县发改局", "20260930", "否", None
    )
    page.matter(
        "工程变更未报批",
        no="3",
        measure="补办手续并追责",
        lead="县交通局",
        owners=["县交通局", "县发改局"],
        due="2026-09-30",
    )
    page.line("小计", "3")
    page.line("说明：1.责任单位中排在首位的为牵头单位；2.完成的打√，未完成的打×。")
    return Book("审计整改清单.xlsx", [page], day=DAY)


def inspection_as_csv() -> Book:
    page = Page("巡察问题台账")
    page.line("云桥县教育系统巡察问题台账")
    page.line("序号", "问题", "措施", "责任单位", "完成时限", "进度")
    page.line("1", "食堂采购不公开", "公示采购清单", "县教育局", "2026-05-20", "80%")
    page.matter(
        "食堂采购不公开",
        "in_progress",
        no="1",
        measure="公示采购清单",
        owners=["县教育局"],
        due="2026-05-20",
        progress=0.8,
    )
    page.line("", "", "建立家长监督会", "县教育局、各学校", "2026年秋季学期前", "未开展")
    page.matter(
        "食堂采购不公开",
        no="1",
        measure="建立家长监督会",
        owners=["县教育局", "各学校"],
        due=None,
        progress=None,
    )
    page.line("2", "校车管理有漏洞", "逐车检查", "县教育局\n县公安局", "6.30", "1")
    page.matter(
        "校车管理有漏洞",
        "done",
        no="2",
        measure="逐车检查",
        owners=["县教育局", "县公安局"],
        due="2026-06-30",
        progress=1.0,
    )
    page.line("3", "", "补齐台账", "县教育局", "2026-07-01", "")
    page.back("no_problem")
    return Book("巡察问题台账.csv", [page], day=DAY, encoding="gb18030")


BOOKS = (
    inspection_with_merged_problems,
    inspection_with_bold_leads,
    environment_with_units_and_sections,
    audit_with_first_unit_leading,
    inspection_as_csv,
)
