"""Ledgers of what is to be done: 政府工作报告, 会议议定事项, 重点项目."""

from datetime import date

from tests.reading.tables.kit import COUNTY, Book, Formatted, Page

DAY = date(2026, 2, 1)
ONGOING = "recurring:ongoing"


def work_report_with_leaders() -> Book:
    page = Page("任务分解")
    page.wide("2026年县政府工作报告重点任务分解表", 7)
    page.line("序号", "重点任务", "牵头县领导", "牵头单位", "责任单位", "完成时限", "备注")
    page.line(
        1,
        "新建改造农村公路60公里",
        "李县长",
        "县交通运输局",
        "县财政局、各乡镇人民政府",
        "11月底前",
        "民生实事",
    )
    page.matter(
        "新建改造农村公路60公里",
        no="1",
        lead="县交通运输局",
        due="2026-11-30",
        owners=["县交通运输局", "县财政局", "各乡镇人民政府"],
    )
    page.line(2, "新增学位2000个", "陈副县长", "县教育局", "县发改委、县自然资源局", "2026年8月", None)
    page.matter(
        "新增学位2000个",
        no="2",
        lead="县教育局",
        owners=["县教育局", "县发改委", "县自然资源局"],
        due="2026-08",
    )
    page.line("序号", "重点任务", "牵头县领导", "牵头单位", "责任单位", "完成时限", "备注")
    page.line(3, "优化营商环境", "陈副县长", "县数据资源管理局", "县直有关部门", "持续推进", None)
    page.matter(
        "优化营商环境",
        "long_term",
        no="3",
        lead="县数据资源管理局",
        owners=["县数据资源管理局", "县直有关部门"],
        due=ONGOING,
    )
    page.line(4, "创建省级文明县城", "王书记", "县委宣传部、县城管局", None, "四季度", None)
    page.matter(
        "创建省级文明县城", no="4", lead="县委宣传部", owners=["县委宣传部", "县城管局"], due="2026-12-31"
    )
    return Book("任务分解.xlsx", [page], day=DAY)


def work_report_with_tasks_and_steps() -> Book:
    page = Page("Sheet1")
    page.line("附件1")
    page.wide("政府工作报告主要目标任务责任分解（2026年度）", 5)
    page.line("主要任务", "工作举措", "责任单位", "时限要求", "目前进展")
    page.line(
        "提升城市品质",
        "改造老旧小区15个",
        "住建局牵头，财政局、城关镇配合",
        "10月底",
        "已完成9个小区，完成60%",
    )
    page.matter(
        "提升城市品质",
        "in_progress",
        measure="改造老旧小区15个",
        lead="云桥县住房和城乡建设局",
        due="2026-10-31",
        owners=["云桥县住房和城乡建设局", "云桥县财政局", "云桥县城关镇人民政府"],
        progress=0.6,
    )
    page.line("", "新建口袋公园6处", "城管局", "9月底", "三成")
    page.matter(
        "提升城市品质",
        "in_progress",
        measure="新建口袋公园6处",
        owners=["云桥县城市管理局"],
        due="2026-09-30",
        progress=0.3,
    )
    page.line("", "建成停车位800个", "同上", "同上", "3/4")
    page.matter(
        "提升城市品质",
        "in_progress",
        measure="建成停车位800个",
        owners=["云桥县城市管理局"],
        due="2026-09-30",
        progress=0.75,
    )
    page.line("保障粮食安全", "落实播种面积40万亩", "农业农村局、各乡镇", "全年", "正在备耕")
    page.matter(
        "保障粮食安全",
        "in_progress",
        measure="落实播种面积40万亩",
        owners=["云桥县农业农村局", "各乡镇"],
        due="2026-12-31",
    )
    page.line("备注：责任单位变动的，由接续单位负责。")
    return Book("责任分解.xlsx", [page], units=COUNTY, day=DAY)


def meeting_decisions() -> Book:
    page = Page("议定事项")
    page.wide("县政府第48次常务会议议定事项督办台账", 6)
    page.line("会议时间：2026年1月20日")
    page.line("事项编号", "议定事项", "主办单位", "协办单位", "办结时限", "办理情况")
    page.line(
        "48-1",
        "审议通过《云桥县养老服务规划》，由县民政局印发实施",
        "县民政局",
        "县卫健委",
        date(2026, 2, 28),
        "已印发实施，办结",
    )
    text = "审议通过《云桥县养老服务规划》，由县民政局印发实施"
    page.matter(
        text,
        "done",
        no="48-1",
        lead="县民政局",
        owners=["县民政局", "县卫健委"],
        due="2026-02-28",
        progress=1.0,
    )
    page.line(
        "48-2", "研究污水处理厂二期选址", "县自然资源局", "县生态环境分局/县水务局", 46112, "正在开展选址论证"
    )
    page.matter(
        "研究污水处理厂二期选址",
        "in_progress",
        no="48-2",
        lead="县自然资源局",
        due="2026-03-31",
        owners=["县自然资源局", "县生态环境分局", "县水务局"],
    )
    page.line("48-3", "落实化债方案", "县财政局", "县属国有企业", "每季度末", "")
    page.matter(
        "落实化债方案",
        no="48-3",
        lead="县财政局",
        owners=["县财政局", "县属国有企业"],
        due="recurring:quarterly",
    )
    return Book("常务会议议定事项.xlsx", [page], day=DAY)


