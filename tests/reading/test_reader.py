"""Whole documents, from the bytes of a file to the draft ledger."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from guatu.kernel.units import Directory
from guatu.kernel.units.directory import Unit
from guatu.reading.draft import Draft, Item, Measure
from guatu.reading.errors import MarkedSecret, UnreadableFile
from guatu.reading.reader import read, read_here

MakePaper = Callable[..., bytes]
ITEM_OF_NONE = "没有读出事项，请核对文件种类或手工录入"


@dataclass(frozen=True)
class Told:
    """A measure as a person would note it down."""

    text: str
    owners: tuple[str, ...] = ()
    due: str | None = None
    done: bool | None = None


@dataclass(frozen=True)
class Case:
    """A document and what a person would draw from it: (number, problem, measures)."""

    kind: str
    lines: tuple[str, ...]
    items: tuple[tuple[str | None, str | None, tuple[Told, ...]], ...]


REPORT = Case(
    "rectification_report",
    (
        "中共云桥县水利局党组关于县委巡察反馈意见整改情况的报告",
        "一、整改工作组织开展情况",
        "局党组高度重视，成立领导小组，召开专题会议5次。",
        "二、反馈问题整改落实情况",
        "（一）关于“河道清淤不及时”问题",
        "一是县水利局会同城关镇完成清淤12.5公里，已全部完成整改。二是建立巡河台账，每月通报一次。",
        "（二）关于巡查流于形式的问题",
        "县水利局已于2024年3月底前完成整改，约谈3人。",
        "三、下一步打算",
        "持续巩固整改成果，切实加强党的领导。",
        "中共云桥县水利局党组",
        "2024年5月6日",
    ),
    (
        (
            "（一）",
            "河道清淤不及时",
            (
                Told(
                    "县水利局会同城关镇完成清淤12.5公里，已全部完成整改。", ("县水利局", "城关镇"), done=True
                ),
                Told("建立巡河台账，每月通报一次。", (), "recurring:monthly", None),
            ),
        ),
        (
            "（二）",
            "巡查流于形式",
            (Told("县水利局已于2024年3月底前完成整改，约谈3人。", ("县水利局",), "2024-03-31", done=True),),
        ),
    ),
)
PLAN = Case(
    "rectification_plan",
    (
        "云桥县省级环境保护督察反馈问题整改方案",
        "一、总体要求",
        "坚持问题导向，做到举一反三。",
        "二、整改任务",
        "（一）关于污水直排问题。",
        "整改目标：消除直排口。",
        "整改措施：一是封堵直排口8处。二是2024年9月底前新建管网6公里。",
        "责任单位：县住建局、城关镇",
        "整改时限：2024年12月底前",
        "三、保障措施",
        "（一）加强组织领导。各镇要压实责任。",
        "云桥县人民政府办公室",
        "2024年5月6日",
    ),
    (
        (
            "（一）",
            "污水直排",
            (
                Told("封堵直排口8处。", ("县住建局", "城关镇"), "2024-12-31", None),
                Told("2024年9月底前新建管网6公里。", ("县住建局", "城关镇"), "2024-09-30", None),
            ),
        ),
    ),
)
TASKS = Case(
    "task_plan",
    (
        "云桥县2024年防汛工作方案",
        "一、工作目标",
        "确保安全度汛。",
        "二、重点任务",
        "1.全面排查堤防隐患。6月底前完成全县堤防排查。（牵头单位：县水利局；责任单位：各镇）",
        "2.加强应急物资储备。5月20日前购置编织袋3万条。（责任单位：县应急局）",
        "三、保障措施",
        "加强组织领导，压实工作责任。",
        "云桥县人民政府办公室",
        "2024年5月6日",
    ),
    (
        (
            "1",
            "全面排查堤防隐患",
            (
                Told(
                    "6月底前完成全县堤防排查。（牵头单位：县水利局；责任单位：各镇）",
                    ("县水利局", "各镇"),
                    "2024-06-30",
                ),
            ),
        ),
        (
            "2",
            "加强应急物资储备",
            (Told("5月20日前购置编织袋3万条。（责任单位：县应急局）", ("县应急局",), "2024-05-20"),),
        ),
    ),
)
SPEECH = Case(
    "speech",
    (
        "在全县防汛工作会议上的讲话",
        "（2024年5月6日）",
        "同志们：",
        "今年降雨偏多，形势严峻。",
        "一、充分认清形势",
        "我们要清醒看到差距和不足。",
        "二、抓紧排查隐患",
        "县水利局要在本月底前完成堤防排查。各镇要每周报告一次进展。",
        "同志们，让我们携手并肩，确保安全度汛！",
    ),
    (
        (
            "二",
            "抓紧排查隐患",
            (
                Told("县水利局要在本月底前完成堤防排查。", ("县水利局",), "2024-05-31"),
                Told("各镇要每周报告一次进展。", ("各镇",), "recurring:weekly"),
            ),
        ),
    ),
)
MINUTES = Case(
    "minutes",
    (
        "云桥县人民政府专题会议纪要",
        "〔2024〕12号",
        "云桥县人民政府办公室　　2024年5月9日",
        "5月6日，副县长主持召开会议，研究防汛工作。现纪要如下：",
        "一、关于堤防排查",
        "会议听取了县水利局的汇报。会议议定，由县水利局牵头，会后十日内完成堤防排查；县财政局安排资金200万元。",
        "二、关于物资储备",
        "会议决定，县应急局6月底前购置冲锋舟10艘。",
        "出席：县水利局、县应急局",
    ),
    (
        (
            "一",
            "堤防排查",
            (
                Told("由县水利局牵头，会后十日内完成堤防排查；", ("县水利局",), "2024-05-16"),
                Told("县财政局安排资金200万元。", ("县财政局",)),
            ),
        ),
        (
            "二",
            "物资储备",
            (Told("县应急局6月底前购置冲锋舟10艘。", ("县应急局",), "2024-06-30"),),
        ),
    ),
)
BULLETIN = Case(
    "bulletin",
    (
        "关于防汛备汛检查情况的通报",
        "各镇人民政府：",
        "5月上旬，县防指办开展了检查，现将有关情况通报如下：",
        "一、总体情况",
        "各镇高度重视，进展较好。",
        "二、存在问题",
        "（一）巡查责任不落实。白石镇巡查记录缺失、夜间无人值守，责令白石镇于5月25日前整改到位。",
        "三、工作要求",
        "（一）抓紧整改。各镇要在6月底前完成整改。",
        "云桥县防汛抗旱指挥部办公室",
        "2024年5月16日",
    ),
    (
        (
            "（一）",
            "巡查责任不落实",
            (Told("责令白石镇于5月25日前整改到位。", ("白石镇",), "2024-05-25"),),
        ),
        ("（一）", "抓紧整改", (Told("各镇要在6月底前完成整改。", ("各镇",), "2024-06-30"),)),
    ),
)
GENRES = [REPORT, PLAN, TASKS, SPEECH, MINUTES, BULLETIN]
by_genre = pytest.mark.parametrize("case", GENRES, ids=lambda case: case.kind)


def as_text(case: Case) -> bytes:
    return "\n".join(case.lines).encode()


def as_word(case: Case, make_paper: MakePaper) -> bytes:
    """The same document as docx, its first line styled as the title."""
    return make_paper("docx", [f"# {case.lines[0]}", *case.lines[1:]])


def told(measure: Measure) -> Told:
    return Told(measure.text, measure.owners, measure.due.value if measure.due else None, measure.done)


def noted(items: tuple[Item, ...]) -> tuple[tuple[str | None, str | None, tuple[Told, ...]], ...]:
    return tuple((item.no, item.problem, tuple(told(m) for m in item.measures)) for item in items)


@by_genre
def test_a_text_of_every_genre_becomes_the_ledger_that_a_person_would_draw_from_it(case: Case) -> None:
    draft = read_here(as_text(case), name="paper.txt")

    assert draft.document.kind == case.kind
    assert noted(draft.items) == case.items


@by_genre
def test_the_same_document_in_word_becomes_the_same_ledger(case: Case, make_paper: MakePaper) -> None:
    draft = read_here(as_word(case, make_paper), name="paper.docx")

    assert draft.document.kind == case.kind
    assert noted(draft.items) == case.items


@by_genre
def test_every_span_contains_what_it_claims(case: Case, make_paper: MakePaper) -> None:
    draft = read_here(as_word(case, make_paper), name="paper.docx")

    assert draft.items
    for item in draft.items:
        words = draft.text[slice(*item.span)]
        assert words.startswith(item.no or "")
        assert (item.problem or "") in words
        for measure in item.measures:
            assert item.span[0] <= measure.span[0] < measure.span[1] <= item.span[1]
            assert draft.text[slice(*measure.span)].endswith(measure.text)
            for owner in (duty for duty in measure.duties if duty.written is None):
                assert draft.text[slice(*owner.span)] == owner.unit
            if measure.due:
                assert draft.text[slice(*measure.due.span)] == measure.due.text


def test_the_span_of_a_measure_includes_its_ordinal() -> None:
    draft = read_here(as_text(REPORT), name="paper.txt")
    first, second = draft.items[0].measures

    assert draft.text[slice(*first.span)].startswith("一是县水利局")
    assert draft.text[slice(*second.span)].startswith("二是建立巡河台账")


@by_genre
def test_every_character_leads_back_to_the_text_as_it_was_loaded(case: Case) -> None:
    noisy = "\r\n".join(case.lines).replace("2024", "２０２４").replace("水", "水\u200b").encode()
    draft = read_here(noisy, name="paper.txt")

    assert noted(draft.items) == case.items
    assert len(draft.origin) == len(draft.text)
    wide = str.maketrans("２０４", "204")
    assert "".join(draft.loaded[place] for place in draft.origin).translate(wide) == draft.text


def test_paragraphs_name_the_place_of_every_item() -> None:
    draft = read_here(as_text(TASKS), name="paper.txt")
    anchors = {p.span[0]: p.anchor for p in draft.paragraphs}

    assert [anchors[item.span[0]] for item in draft.items] == ["第5行", "第6行"]


def test_the_head_is_read() -> None:
    document = read_here(as_text(REPORT), name="paper.txt").document

    assert document.title == "中共云桥县水利局党组关于县委巡察反馈意见整改情况的报告"
    assert (document.issuer, document.issued_on) == ("中共云桥县水利局党组", date(2024, 5, 6))
    assert (document.source.name, document.source.media_type) == ("paper.txt", "text/plain")


def test_organisation_general_appeals_and_closings_are_no_items() -> None:
    drafts = [read_here(as_text(case), name="paper.txt") for case in GENRES]
    claimed = [item.problem or "" for draft in drafts for item in draft.items]

    assert [p for p in claimed if any(word in p for word in ("组织", "总体", "保障", "形势", "打算"))] == []


def test_contacts_are_a_flag_and_no_phone_enters_an_item() -> None:
    lines = (
        *TASKS.lines[:-2],
        "四、值班安排",
        "1.县应急局要值守电话，联系人李某，手机13912345678，邮箱li.si@yunqiao.gov.cn。",
        *TASKS.lines[-2:],
        "联系电话：0571-8765432",
    )
    draft = read_here("\n".join(lines).encode(), name="paper.txt")
    held = "".join((i.problem or "") + "".join(m.text for m in i.measures) for i in draft.items)

    assert draft.contacts_present
    assert "值守" in held
    assert all(contact not in held for contact in ("13912345678", "li.si@", "8765432"))
    assert not read_here(as_text(TASKS), name="paper.txt").contacts_present


@pytest.mark.parametrize("mark", ["机密★10年", "秘密 ★ 长期", "绝密", "密级：机密"])
def test_a_marked_document_is_refused_and_nothing_of_it_is_kept(mark: str) -> None:
    with pytest.raises(MarkedSecret) as refusal:
        read_here("\n".join((mark, *TASKS.lines)).encode(), name="paper.txt")

    assert "防汛" not in str(refusal.value)
    assert refusal.value.__cause__ is None
    assert refusal.value.__context__ is None


@pytest.mark.parametrize("mark", ["内部资料", "工作秘密"])
def test_an_internal_document_is_read_with_a_warning(mark: str) -> None:
    draft = read_here("\n".join((mark, *TASKS.lines)).encode(), name="paper.txt")

    assert noted(draft.items) == TASKS.items
    assert draft.warnings == (f"文件标有“{mark}”字样，请确认可以在本系统处理",)


def test_a_directory_spells_out_the_units() -> None:
    units = Directory([Unit("云桥县水利局", ("县水利局",)), Unit("云桥县应急管理局", ("县应急局",))])
    draft = read_here(as_text(TASKS), name="paper.txt", units=units)

    assert [m.owners for i in draft.items for m in i.measures] == [
        ("云桥县水利局", "各镇"),
        ("云桥县应急管理局",),
    ]


def test_the_day_given_is_the_base_where_the_document_bears_none() -> None:
    text = "云桥县防汛工作方案\n一、重点任务\n1.排查堤防。县水利局要在本月底前完成。"

    assert _dues(read_here(text.encode(), name="paper.txt", day=date(2025, 2, 3))) == ["2025-02-28"]
    assert _dues(read_here(text.encode(), name="paper.txt")) == [None]


def _dues(draft: Draft) -> list[str | None]:
    return [m.due.value if m.due else None for i in draft.items for m in i.measures]


def test_a_document_without_items_says_so() -> None:
    draft = read_here("云桥县防汛简介\n云桥县地处江南，雨量充沛。".encode(), name="paper.txt")

    assert (draft.items, draft.warnings) == ((), (ITEM_OF_NONE,))


def test_a_path_that_is_no_file_is_refused() -> None:
    with pytest.raises(UnreadableFile):
        read("没有这个文件.txt", isolated=False)
