"""The gallery: every part of a page in all its states, with fictional content."""

import json
from datetime import date
from functools import cache
from pathlib import Path

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from guatu.history.timelines import PastDay
from guatu.web import parts
from guatu.web.shell import Crumb, NavEntry, NavGroup, Office, Shell

RED = parts.Light("red", "红", "逾期 7 天", 7)
YELLOW = parts.Light("yellow", "黄", "落后序时", 9)
BLUE = parts.Light("blue", "蓝", "7 日内到期", 8)
GREEN = parts.Light("green", "绿", "按序时", 7)
UNSTARTED = parts.Light("grey", "未启", "", 2)
PAUSED = parts.Light("grey", "暂停计时")
LIGHTS = [RED, YELLOW, BLUE, GREEN]


class SampleForm(forms.Form):
    """Fields as they stand after a refusal: what was typed stays, the error names the cure."""

    unit = forms.ChoiceField(
        label="责任单位",
        choices=[("sq", "双桥镇"), ("shq", "石泉镇")],
        help_text="可输简称或拼音，如“住建”“zj”",
    )
    deadline = forms.DateField(label="时限", widget=forms.DateInput(attrs={"type": "date"}))
    target = forms.IntegerField(label="目标数", required=False, help_text="进度按已完成 ÷ 目标计算")
    lead = forms.CharField(
        label="牵头单位", required=False, widget=forms.TextInput(attrs={"placeholder": "选一个单位"})
    )
    reason = forms.CharField(label="退回理由", widget=forms.Textarea(attrs={"rows": 2}))
    stuck = forms.ChoiceField(
        label="卡在哪里",
        required=False,
        widget=forms.RadioSelect,
        choices=[("owner", "产权未谈妥"), ("power", "缺变压器"), ("money", "缺资金"), ("none", "没有")],
    )
    monthly = forms.BooleanField(label="每月通报", required=False)
    ongoing = forms.BooleanField(label="长期坚持", required=False)

    def clean_deadline(self) -> date:
        raise forms.ValidationError("国庆假期内。可改为 9-30 或 10-8")

    def clean_reason(self) -> str:
        raise forms.ValidationError("看不出要补什么。写明缺哪份材料、几时再报")


def _shell(*, past: PastDay | None) -> Shell:
    work = [
        NavEntry("我的待办", "#", "home", 7, is_hot=True),
        NavEntry("读文件", "#", "inbox", 2),
        NavEntry("台账", "#", "list", children=[
            NavEntry("5G 专项巡察整改", "#", count=86, is_current=True),
            NavEntry("营商环境专项督办", "#", count=124),
        ]),
        NavEntry("待核查", "#", "shield", 5, is_hot=True),
        NavEntry("通报与公文", "#", "horn"),
    ]  # fmt: skip
    overview = [
        NavEntry("挂图", "#", "map"),
        NavEntry("排名", "#", "chart"),
        NavEntry("督办阶梯", "#", "ladder", 3),
    ]
    care = [NavEntry("留痕核验", "#", "key"), NavEntry("规则与设置", "#", "gear")]
    return Shell(
        office_name="云桥县整改办",
        offices=[Office("云桥县整改办", "zgb", is_current=True), Office("云桥县督查室", "dcs")],
        person_name="林知远",
        role_name="督办员",
        today=date(2026, 9, 18),
        past=past,
        nav=[NavGroup("", work), NavGroup("看全局", overview), NavGroup("治理", care)],
        crumbs=[Crumb("台账", "#"), Crumb("组件")],
        tabs=[
            NavEntry("待办", "#", "home", 3, is_current=True),
            NavEntry("台账", "#", "list"),
            NavEntry("随手传", "#", "camera"),
            NavEntry("通知", "#", "bell"),
        ],
        notices_url="#",
        unread=4,
    )


def _rows() -> list[dict[str, object]]:
    rows = [
        ("5G-014", "常态行，高 38", parts.Due("9-24", "还剩 6 天", "near"), parts.Pace(96, 94, "+2"), BLUE),
        (
            "5G-018",
            "悬停行，右端出操作",
            parts.Due("9-24", "还剩 6 天", "near"),
            parts.Pace(90, 90, "持平"),
            BLUE,
        ),
        (
            "5G-003",
            "选中行",
            parts.Due("9-04", "逾期 14 天", "late", 1, "首次承诺 6-30，已延期 1 次"),
            parts.Pace(45, 100, "−55", "red"),
            RED,
        ),
        (
            "5G-005",
            "键盘光标行",
            parts.Due("9-30", "还剩 12 天"),
            parts.Pace(50, 85, "−35", "yellow"),
            YELLOW,
        ),
        ("5G-022", "已全部完成", parts.Due("9-30", "还剩 12 天"), parts.Pace(100, 85, "+15"), GREEN),
    ]
    looks = ["", "is-hover", "is-selected", "is-cursor", ""]
    return [
        {"number": number, "title": title, "due": due, "pace": pace, "light": light, "look": look}
        for (number, title, due, pace, light), look in zip(rows, looks, strict=True)
    ]


