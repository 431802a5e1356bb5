"""Ledgers in which one thing is odd: where they begin, how they write, what they leave out."""

from datetime import date

from tests.reading.tables.kit import COUNTY, Book, Formatted, Page, Rich, Row

DAY = date(2026, 5, 6)
ONGOING = "recurring:ongoing"


def ledger_that_begins_far_from_the_corner() -> Book:
    page = Page("台账")
    page.skip(3)
    page.line(None, None, "城乡环境整治问题交办单")
    page.skip()
    page.line(None, None, "序号", "点位及问题", "整改责任单位", "整改完成时限", "整改状态")
    page.line(None, None, 1, "东门菜场外占道经营", "县城管局", Formatted(46173, "yyyy-mm-dd"), "完成")
    page.matter("东门菜场外占道经营", "done", no="1", owners=["县城管局"], due="2026-05-31", progress=1.0)
    page.line(None, None, 2, "河边建筑垃圾", "城关镇、县水务局", Formatted(46203, 'm"月"d"日"'), "整改中")
    page.matter("河边建筑垃圾", "in_progress", no="2", owners=["城关镇", "县水务局"], due="2026-06-30")
    return Book("交办单.xlsx", [page], day=DAY)


def ledger_of_many_spellings_of_days() -> Book:
    page = Page("时限写法")
    page.line("2026年重点督办事项")
    page.line("序号", "事项", "责任单位", "时限", "进度")
    told = (
        ("2026-06-30", "2026-06-30"),
        ("2026.6.30", "2026-06-30"),
        ("2026/6/30", "2026-06-30"),
        ("2026年6月30日", "2026-06-30"),
        ("6月30日前", "2026-06-30"),
        ("6月底前", "2026-06-30"),
        ("20260630", "2026-06-30"),
        ("26.6.30", "2026-06-30"),
        ("二〇二六年六月三十日", "2026-06-30"),
        ("2026年6月", "2026-06"),
        ("6.30", "2026-06-30"),
        ("二季度末", "2026-06-30"),
        ("年底前", "2026-12-31"),
        (46203, "2026-06-30"),
        ("46203", "2026-06-30"),
        ("2026年 6月 30 日", "2026-06-30"),
        ("2026。6。30", "2026-06-30"),
        ("3-6月", "2026-06"),
        ("2026.1-2026.9", "2026-09"),
        ("每月25日前", "recurring:monthly"),
        ("2026年6月底前完成，并长期坚持", "2026-06-30"),
    )
    for number, (written, due) in enumerate(told, 1):
        page.line(number, f"督办事项之{number}", "县政府办", written, None)
        page.matter(f"督办事项之{number}", no=str(number), owners=["县政府办"], due=due)
    for number, written in enumerate(("长期坚持", "持续推进", "常态化"), 31):
        page.line(number, f"督办事项之{number}", "县政府办", written, None)
        page.matter(f"督办事项之{number}", "long_term", no=str(number), owners=["县政府办"], due=ONGOING)
    for number, written in enumerate(("立行立改", "即时", "春节前", "待定"), 41):
        page.line(number, f"督办事项之{number}", "县政府办", written, None)
        page.matter(f"督办事项之{number}", no=str(number), owners=["县政府办"])
    for number, written in enumerate(("2026-02-30", "2026年13月", "6月31日", "20260932", "2026.4.31"), 51):
        page.line(number, f"督办事项之{number}", "县政府办", written, None)
        page.back("bad_date")
    return Book("督办事项.xlsx", [page], day=DAY)


def ledger_of_many_ways_to_tell_progress() -> Book:
    page = Page("进度写法")
    page.line("序号", "督查事项", "承办单位", "完成时限", "进展情况")
    told = (
        ("60%", 0.6, "in_progress"),
        (Formatted(0.6, "0%"), 0.6, "in_progress"),
        (0.6, 0.6, "in_progress"),
        (60, 0.6, "in_progress"),
        ("六成", 0.6, "in_progress"),
        ("过半", 0.5, "in_progress"),
        ("3/5", 0.6, "in_progress"),
        ("已完成", 1.0, "done"),
        ("完成率100%", 1.0, "done"),
        ("100%", 1.0, "done"),
        ("百分之六十", 0.6, "in_progress"),
        ("已销号", 1.0, "done"),
        ("基本完成", None, "in_progress"),
        ("正在推进", None, "in_progress"),
        ("未启动", None, "not_started"),
        ("尚未开展", None, "not_started"),
        ("0%", 0.0, "not_started"),
        ("", None, "not_started"),
        ("已完成60%", 0.6, "in_progress"),
        ("已完成总工程量的85%，正在收尾", 0.85, "in_progress"),
        ("同比增长12%，正在推进", None, "in_progress"),
    )
    for number, (written, progress, state) in enumerate(told, 1):
        page.line(number, f"第{number}件督查事项", "县发改委", "2026年底", written)
        page.matter(
            f"第{number}件督查事项",
            state,
            no=str(number),
            owners=["县发改委"],
            due="2026-12-31",
            progress=progress,
        )
    return Book("进度写法.xlsx", [page], day=DAY)