def meeting_with_both_duties_in_one_cell() -> Book:
    page = Page("会议事项")
    page.line("2026年县委专题会议议定事项清单")
    page.skip()
    page.line("序号", "会议名称", "议定事项", "主办/会办单位", "完成时间", "办理状态")
    page.line(1, "专题会议", "清理农田撂荒", "主办：县农业农村局 会办：各乡镇、县财政局", "5月中旬", "办理中")
    page.matter(
        "清理农田撂荒",
        "in_progress",
        no="1",
        lead="县农业农村局",
        due="2026-05-20",
        owners=["县农业农村局", "各乡镇", "县财政局"],
    )
    page.line(2, "专题会议", "筹备春季招聘", "主办单位：县人社局；会办单位：县工商联", "2月20日前", "已办结")
    page.matter(
        "筹备春季招聘",
        "done",
        no="2",
        lead="县人社局",
        owners=["县人社局", "县工商联"],
        due="2026-02-20",
        progress=1.0,
    )
    page.line(3, "书记办公会", "整治非法采砂", "县水务局（主办）\n县公安局（会办）", "即时", "未办")
    page.matter("整治非法采砂", no="3", lead="县水务局", owners=["县水务局", "县公安局"])
    return Book("会议清单.xlsx", [page], day=DAY)


def projects_with_shares() -> Book:
    page = Page("重点项目")
    page.wide("云桥县2026年重点项目推进台账", 10)
    page.line("单位：万元")
    page.line(
        "序号",
        "项目名称",
        "建设性质",
        "总投资",
        "年度计划投资",
        "累计完成投资",
        "完成率",
        "责任单位",
        "竣工时间",
        "存在问题",
    )
    page.line(
        1,
        "云桥工业园标准厂房",
        "新建",
        32000,
        12000,
        6600,
        Formatted(0.55, "0%"),
        "工业园区管委会",
        "2026年12月",
        "用地未批",
    )
    page.matter(
        "云桥工业园标准厂房", "in_progress", no="1", owners=["工业园区管委会"], due="2026-12", progress=0.55
    )
    page.line(
        2, "石河水库除险加固", "续建", 8000, 3000, 3000, Formatted(1, "0%"), "县水务局", "2026年5月底", None
    )
    page.matter("石河水库除险加固", "done", no="2", owners=["县水务局"], due="2026-05-31", progress=1.0)
    page.line(
        3, "县医院新院区", "新建", 56000, 9000, 0, Formatted(0, "0%"), "县卫健委", "2027年6月", "尚未招标"
    )
    page.matter("县医院新院区", no="3", owners=["县卫健委"], due="2027-06", progress=0.0)
    page.line("合计", None, None, 96000, 24000, 9600)
    return Book("重点项目.xlsx", [page], day=DAY)


def projects_in_two_ledgers_and_contacts() -> Book:
    new, going = Page("新开工项目"), Page("续建项目")
    for page in (new, going):
        page.line(f"2026年{page.name}清单")
        page.line("序号", "项目名称", "年度工作目标", "责任单位", "完成时限", "形象进度")
    new.line(1, "数字档案馆", "主体封顶", "县档案馆", "12月底", "未开工")
    new.matter("数字档案馆", no="1", owners=["县档案馆"], due="2026-12-31")
    going.line(1, "北环路改造", "全线通车", "县住建局", "8月", "路基完成，正在铺油")
    going.matter("北环路改造", "in_progress", no="1", owners=["县住建局"], due="2026-08")
    contacts = Page("联系人")
    contacts.line("单位", "姓名", "职务", "联系电话")
    contacts.line("县档案馆", "郑某", "科长", "13900000001")
    summary = Page("汇总表")
    summary.line("单位", "项目数", "已开工数", "开工率")
    summary.line("县档案馆", 1, 0, "0%")
    old = Page("2025年旧表", is_hidden=True)
    old.line("序号", "项目名称", "责任单位", "完成时限")
    old.line(1, "旧项目", "县住建局", "2025年底")
    return Book("项目清单.xlsx", [new, going, contacts, summary, old], day=DAY)


BOOKS = (
    work_report_with_leaders,
    work_report_with_tasks_and_steps,
    meeting_decisions,
    meeting_with_both_duties_in_one_cell,
    projects_with_shares,
    projects_in_two_ledgers_and_contacts,
)
