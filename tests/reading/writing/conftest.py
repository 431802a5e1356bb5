"""A draft ledger of a fictional county, with every shape a writer must carry."""

import hashlib
from datetime import date

import pytest

from guatu.reading.draft import (
    Document,
    Draft,
    Due,
    Item,
    Leader,
    Measure,
    Metric,
    Paragraph,
    SourceFile,
    Span,
    UnitDuty,
)
from guatu.reading.source import Repair

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LINES = (
    ("title", "云桥县营商环境专项督查反馈问题整改方案"),
    ("paragraph", "云督办〔2026〕7号"),
    ("heading", "一、政务服务方面"),
    (
        "paragraph",
        (
            "1.便民服务中心“一窗受理”流于形式。一是由县行政审批局牵头，发改局、财政局配合，9月底前整合窗口23个；"
            "二是双桥镇每月5日前通报办件量。"
        ),
    ),
    ("paragraph", "2.惠企政策兑现不及时。县工信局已于6月30日前兑付补助360万元，惠及企业12.5万家次。"),
    ("heading", "二、要素保障方面"),
    (
        "paragraph",
        "3.转供电环节加价现象仍然存在。市场监管局收到投诉后15个工作日内办结，<b>曝光</b>一批|通报一批。",
    ),
    ("paragraph", "=1+1类公式文本不得执行，石泉镇要立行立改。"),
    ("cell", "4"),
    ("cell", "夜间停电抢修不及时"),
    ("cell", "建成抢修点6处"),
    ("cell", "县供电公司"),
    ("cell", "年底前"),
    ("paragraph", "5.农村公路养护责任不清。"),
)
TEXT = "\n".join(line for _, line in LINES)
ANCHORS = (*(f"第{n}段" for n in range(1, 9)), *(f"表1第2行第{n}列" for n in range(1, 6)), "第9段")


def at(words: str, *, after: str = "") -> Span:
    """Where the words stand in the text, counted from where `after` stands."""
    start = TEXT.index(words, TEXT.index(after))
    return start, start + len(words)


def until(first: str, last: str) -> Span:
    start = TEXT.index(first)
    return start, TEXT.index(last, start) + len(last)


def paragraphs() -> tuple[Paragraph, ...]:
    found, start = [], 0
    for (kind, line), anchor in zip(LINES, ANCHORS, strict=True):
        found.append(Paragraph((start, start + len(line)), anchor, kind, page=1))
        start += len(line) + 1
    return tuple(found)


def origin() -> tuple[int, ...]:
    """As loaded, `业(yè)` stood for no character but 企业's second, and a page mark of 9 before 县工信局."""
    pinyin, mark = TEXT.index("企业12") + 2, TEXT.index("县工信局")
    return tuple(i + (4 if i >= pinyin else 0) + (9 if i >= mark else 0) for i in range(len(TEXT)))


def loaded() -> str:
    """The text with that noise in it."""
    pinyin, mark = TEXT.index("企业12") + 2, TEXT.index("县工信局")
    return f"{TEXT[:mark]}— 13/19 —{TEXT[mark:pinyin]}(yè){TEXT[pinyin:]}"


