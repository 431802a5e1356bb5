"""Every address of the pages: what it is, what it names, who may."""

from typing import Any, Final

from guatu.ledgers.events import Event
from guatu.ledgers.transitions import BY_EVENT
from guatu.web.views.items.registry import BY_SLUG
from tests.matrix import words as w
from tests.matrix.rows import Method, Row

_LOOK: Final[tuple[Method, ...]] = ("GET",)
_ASK: Final[tuple[Method, ...]] = ("GET", "POST")
_DO: Final[tuple[Method, ...]] = ("POST",)


class _Area:
    """Rows of one part of the house."""

    def __init__(self, label: str, **usual: Any) -> None:
        self.label, self.usual = label, usual
        self.rows: list[Row] = []

    def look(self, address: str, label: str, *things: str, **given: Any) -> None:
        """A page that is only looked at."""
        self._add(_LOOK, address, label, things, given)

    def ask(self, address: str, label: str, *things: str, **given: Any) -> None:
        """A form that is shown, and sent."""
        self._add(_ASK, address, label, things, given)

    def do(self, address: str, label: str, *things: str, **given: Any) -> None:
        """A deed without a form of its own."""
        self._add(_DO, address, label, things, given)

    def _add(
        self, methods: tuple[Method, ...], address: str, label: str, things: tuple[str, ...], given: Any
    ) -> None:
        row = Row(
            address=address,
            label=label,
            area=self.label,
            methods=methods,
            things=things,
            **(self.usual | given),
        )
        self.rows.append(row)


def _door() -> list[Row]:
    """Signing in, one's own account."""
    it = _Area("登录和本人")
    everybody: dict[str, Any] = {"opens_to": w.ALL, "sees": w.ALL}
    it.ask("sign-in", "登录", **everybody)
    for end, label in (("", "统一身份登录"), ("/back", "统一身份登录返回"), ("/out", "统一身份退出")):
        it.look(f"sign-in/<slug:door>{end}", label, "=elsewhere", opens_to=w.ALL, sees=w.ABSENT_FOR_ALL)
    it.do("sign-out", "退出", leads_out=True)
    it.ask("password", "改密码")
    it.ask("code", "动态口令")
    it.look("account", "我的账号")
    it.do("account/sessions", "结束别处的登录", body={"handle": "x"})
    it.ask("account/<slug:deed>", "委托他人", "=delegate")
    it.ask("account/<slug:deed>", "撤回委托", "=withdraw", query={"of": "$delegation"}, sees=w.PRINCIPAL)
    it.ask("account/<slug:deed>", "消息送到哪里", "=wish")
    it.look("channels", "送达渠道", sees=w.ANY_ADMINISTRATOR)
    it.do("channels/<slug:name>/again", "重送没有送成的", "=mail", sees=w.ABSENT_FOR_ALL)
    it.look("health", "服务状态", **everybody)
    it.look("health/ready", "服务是否就绪", **everybody)
    it.look("metrics", "运行指标（本机或凭令牌）", **everybody)
    it.look("server", "运行状况", sees=w.ANY_ADMINISTRATOR)
    it.look("gallery", "界面样例", **everybody)
    it.look("worker.js", "离线程序", **everybody)
    return it.rows


def _work() -> list[Row]:
    it = _Area("本人的事")
    it.look("", "首页")
    it.look("work", "我的待办")
    it.look("work/snap", "随手传", sees=w.ANY_LIAISON)
    it.look("burden", "基层负担", sees=w.ANY_OFFICE)
    it.do("offices/switch", "换办公室", sees=w.SERVES, body={"office": "$office"})
    signing = {"unit": "$unit", "item": "$dispatched"}
    it.do("work/sign", "签收一项", sees=w.LEAD_LIAISON, body=signing)
    it.ask("work/sign-all", "全部签收", sees=w.LEAD_LIAISON, query={"unit": "$unit"}, body=signing)
    it.look("notices", "消息")
    it.do("notices/seen", "消息全部已看")
    it.look("notices/<int:pk>", "打开消息", "notice", sees=w.ADDRESSEE)
    it.do("notices/<int:pk>/receipt", "签收消息", "notice", sees=w.ADDRESSEE)
    it.look("verify", "待核查", sees=w.ANY_VERIFIER)
    it.look("verify/<int:pk>", "待核查的一项", "verifying", sees=w.VERIFIER)
    it.do("verify/<int:pk>/verdict", "核查结论", "verifying", sees=w.VERIFIER)
    it.do("verify/<int:pk>/evidence/<int:evidence>", "判定佐证", "verifying", "proof", sees=w.VERIFIER)
    it.look("decisions", "待我定", sees=w.ANY_LEADER)
    for event, thing in ((Event.INSTRUCTED, "item"), (Event.SIGN_OFF_APPROVED, "sign_off")):
        body = {"event": event.value, "row": f"${thing}", "words": "请抓紧"}
        it.do("decisions/answer", "领导答复", sees=w.LEADER, body=body, case=BY_EVENT[event].label)
    return it.rows