def ledger_of_many_ways_to_name_units() -> Book:
    page = Page("单位写法")
    page.line("序号", "任务内容", "责任单位", "完成时限")
    housing, water = "云桥县住房和城乡建设局", "云桥县水务局"
    told: tuple[tuple[object, str | None, list[str]], ...] = (
        ("县住建局（牵头）、县水务局", housing, [housing, water]),
        ("县住建局牵头，县水务局配合", housing, [housing, water]),
        ("牵头单位：住建局；配合单位：水务局", housing, [housing, water]),
        ("主办：住建局 会办：水务局", housing, [housing, water]),
        ("主办单位：县水务局\n协办单位：县住建局", water, [housing, water]),
        ("由县水务局牵头，会同县住建局办理", water, [housing, water]),
        (Rich("*县水务局*、县住建局"), water, [housing, water]),
        ("县住建局和县水务局", None, [housing, water]),
        ("县住建局、县水务局、各镇街", None, [housing, water, "各镇街"]),
        ("县住建局：赵某 13800000000", None, [housing]),
        ("1.县住建局 2.县水务局", None, [housing, water]),
        ("县住建局（孙局长），县水务局", None, [housing, water]),
        ("云桥县住房和城乡建设局", None, [housing]),
        ("县发展和改革局", None, ["云桥县发展和改革局"]),
        ("石河镇、柳林乡人民政府", None, ["云桥县石河镇人民政府", "云桥县柳林乡人民政府"]),
        ("县直各单位", None, ["县直各单位"]),
        ("县住建局负责，县水务局、县财政局配合", housing, [housing, water, "云桥县财政局"]),
    )
    for number, (written, lead, owners) in enumerate(told, 1):
        page.line(number, f"办好实事第{number}件", written, "2026年9月")
        page.matter(f"办好实事第{number}件", no=str(number), lead=lead, owners=owners, due="2026-09")
    page.line(90, "办好实事第90件", "县住建局、县火箭局", "2026年9月")
    page.back("unknown_unit")
    return Book("单位写法.xlsx", [page], units=COUNTY, day=DAY)


def ledger_with_a_wide_head_of_its_own_words() -> Book:
    page = Page("招商项目")
    page.wide("2026年招商引资签约项目履约情况表", 12)
    page.line(
        "序号",
        "项目名称",
        "投资方",
        "注册资本",
        "占地(亩)",
        "总投资(亿元)",
        "产品方案",
        "首谈人",
        "落户园区",
        "责任单位",
        "开工时限",
        "目前进展",
    )
    page.line(
        1,
        "新能源零部件项目",
        "远山公司",
        5000,
        60,
        3.2,
        "支架",
        "吴某",
        "北区",
        "县投促中心",
        "2026年7月",
        "土地已挂牌",
    )
    page.matter("新能源零部件项目", "in_progress", no="1", owners=["县投促中心"], due="2026-07")
    page.line(
        2,
        "预制菜加工项目",
        "田野公司",
        800,
        25,
        1.1,
        "净菜",
        "郑某",
        "南区",
        "县农业农村局",
        "2026年9月",
        "未开工",
    )
    page.matter("预制菜加工项目", no="2", owners=["县农业农村局"], due="2026-09")
    return Book("招商项目.xlsx", [page], day=DAY)


def ledger_without_numbers_and_with_numbered_words() -> Book:
    page = Page("问题清单")
    page.line("专项督查反馈问题")
    page.line("存在问题", "整改措施", "牵头部门", "责任部门", "整改期限", "状态")
    page.line(
        "文件精简不够",
        "1.压减发文数量；\n2.合并同类会议。",
        "县委办",
        "县政府办、县委改革办",
        "立行立改",
        "已完成并长期坚持",
    )
    page.matter(
        "文件精简不够",
        "done",
        measure="1.压减发文数量；\n2.合并同类会议。",
        lead="县委办",
        progress=1.0,
        owners=["县委办", "县政府办", "县委改革办"],
    )
    page.line("检查考核过多", "清理考核事项", "县委考核办", None, "2026年7月1日", "长期坚持")
    page.matter(
        "检查考核过多",
        "long_term",
        measure="清理考核事项",
        lead="县委考核办",
        owners=["县委考核办"],
        due="2026-07-01",
    )
    return Book("问题清单.xlsx", [page], day=DAY)