def _evidence() -> list[parts.Thumb]:
    def drawn(name: str) -> str:
        return static(f"guatu/samples/{name}.svg")

    return [
        parts.Thumb("#", drawn("meter"), "柳河 08-11"),
        parts.Thumb("#", drawn("meter"), "双桥 09-16", is_repeated=True),
        parts.Thumb("#", drawn("pole"), "云门 09-02", is_current=True),
        parts.Thumb("#", drawn("doc"), "协议"),
        parts.Thumb("#", drawn("sheet"), "时序表"),
    ]


def _story() -> dict[str, object]:
    return {
        "steps": [
            parts.Step("交办", "4-01", "ok"),
            parts.Step("签收", "4-02", "ok"),
            parts.Step("办理中", "169 天", "now"),
            parts.Step("申请销号", "牵头单位"),
            parts.Step("核查", "须换人"),
            parts.Step("公示", "7 天"),
            parts.Step("销号"),
        ],
        "entries": [
            parts.Entry("bell", "林知远", "催办，要求 3 日内报进展", "9-17 16:20", "c41e…9a07", "red"),
            parts.Entry(
                "edit", "双桥镇", "报进展：完成 1 处", "9-16 10:05", "7fd2…03be", "blue",
                thumbs=_evidence()[:2],
            ),
            parts.Entry(
                "calendar", "整改办", "批准延期，7-31 改为 8-31", "7-30 11:12", "93c4…77aa",
                detail="理由：变压器到货推迟",
            ),
            parts.Entry("check", "供电公司", "签收", "4-02 09:30", "5b16…e2c9", "green"),
        ],
        "broken": parts.Entry(
            "close", "第 9 环与第 8 环接不上", "", "存 77d0…，应为 4e1b…", tone="red",
            detail="此后各环不作数，已通知纪检核验员。", is_broken=True,
        ),
        "thumbs": _evidence(),
    }  # fmt: skip


def _list() -> dict[str, object]:
    options = [parts.Option("县住建局", "#", 12), parts.Option("县工信局", "#", 9, is_current=True)]
    return {
        "rows": _rows(),
        "columns": [
            parts.Column("编号", 66),
            parts.Column("事项"),
            parts.Column("时限", 152, sort_url="#", sorted="ascending"),
            parts.Column("进度 / 序时 %", 142, hint="竖线为序时应达"),
            parts.Column("灯", 64),
        ],
        "acts": [
            parts.Act("催办", "remind", "bell"),
            parts.Act("改时限", "move", "calendar"),
            parts.Act("移交", "hand-over", "send"),
        ],
        "options": options,
        "views": [
            parts.Option("全部", "#", 86),
            parts.Option("9 月底前到期", "#", 31, is_current=True),
            parts.Option("红灯", "#", 9),
            parts.Option("待我批", "#", 4),
        ],
        "orders": [parts.Option("把握低的在前", "#", is_current=True), parts.Option("按原文顺序", "#")],
        "page": parts.PageOf(1, 5, 31, next_url="#"),
        "first_page": parts.PageOf(0, 0, 0),
    }


def _why() -> parts.Why:
    return parts.Why(
        light=YELLOW,
        sentence="进度 50%，序时应达 85%，落后 35 个百分点，所以是黄灯。",
        facts=[parts.Fact("时限晚于今天", "9-30"), parts.Fact("落后序时", "35 > 10")],
        better=[("再完成 42 处转", GREEN), ("9-30 未完成转", RED)],
        rule="规则 R-03 落后序时，整改四色 v3",
    )


def _files() -> list[parts.FileLine]:
    return [
        parts.FileLine("工作方案.docx", "62%，还要 4 秒", share=0.62),
        parts.FileLine("反馈意见.pdf", "读出 17 条", "green", url="#"),
        parts.FileLine("会议纪要.doc", problem="有“秘密”标志，未保存"),
    ]


def _hits() -> list[dict[str, object]]:
    items = [{"label": "5G-031 “转改直”仅完成 19 处", "url": "#", "icon": "list", "note": "红 逾期 7 天"}]
    return [{"label": "事项", "hits": items}]


@cache
def _icons() -> list[str]:
    names: dict[str, str] = json.loads((Path(parts.__file__).parent / "assets" / "icons.json").read_text())
    return sorted(names)


@login_not_required
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    form = SampleForm(
        {"unit": "sq", "deadline": "2026-10-03", "target": "63", "reason": "请高度重视，抓紧落实。",
         "stuck": "owner", "monthly": "on"}
    )  # fmt: skip
    past = PastDay.as_seen(date(2026, 8, 31)) if request.GET.get("as_of") else None
    context = {
        "shell": _shell(past=past),
        "form": form,
        "quick_days": [("9-30", "2026-09-30"), ("10-8", "2026-10-08")],
        "lights": LIGHTS,
        "table_lights": [*LIGHTS, UNSTARTED],
        "pill_lights": [*LIGHTS, PAUSED],
        "states": [
            parts.State("wait", "待签收"), parts.State("work", "办理中"), parts.State("ask", "申请销号"),
            parts.State("check", "核查中"), parts.State("back", "核查退回"), parts.State("done", "已销号"),
        ],
        "dues": [row["due"] for row in _rows()],
        "paces": [row["pace"] for row in _rows()],
        "why": _why(),
        "files": _files(),
        "groups": _hits(),
        "icons": _icons(),
        **_list(),
        **_story(),
    }  # fmt: skip
    return render(request, "web/gallery.html", context)