def _ledgers() -> list[Row]:
    it = _Area("台账")
    it.look("ledgers", "台账列表")
    it.ask("ledgers/open", "建台账", sees=w.ANY_KEEPER)
    it.look("items/", "各台账的事项")
    it.look("items/narrow", "各台账：筛选")
    it.look("items/menu/<slug:name>", "各台账：筛选的值", "=lead")
    it.look("items/columns", "各台账：选列")
    it.ask("items/views/new", "各台账：存为视图")
    it.do("items/export", "导出各台账的事项")
    it.do("items/print", "打印各台账的事项")
    shared: dict[str, Any] = {"sees": w.SERVES, "case": "本办公室共享的"}
    private: dict[str, Any] = {"sees": w.OWNER, "case": "本人的", "body": {"what": "update"}}
    kept_view: dict[str, Any] = {**shared, "may": w.COORDINATOR, "body": {"what": "update"}}
    it.look("items/views/<int:view>", "各台账：视图", "all_view", **shared)
    it.do("items/views/<int:view>", "各台账：改视图", "all_view", **kept_view)
    it.ask("items/views/<int:view>", "各台账：视图", "private_all_view", **private)
    it.look("days/meant", "认日期", query={"text": "月底前"})
    it.look("search", "搜索", query={"q": "台账"})
    one = "ledgers/<int:pk>"
    seen: dict[str, Any] = {"sees": w.SEES}
    it.look(one, "一本台账", "ledger", **seen)
    it.look(f"{one}/narrow", "台账：筛选", "ledger", **seen)
    it.look(f"{one}/menu/<slug:name>", "台账：筛选的值", "ledger", "=lead", **seen)
    it.look(f"{one}/columns", "台账：选列", "ledger", **seen)
    it.ask(f"{one}/views/new", "台账：存为视图", "ledger", **seen)
    it.look(f"{one}/views/<int:view>", "台账：视图", "ledger", "view", **shared)
    it.do(f"{one}/views/<int:view>", "台账：改视图", "ledger", "view", **kept_view)
    it.ask(f"{one}/views/<int:view>", "台账：视图", "ledger", "private_view", **private)
    it.do(f"{one}/export", "导出台账", "ledger", **seen)
    it.do(f"{one}/print", "打印台账", "ledger", **seen)
    it.look(f"{one}/period", "本期填报", "ledger", **seen)
    it.look(f"{one}/period/summary", "本期汇总", "ledger", **seen)
    it.do(f"{one}/period/export", "导出本期汇总", "ledger", **seen, body={"form": "xlsx"})
    kept: dict[str, Any] = {"sees": w.COORDINATOR}
    it.ask(f"{one}/period/urge", "催办本期未报", "ledger", **kept)
    it.ask(f"{one}/period/freeze", "截止本期填报", "ledger", **kept)
    it.ask(f"{one}/grid", "表格编辑", "ledger", **kept)
    it.ask(f"{one}/new", "录入事项", "ledger", **kept)
    it.ask(f"{one}/slip", "登记批示", "ledger", **kept)
    it.ask(f"{one}/paste", "粘贴录入", "ledger", **kept)
    it.ask(f"{one}/imports", "导入台账", "ledger", **kept)
    it.do(f"{one}/lists", "导出三张清单", "ledger", sees=w.WHOLE_LEDGER)
    table = "imports/<int:pk>"
    it.look(table, "导入：预览", "table", **kept)
    it.look(f"{table}/rejects", "导入：不能导入的行", "table", **kept)
    for end, label in _TABLE.items():
        it.do(f"{table}/{end}", f"导入：{label}", "table", **kept)
    it.ask(f"{one}/settings", "台账设置", "ledger", sees=w.KEEPER, body={"what": "phase"})
    for code, label in _BULK.items():
        it.ask(f"{one}/do/<slug:code>", f"成批{label}", "ledger", f"={code}", **kept)
    it.ask(f"{one}/do/<slug:code>", "成批签收", "ledger", "=sign", sees=w.SEES & w.ANY_LIAISON)
    return it.rows


