"""News."""

from collections.abc import Callable

from guatu.reading.drafting.directives.news import find_stories
from guatu.reading.outlining import Outline

Outlined = Callable[[str], Outline]
OPENING = (
    "政风热线走进云桥\n近日，政风热线节目走进云桥县，县直有关部门负责人走进直播间，"
    "现场回应群众关切，解答民生难题，以下是节目内容。\n"
)


def read(outline: Outline) -> list[tuple[str | None, list[str]]]:
    text = outline.text
    return [
        (
            text[slice(*item.problem)] if item.problem else None,
            [text[m.words_start : m.end] for m in item.measures],
        )
        for item in find_stories(outline)
    ]


def test_each_subheading_is_an_item_with_what_is_told_as_done_or_promised(outlined: Outlined) -> None:
    done = "县住建局在老城区新建停车场4个，新增泊位620个，有效缓解了老城区多年来的停车难、停车乱问题。"
    promised = "我们将在6月底前完成全县学校食堂的检查，对发现的问题立行立改。”县市场监管局局长表示。"
    text = f"{OPENING}补齐停车短板\n{done}\n守护舌尖安全\n“{promised}\n"

    assert read(outlined(text)) == [("补齐停车短板", [done]), ("守护舌尖安全", [promised])]


def test_what_a_citizen_asks_is_no_measure(outlined: Outlined) -> None:
    asked = "“小区门口什么时候能够新建停车场，解决我们的停车难题呢？”城关镇居民李先生发问。"

    assert read(outlined(f"{OPENING}回应百姓关切\n{asked}\n")) == []


def test_indicators_alone_are_no_measure(outlined: Outlined) -> None:
    told = "前三季度地区生产总值同比增长6.5%，增幅位居全市第2位，主要指标好于预期、稳中向好。"

    assert read(outlined(f"{OPENING}经济稳中有进\n{told}\n")) == []