WINDOWS = Item(
    no="1",
    problem="便民服务中心“一窗受理”流于形式",
    span=until("1.便民", "办件量。"),
    heading_path=("一、政务服务方面",),
    category="政务服务",
    leaders=(Leader("副县长林知远", "sponsor", at("县行政审批局")),),
    measures=(
        Measure(
            text="由县行政审批局牵头，发改局、财政局配合，9月底前整合窗口23个",
            span=until("一是由县", "23个；"),
            owners=("县行政审批局", "云桥县发展和改革局", "财政局"),
            lead="县行政审批局",
            due=Due("2026-09-30", "9月底前", date(2026, 9, 30), at("9月底前")),
            metrics=(Metric("整合窗口", 23.0, "个", "target", at("窗口23个")),),
            done=False,
            duties=(
                UnitDuty("县行政审批局", "lead", at("县行政审批局")),
                UnitDuty("云桥县发展和改革局", "cooperating", at("发改局"), written="发改局"),
                UnitDuty("财政局", "cooperating", at("财政局")),
            ),
            confidence=0.96,
        ),
        Measure(
            text="双桥镇每月5日前通报办件量",
            span=until("二是双桥镇", "办件量。"),
            owners=("双桥镇",),
            due=Due("recurring:monthly", "每月5日前", None, at("每月5日前")),
            duties=(UnitDuty("双桥镇", "responsible", at("双桥镇")),),
            confidence=0.94,
        ),
    ),
    confidence=0.95,
)
SUBSIDIES = Item(
    no="2",
    problem="惠企政策兑现不及时",
    span=until("2.惠企", "家次。"),
    heading_path=("一、政务服务方面",),
    measures=(
        Measure(
            text="县工信局已于6月30日前兑付补助360万元，惠及企业12.5万家次",
            span=until("县工信局", "家次。"),
            owners=("县工信局",),
            due=Due("2026-06-30", "6月30日前", date(2026, 6, 30), at("6月30日前")),
            metrics=(
                Metric("补助", 360.0, "万元", "achieved", at("360万元")),
                Metric("惠及企业", 12.5, "万家次", "achieved", at("12.5万家次")),
            ),
            done=True,
            duties=(UnitDuty("县工信局", "responsible", at("县工信局")),),
            confidence=0.92,
        ),
    ),
    confidence=0.92,
)
RESALE = Item(
    no="3",
    problem="转供电环节加价现象仍然存在",
    span=until("3.转供电", "通报一批。"),
    heading_path=("二、要素保障方面",),
    measures=(
        Measure(
            text="市场监管局收到投诉后15个工作日内办结，<b>曝光</b>一批|通报一批",
            span=until("市场监管局", "通报一批。"),
            owners=("市场监管局",),
            due=Due(None, "收到投诉后15个工作日内", None, at("收到投诉后15个工作日内")),
            duties=(UnitDuty("市场监管局", "responsible", at("市场监管局")),),
            confidence=0.71,
        ),
    ),
    confidence=0.71,
)
HEADLESS = Item(
    no=None,
    problem=None,
    span=until("=1+1", "立改。"),
    heading_path=("二、要素保障方面",),
    measures=(
        Measure(
            text="=1+1类公式文本不得执行，石泉镇要立行立改",
            span=until("=1+1", "立改。"),
            owners=("石泉镇",),
            duties=(UnitDuty("石泉镇", "responsible", at("石泉镇")),),
            confidence=0.4,
        ),
    ),
    confidence=0.38,
)
BLACKOUTS = Item(
    no="4",
    problem="夜间停电抢修不及时",
    span=until("4\n夜间", "年底前"),
    heading_path=("二、要素保障方面",),
    duties=(
        UnitDuty("县供电公司", "responsible", at("县供电公司")),
        UnitDuty("县纪委监委", "supervising", at("县供电公司")),
    ),
    due=Due("2026-12-31", "年底前", date(2026, 12, 31), at("年底前")),
    measures=(
        Measure(
            text="建成抢修点6处",
            span=at("建成抢修点6处"),
            owners=("县供电公司",),
            metrics=(Metric("抢修点", 6.0, "处", "target", at("6处")),),
            confidence=0.97,
        ),
    ),
    confidence=0.97,
)
ROADS = Item(no="5", problem="农村公路养护责任不清", span=until("5.农村", "不清。"), confidence=0.66)


@pytest.fixture(scope="session")
def draft() -> Draft:
    return Draft(
        document=Document(
            source=SourceFile("云桥整改方案.docx", hashlib.sha256(b"cloud").hexdigest(), DOCX, len(TEXT)),
            kind="rectification_plan",
            title="云桥县营商环境专项督查反馈问题整改方案",
            issuer="云桥县人民政府办公室",
            issued_on=date(2026, 3, 28),
            number="云督办〔2026〕7号",
        ),
        items=(WINDOWS, SUBSIDIES, RESALE, HEADLESS, BLACKOUTS, ROADS),
        text=TEXT,
        paragraphs=paragraphs(),
        origin=origin(),
        loaded=loaded(),
        contacts_present=True,
        feedback_window=(date(2026, 4, 1), date(2026, 4, 20)),
        repairs=(
            Repair("pinyin", 1, (("企业(yè)12", "企业12"),)),
            Repair("page_marks", 1, (("兑现不及时。— 13/19 —县工信局", "兑现不及时。县工信局"),)),
        ),
        warnings=("文中标有“内部”字样，请控制知悉范围",),
    )


@pytest.fixture(scope="session")
def empty_draft() -> Draft:
    """What reading a page without a single directive gives."""
    source = SourceFile("通知.txt", hashlib.sha256(b"").hexdigest(), "text/plain", 4)
    return Draft(
        Document(source), items=(), text="无事项。", paragraphs=(Paragraph((0, 4), "第1段", "paragraph"),)
    )