_TABLE: Final = {
    "columns": "更正列的对应",
    "unit": "指定单位",
    "apply": "写入台账",
    "withdraw": "放弃",
    "undo": "撤销",
}
_BULK: Final = {
    "dispatch": "交办",
    "sign-off": "送审签",
    "urge": "催办",
    "deadline": "改时限",
    "hand-over": "移交",
}


def _standards() -> list[Row]:
    it = _Area("销号标准")
    it.look("standards", "销号标准")
    it.ask("standards/new", "新的销号标准", sees=w.ANY_KEEPER)
    it.look("standards/<int:pk>", "一个销号标准", "standard", sees=w.SERVES)
    it.ask("standards/<int:pk>/next", "发布下一版", "standard", sees=w.KEEPER)
    it.do("standards/<int:pk>/retire", "停用销号标准", "standard", sees=w.SERVES, may=w.COORDINATOR)
    return it.rows


def _regimes() -> list[Row]:
    it = _Area("亮灯规则")
    it.look("regimes", "亮灯规则", sees=w.ANY_OFFICE)
    it.ask("regimes/new", "起草一套亮灯规则", sees=w.ANY_COORDINATOR)
    it.ask("regimes/of/<int:ledger>", "台账改用亮灯规则", "ledger", sees=w.COORDINATOR)
    use = "regimes/uses/<int:pk>/<slug:deed>"
    it.ask(use, "批准台账改用", "use", "=approve", sees=w.COORDINATOR | w.LEADER)
    it.ask(use, "不批准台账改用", "use", "=decline", sees=w.COORDINATOR | w.LEADER)
    it.ask(use, "撤回台账改用", "use", "=withdraw", sees=w.COORDINATOR)
    it.look("regimes/<int:pk>", "一套亮灯规则", "regime", sees=w.SERVES)
    it.do("regimes/<int:pk>/next", "起草下一版亮灯规则", "regime", sees=w.SERVES, may=w.COORDINATOR)
    one = "regimes/<int:pk>/versions/<int:number>"
    it.look(one, "一版亮灯规则", "regime", "=1", sees=w.SERVES)
    it.ask(f"{one}/edit", "修改亮灯规则草稿", "regime", "=1", sees=w.COORDINATOR)
    it.do(f"{one}/try", "试亮", "regime", "=1", sees=w.COORDINATOR)
    asked = ("asked_regime", "=1")
    it.ask(f"{one}/<slug:deed>", "提请批准亮灯规则", "regime", "=1", "=ask", sees=w.COORDINATOR)
    it.ask(f"{one}/<slug:deed>", "批准亮灯规则", *asked, "=approve", sees=w.COORDINATOR | w.LEADER)
    it.ask(f"{one}/<slug:deed>", "不批准亮灯规则", *asked, "=decline", sees=w.COORDINATOR | w.LEADER)
    it.ask(f"{one}/<slug:deed>", "撤回亮灯规则", *asked, "=withdraw", sees=w.COORDINATOR)
    return it.rows


def _items() -> list[Row]:
    it = _Area("事项", sees=w.SEES)
    it.look("items/<int:pk>", "一个事项", "item")
    it.look("items/<int:pk>", "一个事项", "approving", sees=w.WHOLE_LEDGER, case="还没交办的")
    it.look("items/<int:pk>/preview", "事项预览", "item", is_part=True)
    it.look("items/<int:pk>/similar", "事项：相似的已销号问题", "item", is_part=True)
    proof = "items/<int:pk>/evidence/<int:evidence>"
    it.look(proof, "佐证", "item", "evidence")
    it.look(f"{proof}/small", "佐证缩略图", "item", "evidence")
    it.look(f"{proof}/file", "佐证文件", "item", "evidence")
    it.look("items/<int:pk>/papers/<int:enclosure>", "留痕所附文件", "item", "enclosure")
    it.do("items/<int:pk>/files", "传佐证", "item", may=w.acts(BY_EVENT[Event.EVIDENCE_ADDED]), case="=file")
    it.ask("items/<int:pk>/meeting", "上会研究", "item", may=w.COORDINATOR)
    for slug, form in BY_SLUG.items():
        line = BY_EVENT[form.event]
        label = _MEASURES.get(slug, line.label)
        args = ("items/<int:pk>/acts/<slug:slug>", label, "item", f"={slug}")
        it.ask(*args, may=w.acts(line), names_others=form.event == Event.TRANSFERRED)
    unseen: dict[str, Any] = {"sees": w.WHOLE_LEDGER, "case": "还没交办的"}
    for event, slug in ((Event.DISPATCHED, "dispatched"), (Event.REPORTED, "reported")):
        line = BY_EVENT[event]
        args = ("items/<int:pk>/acts/<slug:slug>", line.label, "approving", f"={slug}")
        it.ask(*args, may=w.acts(line), **unseen)
    return it.rows


