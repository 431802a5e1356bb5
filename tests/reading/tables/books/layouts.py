"""Ledgers whose rows lean on one another: cells left empty, merged across, marked by signs."""

from datetime import date
from typing import Any

from tests.reading.tables.kit import Book, Page, Rich

DAY = date(2026, 4, 1)


def measures_below_one_problem_without_merges() -> Book:
    page = Page("问题清单")
    page.line("责任单位", "序号", "存在问题", "整改措施", "配合单位", "整改时限", "整改情况")
    page.line(
        "县水务局", "１", "泵站设备老化", "更换机组", "县财政局", "2026年6月底", "已完成招标，完成率30%"
    )
    one: dict[str, Any] = {"no": "1", "owners": ["县水务局", "县财政局"], "due": "2026-06-30"}
    page.matter("泵站设备老化", "in_progress", **one, measure="更换机组", progress=0.3)
    page.line(None, None, None, "培训操作人员", None, None, "未启动")
    page.matter("泵站设备老化", **one, measure="培训操作人员")
    page.line(None, "２", "河道岸坡坍塌", "应急护坡", "石河镇", "2026年5月", "正在施工")
    page.matter(
        "河道岸坡坍塌",
        "in_progress",
        no="2",
        measure="应急护坡",
        owners=["县水务局", "石河镇"],
        due="2026-05",
    )
    page.skip()
    page.line(None, None, None, None, None, "云桥县督查室")
    page.line(None, None, None, None, None, "2026年4月1日")
    return Book("问题清单.xlsx", [page], day=DAY)


def leads_marked_by_a_star() -> Book:
    page = Page("任务")
    page.wide("2026年重点任务清单（★为牵头单位）", 5)
    page.line("序号", "工作任务", "责任单位一", "责任单位二", "完成时限")
    page.line(1, "整治背街小巷", "★县城管局", "城关镇", "8月底")
    page.matter("整治背街小巷", no="1", lead="县城管局", owners=["县城管局", "城关镇"], due="2026-08-31")
    page.line(2, "改造供水管网", "城关镇", "★县水务公司", "9月底")
    page.matter("改造供水管网", no="2", lead="县水务公司", owners=["城关镇", "县水务公司"], due="2026-09-30")
    return Book("任务清单.xlsx", [page], day=DAY)


def leads_alone_in_bold_cells() -> Book:
    page = Page("清单")
    page.line("序号", "事项", "责任单位", "时限")
    page.line(1, "建立联席会议", Rich("*县发改委*、县财政局"), "4月底")
    page.matter("建立联席会议", no="1", lead="县发改委", owners=["县发改委", "县财政局"], due="2026-04-30")
    page.line(2, "编制规划", "县自规局", "5月底")
    page.bold.add((page.at, 2))
    page.matter("编制规划", no="2", lead="县自规局", owners=["县自规局"], due="2026-05-31")
    page.line(3, "开展评估", "县统计局", "6月底")
    page.matter("开展评估", no="3", owners=["县统计局"], due="2026-06-30")
    return Book("事项清单.xlsx", [page], day=DAY)


def bold_cells_that_say_nothing() -> Book:
    page = Page("清单")
    page.line("序号", "事项", "责任单位", "时限")
    page.line(1, "编制规划", "县自规局", "5月底")
    page.bold.add((page.at, 2))
    page.matter("编制规划", no="1", owners=["县自规局"], due="2026-05-31")
    return Book("事项清单.xlsx", [page], day=DAY)


def problems_of_projects_with_figures_of_their_own() -> Book:
    page = Page("协调台账")
    page.wide("2026年重点项目问题协调台账", 9)
    page.line(
        "序号", "项目名称", "竣工时间", "完成比例", "存在问题", "解决措施", "责任单位", "解决时限", "解决进度"
    )
    page.line(1, "城北快速路", "2027年12月", "43%", "管线未迁改", "倒排迁改计划", "县住建局", "7月底", "60%")
    page.matter(
        "管线未迁改",
        "in_progress",
        no="1",
        measure="倒排迁改计划",
        owners=["县住建局"],
        due="2026-07-31",
        progress=0.6,
    )
    page.line(2, "县医院迁建", "2027年6月", "25%", "用地未批", "补办手续", "县自规局", "8月底", None)
    page.matter("用地未批", no="2", measure="补办手续", owners=["县自规局"], due="2026-08-31")
    return Book("协调台账.xlsx", [page], day=DAY)


def states_told_in_odd_places() -> Book:
    page = Page("清单")
    page.line("序号", "事项", "核查情况", "责任单位", "时限", "工作进展")
    page.line(1, "补发津贴", "属实", "县人社局", "已完成", None)
    page.matter("补发津贴", "done", no="1", owners=["县人社局"], progress=1.0)
    page.line(2, "建设车棚", "部分属实", "县教育局", "7月", "主体封顶")
    page.matter("建设车棚", "in_progress", no="2", owners=["县教育局"], due="2026-07")
    page.line(3, "清理占道", "部分属实", "县城管局", "8月", None)
    page.matter("清理占道", no="3", owners=["县城管局"], due="2026-08")
    return Book("清单.xlsx", [page], day=DAY)


def numbers_without_a_head_and_a_title_over_two_cells() -> Book:
    page = Page("分工")
    page.line("县委一号文件任务分工表", None, None, "2026年4月")
    page.line(None, "任务", "牵头单位", "时间进度")
    page.line(1, "建设高标准农田", "县农业农村局", "12月底")
    page.matter("建设高标准农田", no="1", lead="县农业农村局", owners=["县农业农村局"], due="2026-12-31")
    page.line(2, "建设冷链设施", "县商务局", "持续实施")
    page.matter(
        "建设冷链设施", "long_term", no="2", lead="县商务局", owners=["县商务局"], due="recurring:ongoing"
    )
    return Book("任务分工.xlsx", [page], day=DAY)


def progress_told_quarter_by_quarter() -> Book:
    page = Page("工程")
    page.line("序号", "重点工程", "2026年形象进度目标", "责任单位", "一季度进展", "二季度进展", "三季度进展")
    page.line(1, "绕城高速", "路基完成70%", "县交通局", "完成路基30%", "完成路基45%", None)
    page.matter("绕城高速", "in_progress", no="1", owners=["县交通局"], progress=0.45)
    return Book("工程.xlsx", [page], day=DAY)


def units_merged_over_two_columns() -> Book:
    page = Page("分工")
    page.line("序号", "重点工作", "责任分工", None, "完成时间")
    page.line(None, None, "牵头单位", "配合单位", None)
    page.merge(1, 2, 1, 3)
    for column in (0, 1, 4):
        page.merge(1, column, 2, column)
    page.line(1, "开展文明创建", "各镇街", None, "全年")
    page.merge(page.at, 2, page.at, 3)
    page.matter("开展文明创建", no="1", lead="各镇街", owners=["各镇街"], due="2026-12-31")
    page.line(2, "举办文化节", "县文旅局", "县融媒体中心", "10月")
    page.matter("举办文化节", no="2", lead="县文旅局", owners=["县文旅局", "县融媒体中心"], due="2026-10")
    return Book("分工.xlsx", [page], day=DAY)


BOOKS = (
    measures_below_one_problem_without_merges,
    leads_marked_by_a_star,
    leads_alone_in_bold_cells,
    bold_cells_that_say_nothing,
    problems_of_projects_with_figures_of_their_own,
    units_merged_over_two_columns,
    states_told_in_odd_places,
    numbers_without_a_head_and_a_title_over_two_cells,
    progress_told_quarter_by_quarter,
)
