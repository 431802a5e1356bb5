"""Ledgers of what people complain of and of dangers: 信访, 12345, 安全隐患."""

from datetime import date

from tests.reading.tables.kit import COUNTY, Book, Page

DAY = date(2026, 4, 1)
ONGOING = "recurring:ongoing"


def petitions_with_sponsors() -> Book:
    page = Page("信访积案")
    page.wide("云桥县信访积案化解工作台账", 9)
    page.line("截止日期：2026年3月31日")
    heads = (
        "序号",
        "信访事项",
        "主要诉求",
        "包案领导",
        "责任单位",
        "责任人及电话",
        "化解措施",
        "化解时限",
        "化解情况",
    )
    page.line(*heads)
    page.line(
        1,
        "城关镇拆迁补偿",
        "要求按新标准补偿",
        "赵副县长",
        "城关镇",
        "冯某 13700000002",
        "依法听证",
        "2026年5月底前",
        "已签订息访协议，办结",
    )
    page.matter(
        "要求按新标准补偿",
        "done",
        no="1",
        measure="依法听证",
        owners=["云桥县城关镇人民政府"],
        due="2026-05-31",
        progress=1.0,
    )
    page.line(
        2,
        "欠薪问题",
        "要求支付工资",
        "孙副县长",
        "县人社局（钱某 13600000003）",
        "钱某",
        "约谈企业",
        "4月20日",
        "正在协调",
    )
    page.back("unknown_unit")
    page.line(
        3, "噪声扰民", "要求搬迁厂房", "孙副县长", "环保局、柳林乡政府", "", "限期治理", "6月", "未化解"
    )
    page.matter(
        "要求搬迁厂房",
        no="3",
        measure="限期治理",
        owners=["云桥县生态环境分局", "云桥县柳林乡人民政府"],
        due="2026-06",
    )
    return Book("信访积案台账2026.xlsx", [page], units=COUNTY, day=DAY)


def hotline_as_utf8_csv() -> Book:
    page = Page("12345工单")
    page.line("工单编号", "受理时间", "诉求内容", "承办单位", "办理时限", "是否办结", "办理结果", "备注")
    page.line("YQ20260301", "2026-03-01 09:12", "小区门口积水", "县住建局", "2026-03-08", "是", "已疏通", "")
    page.matter("小区门口积水", "done", no="YQ20260301", owners=["县住建局"], due="2026-03-08", progress=1.0)
    page.line(
        "YQ20260302",
        "2026-03-02 10:40",
        "公交改线后等车久，来电人13500000004",
        "县交通局，县公交公司",
        "2026-03-09",
        "否",
        "",
        "",
    )
    page.matter(
        "公交改线后等车久，来电人（略）", no="YQ20260302", owners=["县交通局", "县公交公司"], due="2026-03-09"
    )
    page.line("YQ20260303", "2026-03-03 16:05", "", "县城管局", "2026-03-10", "否", "", "内容缺失")
    page.back("no_problem")
    page.line("YQ20260304", "2026-03-05 08:30", "夜市油烟", "县城管局", "2026-02-30", "否", "", "")
    page.back("bad_date")
    return Book("12345工单.csv", [page], day=DAY, encoding="utf-8-sig")


def dangers_with_lights() -> Book:
    page = Page("隐患清单")
    page.wide("安全生产隐患排查治理台账", 8)
    page.line("序号", "隐患部位", "隐患描述", "隐患等级", "整改责任单位", "督办单位", "整改期限", "亮灯")
    page.line(1, "液化气站", "消防通道堵塞", "重大", "云桥燃气公司", "县应急管理局", "2026-4-10", "绿灯")
    page.matter("消防通道堵塞", "done", no="1", owners=["云桥燃气公司"], due="2026-04-10", progress=1.0)
    page.line(2, "石河大桥", "护栏破损", "一般", "县公路中心", "县交通局", "2026-4-15", "黄灯")
    page.matter("护栏破损", "in_progress", no="2", owners=["县公路中心"], due="2026-04-15")
    page.line(3, "老粮仓", "线路老化", "一般", "县粮食购销公司", "县发改局", "2026-4-20", "红灯")
    page.matter("线路老化", no="3", owners=["县粮食购销公司"], due="2026-04-20")
    page.line("说明：绿灯为已完成，黄灯为正在整改，红灯为未启动。")
    return Book("隐患台账.xlsx", [page], day=DAY)


def dangers_with_hidden_columns_and_rows() -> Book:
    page = Page("隐患整改")
    page.line("序号", "问题隐患", "整改措施", "责任单位", "责任单位", "完成时间", "整改情况")
    page.line(1, "电梯超期未检", "停用并送检", "旧名单位", "县市场监管局", "4.18", "√")
    page.matter(
        "电梯超期未检",
        "done",
        no="1",
        measure="停用并送检",
        owners=["县市场监管局"],
        due="2026-04-18",
        progress=1.0,
    )
    page.line(2, "出租屋电动车飞线充电", "建充电棚", "旧名单位", "城关镇、县消防救援大队", "4月底", "推进中")
    page.hidden_rows.append(page.at)
    page.matter(
        "出租屋电动车飞线充电",
        "in_progress",
        no="2",
        measure="建充电棚",
        owners=["城关镇", "县消防救援大队"],
        due="2026-04-30",
    )
    page.line(3, "校门口无减速带", "增设减速带", None, "县公安局交警大队", "13月", "未启动")
    page.back("bad_date")
    page.hidden_columns.append(3)
    return Book("2026年隐患整改.xlsx", [page], day=DAY)


def complaints_with_page_breaks() -> Book:
    page = Page("群众反映问题")
    heads = ("序号", "群众反映问题", "核查情况", "责任单位", "办结时限", "进度(%)")
    title = "2026年群众身边不正之风问题台账"
    page.line(title)
    page.line("单位：县纪委监委", None, None, None, "时间：2026年4月")
    page.line(*heads)
    page.line(*range(1, 7))
    page.line(1, "低保审核不严", "属实", "县民政局", "2026年五月三十一日", 100)
    page.matter("低保审核不严", "done", no="1", owners=["县民政局"], due="2026-05-31", progress=1.0)
    page.line(2, "村级财务不公开", "部分属实", "县农业农村局、柳林乡", "二〇二六年七月底", 45)
    page.matter(
        "村级财务不公开",
        "in_progress",
        no="2",
        owners=["县农业农村局", "柳林乡"],
        due="2026-07-31",
        progress=0.45,
    )
    page.line("本页小计", 2)
    page.line(title)
    page.line(*heads)
    page.line(3, "医保报销周期长", "属实", "县医保局", "26.8.31", 0)
    page.matter("医保报销周期长", no="3", owners=["县医保局"], due="2026-08-31", progress=0.0)
    page.line("总计", 3)
    return Book("群众反映问题.xlsx", [page], day=DAY)


BOOKS = (
    petitions_with_sponsors,
    hotline_as_utf8_csv,
    dangers_with_lights,
    dangers_with_hidden_columns_and_rows,
    complaints_with_page_breaks,
)