_MEASURES: Final = {"measure-add": "加措施", "measure-change": "改措施", "measure-drop": "取消措施"}


def _look_backs() -> list[Row]:
    it = _Area("回头看", sees=w.ANY_COORDINATOR)
    it.look("look-backs", "回头看", sees=w.LOOKS_BACK)
    it.ask("look-backs/draw", "抽查")
    for code, label in (("accept", "确认"), ("move", "改日期"), ("name", "指定谁看"), ("drop", "不看")):
        body = {"go": "1", "item": "$closed", "reason": "已并入专项", "due_on": "2026-08-03"}
        it.ask("look-backs/<slug:code>", f"回头看：{label}", f"={code}", body=body, changes=w.COORDINATOR)
    return it.rows


def _site_checks() -> list[Row]:
    it = _Area("现场核查", sees=w.SEES_CHECKS)
    it.look("site-checks", "现场核查", sees=w.LOOKS_BACK)
    it.look("site-checks/route", "核查路线单", sees=w.ANY_VERIFIER)
    it.look("site-checks/route/print", "打印核查路线单", sees=w.ANY_VERIFIER)
    it.ask("site-checks/new", "派不打招呼检查", sees=w.ANY_SENDER)
    one = "site-checks/<int:pk>"
    it.look(one, "一次不打招呼检查", "visit")
    it.look(one, "一次现场核查", "looked", case="对销号申请的")
    it.ask(f"{one}/record", "记不打招呼检查的结果", "visit", may=w.VERIFIER)
    it.ask(f"{one}/plan", "改派不打招呼检查", "visit", sees=w.COORDINATOR | w.VERIFIER)
    it.ask(f"{one}/drop", "取消不打招呼检查", "visit", sees=w.COORDINATOR)
    it.do(f"{one}/code", "显示现场代码", "visit", may=w.VERIFIER)
    it.do(f"{one}/files", "传现场照片", "visit", may=w.VERIFIER, case="=file")
    photo = f"{one}/photos/<int:photo>"
    it.look(photo, "现场照片", "looked", "site_photo")
    it.look(f"{photo}/small", "现场照片缩略图", "looked", "site_photo")
    return it.rows


def _intake() -> list[Row]:
    it = _Area("来文", sees=w.COORDINATOR)
    it.look("directives", "读文件", sees=w.ANY_COORDINATOR)
    it.do("directives/upload", "上传来文", sees=w.ANY_COORDINATOR)
    it.look("directives/<int:pk>", "一份来文", "directive", sees=w.OFFICE_SEES)
    it.look("directives/<int:pk>/file", "来文原件", "directive", sees=w.OFFICE_SEES)
    newer: dict[str, Any] = {"sees": w.OFFICE_SEES, "may": w.COORDINATOR}
    it.look("directives/<int:pk>/changes", "新旧对照", "newer", sees=w.OFFICE_SEES)
    it.do("directives/<int:pk>/changes", "按新版更新", "newer", **newer, body={"edit": "x"})
    it.do("directives/<int:pk>/version", "登记为新版本", "newer", **newer, body={"replaces": "$directive"})
    it.do("directives/<int:pk>/pairs", "新旧对照：重新对应", "newer", **newer, body={"entry": "1"})
    one = "drafts/<int:pk>"
    it.look(one, "核对草稿", "draft")
    it.do(f"{one}/edit", "改草稿", "draft")
    it.look(f"{one}/units", "草稿：认单位", "draft")
    it.look(f"{one}/similar", "草稿：相似的已销号问题", "draft", query={"entry": "1"}, is_part=True)
    it.look(f"{one}/progress", "读取进度", "draft")
    it.do(f"{one}/dismiss", "移除来文", "draft")
    it.look(f"{one}/preview", "预览交办单", "draft")
    it.ask(f"{one}/send", "草稿入账", "draft")
    lists = "sign-offs/<int:pk>"
    it.look(lists, "审签清单", "sign_off", sees=w.WHOLE_LEDGER)
    answers = w.acts(BY_EVENT[Event.SIGN_OFF_APPROVED], BY_EVENT[Event.SIGN_OFF_RETURNED])
    it.do(lists, "答复审签", "sign_off", sees=w.WHOLE_LEDGER, may=answers)
    given_out = w.acts(BY_EVENT[Event.DISPATCHED])
    it.do(f"{lists}/dispatch", "交办审签同意的", "sign_off", sees=w.WHOLE_LEDGER, may=given_out)
    return it.rows