def ledger_with_an_example_and_a_blank_tail() -> Book:
    page = Page("排查表")
    page.line("自建房安全隐患排查整治台账")
    page.line("序号", "隐患问题", "整改措施", "责任单位", "整改时限", "整改情况", "备注")
    page.line("示例", "房屋墙体开裂", "加固", "某某镇", "2026年1月1日", "已完成")
    page.line(1, "擅自加层", "拆除加层", "石河镇", "2026年8月31日", "正在拆除")
    page.matter(
        "擅自加层",
        "in_progress",
        no="1",
        measure="拆除加层",
        owners=["云桥县石河镇人民政府"],
        due="2026-08-31",
    )
    for number in range(2, 6):
        page.line(number)
    page.line("填报人：", None, None, "审核人：")
    return Book("排查表.xlsx", [page], units=COUNTY, day=DAY)


def ledger_with_two_tables_on_one_sheet() -> Book:
    page = Page("清单")
    page.line("2026年民生实事清单")
    page.line("序号", "实事项目", "责任单位", "完成时限", "进展")
    page.line(1, "改造幼儿园4所", "县教育局", "8月底", "推进中")
    page.matter("改造幼儿园4所", "in_progress", no="1", owners=["县教育局"], due="2026-08-31")
    page.skip()
    page.line("2026年突出问题清单")
    page.line("序号", "突出问题", "解决措施", "牵头单位", "完成时限")
    page.line(1, "停车难", "新增泊位", "县城管局", "10月")
    page.matter("停车难", no="1", measure="新增泊位", lead="县城管局", owners=["县城管局"], due="2026-10")
    return Book("清单.xlsx", [page], day=DAY)


def ledger_with_ticks_below_words() -> Book:
    page = Page("第二期")
    page.line("文明创建暗访问题交办单")
    page.line("暗访发现问题", "责任部门", "整改情况", None, None, "序号")
    page.line(None, None, "已完成", "正在推进", "未启动", None)
    page.merge(2, 2, 2, 4)
    for column in (0, 1, 5):
        page.merge(2, column, 3, column)
    page.line("单车乱停放", "县城管局", "√", None, None, 1)
    page.matter("单车乱停放", "done", no="1", owners=["县城管局"], progress=1.0)
    page.line("楼道堆物", "城关镇", "×", "√", None, 2)
    page.matter("楼道堆物", "in_progress", no="2", owners=["城关镇"])
    page.line("车棚缺失", "县住建局", None, None, "✔", 3)
    page.matter("车棚缺失", "not_started", no="3", owners=["县住建局"])
    return Book("暗访.xlsx", [page], day=DAY)


def ledger_with_a_code_of_each_row() -> Book:
    page = Page("整改清单", hidden_columns=[1])
    page.line("编号", "系统编码", "反馈问题", "整改举措", "牵头单位", "整改时限", "整改状态", "销号情况")
    page.line("HB-1", "X01", "砂石堆场未覆盖", "加装喷淋", "石河镇", "3月底前", "已完成", "未销号")
    one: Row = {"measure": "加装喷淋", "lead": "石河镇", "owners": ["石河镇"], "due": "2026-03-31"}
    page.matter("砂石堆场未覆盖", "done", no="HB-1", progress=1.0, **one)
    page.line(None, "X02", None, "拉网排查", "县住建局", "6月底前", "正在推进", None)
    two: Row = {"measure": "拉网排查", "lead": "县住建局", "owners": ["县住建局"], "due": "2026-06-30"}
    page.matter("砂石堆场未覆盖", "in_progress", no="HB-1", **two)
    page.line("HB-2", "X03", None, "改造管网", "县住建局", "6月底前", "正在推进", None)
    page.back("no_problem")
    return Book("督察整改.xlsx", [page], day=DAY)


BOOKS = (
    ledger_that_begins_far_from_the_corner,
    ledger_of_many_spellings_of_days,
    ledger_of_many_ways_to_tell_progress,
    ledger_of_many_ways_to_name_units,
    ledger_with_a_wide_head_of_its_own_words,
    ledger_without_numbers_and_with_numbered_words,
    ledger_with_an_example_and_a_blank_tail,
    ledger_with_two_tables_on_one_sheet,
    ledger_with_ticks_below_words,
    ledger_with_a_code_of_each_row,
)