def _meetings() -> list[Row]:
    it = _Area("会议", sees=w.OFFICE_SEES | w.OWES)
    it.look("meetings", "会议", sees=w.SIGNED_IN)
    it.ask("meetings/plan", "安排会议", sees=w.ANY_COORDINATOR)
    it.ask(
        "meetings/plan", "安排下一次会议", sees=w.COORDINATOR, query={"after": "$filed"}, case="接着上一次"
    )
    one = "meetings/<int:pk>"
    it.look(one, "一次会议", "meeting")
    it.look(f"{one}/minutes", "会议纪要", "filed", sees=w.OFFICE_SEES)
    it.do(f"{one}/export", "导出议程", "meeting", body={"form": "docx"})
    deeds = {"change": "调整", "cancel": "取消", "hold": "记录到会"}
    for end, label in deeds.items():
        it.ask(f"{one}/{end}", f"会议{label}", "planned", may=w.COORDINATOR)
    for end, label, thing in (
        ("correct", "更正到会", "meeting"),
        ("file", "归档纪要", "meeting"),
        ("read", "从纪要读议定事项", "filed"),
        ("replace", "更换纪要", "filed"),
        ("topics/put", "增加议题", "meeting"),
    ):
        it.ask(f"{one}/{end}", label, thing, may=w.COORDINATOR)
    for end, label in (("decide", "记录议定意见"), ("withdraw", "撤下议题")):
        it.ask(f"{one}/topics/<int:topic>/{end}", label, "meeting", "topic", may=w.COORDINATOR)
    return it.rows


def _papers() -> list[Row]:
    it = _Area("公文", sees=w.OFFICE_SEES | w.LEAD_UNIT)
    it.look("papers", "公文", sees=w.SIGNED_IN)
    it.ask(
        "papers/new",
        "拟公文",
        sees=w.COORDINATOR,
        query={"item": "$item"},
        body={"item": "$item", "title": ""},
    )
    it.look("papers/<int:pk>", "一份公文", "paper")
    it.look("papers/<int:pk>/file", "公文的 Word 文件", "paper")
    it.do("papers/<int:pk>/receive", "签收公文", "paper", may=w.LEAD_LIAISON)
    it.look("papers/templates", "公文模板", sees=w.ANY_KEEPER)
    it.ask("papers/templates/<slug:kind>", "换公文模板", "=letter", sees=w.ANY_KEEPER)
    it.look("papers/templates/<slug:kind>/file", "公文模板文件", "=letter", sees=w.ANY_KEEPER)
    it.do("papers/templates/<slug:kind>/restore", "改回自带模板", "=letter", sees=w.ANY_KEEPER)
    return it.rows


def _registry() -> list[Row]:
    it = _Area("名册", opens_to=w.ANY_OFFICE, sees=w.LOOKS_UP)
    it.look("units", "单位", sees=w.SIGNED_IN)
    it.ask("units/new", "新增单位", query={"division": "$division"}, may=w.REGISTRAR)
    it.look("units/<int:pk>", "一个单位", "unit")
    for deed, label in _UNIT_DEEDS.items():
        it.ask("units/<int:pk>/<slug:deed>", label, "unit", f"={deed}", may=w.REGISTRAR)
    named = {"query": {"of": "$short_name"}, "may": w.REGISTRAR}
    it.ask("units/<int:pk>/<slug:deed>", "停用简称", "unit", "=drop-short-name", **named)
    it.ask("units/<int:pk>/<slug:deed>", "移交在办事项", "unit", "=hand-over", may=w.ANY_COORDINATOR)
    for deed, label in (("add", "加下级区划"), ("end", "停用区划")):
        it.ask("divisions/<int:pk>/<slug:deed>", label, "division", f"={deed}", may=w.REGISTRAR)
    it.look("offices", "办公室", sees=w.SIGNED_IN)
    it.ask("offices/new", "新设办公室", sees=w.SIGNED_IN, may=w.ANY_ADMINISTRATOR)
    for deed, label in (("change", "办公室设置"), ("grant", "授予办公室角色")):
        it.ask("offices/<int:pk>/<slug:deed>", label, "office", f"={deed}", may=w.OFFICE_ADMINISTRATOR)
    of_all: dict[str, Any] = {"sees": w.SIGNED_IN, "opens_to": w.SIGNED_IN}
    it.look("calendar", "工作日", **of_all)
    it.ask(
        "calendar/decide", "登记工作日调整", sees=w.SIGNED_IN, opens_to=w.SIGNED_IN, may=w.ANY_ADMINISTRATOR
    )
    return it.rows


_UNIT_DEEDS: Final = {
    "rename": "单位更名",
    "change": "改单位信息",
    "short-name": "加单位简称",
    "succeed": "登记职能划转",
    "end": "撤销单位",
}


def _people() -> list[Row]:
    it = _Area("人员", opens_to=w.ANY_ADMINISTRATOR)
    it.look("people", "人员")
    it.ask("people/new", "新增人员")
    for what, label in (("units", "单位"), ("people", "人员")):
        # what is shown before anything is sent names no division
        it.look(f"{what}/import", f"导入{label}")
        it.do(f"{what}/import", f"导入{label}", sees=w.REGISTRAR, body={"division": "$division"})
        it.look(f"{what}/import/template", f"{label}导入模板")
    it.look("people/<int:pk>", "一个人", "person", sees=w.REGISTRAR, case="单位的人")
    it.look("people/<int:pk>", "一个人", "officer", sees=w.REGISTRAR, case="办公室的人")
    for deed, label in _PERSON_DEEDS.items():
        about = {"=revoke": "$role", "=withdraw": "$delegation"}.get(f"={deed}", "")
        query = {"of": about} if about else {}
        args = ("people/<int:pk>/<slug:deed>", label)
        it.ask(*args, "person", f"={deed}", sees=w.REGISTRAR, query=query, case="单位的人")
        if deed not in ("withdraw", "delegate", "grant"):
            office = {"of": "$office_role"} if about else {}
            it.do(
                *args, "officer", f"={deed}", query=office, body=_OF_OFFICER.get(deed, {}),
                sees=w.REGISTRAR, may=w.OFFICE_ADMINISTRATOR, case="办公室的人",
            )  # fmt: skip
    return it.rows


_PERSON_DEEDS: Final = {
    "change": "改人员信息",
    "move": "人员调动",
    "deactivate": "停用人员",
    "reactivate": "启用人员",
    "reset-password": "重置密码",
    "reset-code": "重置动态口令",
    "grant": "授予角色",
    "revoke": "解除角色",
    "delegate": "替人委托",
    "withdraw": "替人撤回委托",
}
_OF_OFFICER: Final = {"change": {"name": "改名"}, "move": {"unit": "县整改办所在单位", "on": "2026-03-02"}}


def _trail() -> list[Row]:
    it = _Area("留痕")
    it.look("trail", "留痕", sees=w.ANY_OFFICE)
    it.do("trail/verify", "核验留痕", sees=w.WATCHES)
    export = w.INSPECTS | w.OFFICE_ADMINISTRATOR
    it.look("trail/checks", "核验与导出", sees=w.WATCHES)
    it.look("trail/key", "检查点公钥", sees=w.WATCHES)
    it.look("trail/exports", "谁导出过", sees=w.ANY_INSPECTOR)
    it.look("trail/sights", "谁看过", sees=w.ANY_INSPECTOR)
    it.look("trail/export", "取走留痕", query={"chain": "$chain"}, sees=export)
    body = {"enclosure": "$words", "reason": "误写"}
    it.ask(
        "trail/redactions", "申请删除内容",
        sees=w.ANY_ADMINISTRATOR, body=body, changes=w.OFFICE_ADMINISTRATOR,
    )  # fmt: skip
    for word, label in (("confirm", "确认删除"), ("withdraw", "撤回删除申请")):
        args = ("trail/redactions/<int:pk>/<slug:word>", label, "redaction", f"={word}")
        it.do(*args, sees=w.OFFICE_ADMINISTRATOR)
    return it.rows


ROWS: Final = tuple(
    row
    for area in (
        _door, _work, _ledgers, _standards, _regimes, _items, _look_backs, _site_checks, _intake, _meetings,
        _papers, _registry, _people, _trail,
    )
    for row in area()
)  # fmt: skip
