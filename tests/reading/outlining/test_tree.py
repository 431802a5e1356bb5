"""The tree of headings."""

from guatu.reading.loading import load
from guatu.reading.outlining import Node, Outline, grow, read_lines
from guatu.reading.repairing import repair
from guatu.reading.source import Block, Source


def outline_of(text: str, *, until: int | None = None) -> Outline:
    whole = repair(load(text.encode(), name="paper.txt"))
    return grow(whole, read_lines(whole), until=until)


def styled(*blocks: tuple[str, int | None]) -> Outline:
    """The outline of paragraphs and of headings that have a level by their style."""
    made, place = [], 0
    for words, level in blocks:
        kind = "paragraph" if level is None else "heading"
        made.append(Block(place, place + len(words), kind, level))  # type: ignore[arg-type]
        place += len(words) + 1
    whole = repair(Source("a.docx", "", "", "\n".join(words for words, _ in blocks), tuple(made)))
    return grow(whole, read_lines(whole))


def shape(node: Node) -> list[object]:
    """Titles as nested lists."""
    return [[child.title, *shape(child)] for child in node.children]


def test_ordinals_stand_under_one_another_as_offices_rank_them() -> None:
    text = "一、问题\n（一）台账\n1.水务台账\n（1）登记\n2.林业台账\n（二）巡查\n二、要求"

    assert shape(outline_of(text).root) == [
        ["问题", ["台账", ["水务台账", ["登记"]], ["林业台账"]], ["巡查"]],
        ["要求"],
    ]


def test_a_level_that_is_left_out_is_not_missed() -> None:
    assert shape(outline_of("一、问题\n1.水务台账。\n2.林业台账。\n二、要求").root) == [
        ["问题", ["水务台账"], ["林业台账"]],
        ["要求"],
    ]


def test_headings_by_style_rank_by_their_level_where_no_ordinal_does() -> None:
    outline = styled(("存在问题", 1), ("台账不全", 2), ("水务台账缺登记。", None), ("工作要求", 1))

    assert shape(outline.root) == [["存在问题", ["台账不全"]], ["工作要求"]]
    assert [line.text for line in outline.root.children[0].children[0].body] == ["水务台账缺登记。"]


def test_spoken_ordinals_open_no_heading() -> None:
    root = outline_of("一、整改情况\n一是建立台账。\n二是加强巡查。").root

    assert shape(root) == [["整改情况"]]
    assert [line.text for line in root.children[0].body] == ["一是建立台账。", "二是加强巡查。"]


def test_first_and_second_are_sections_of_a_speech_but_not_below_numbered_headings() -> None:
    speech = outline_of("第一，抓好防汛。\n第二，抓好抗旱。").root
    report = outline_of("一、抓好防汛\n第一，检查堤防。\n第二，清理河道。").root

    assert shape(speech) == [["抓好防汛"], ["抓好抗旱"]]
    assert shape(report) == [["抓好防汛"]]


def test_a_heading_ends_at_its_first_full_stop_and_the_rest_runs_in() -> None:
    text = "一、堤防隐患排查。县水利局要在6月底前完成。"
    node = outline_of(text).root.children[0]

    assert (node.heading, node.title) == ("一、堤防隐患排查。", "堤防隐患排查")
    assert node.run_in is not None
    assert text[slice(*node.run_in)] == "县水利局要在6月底前完成。"


def test_a_bracket_behind_a_sentence_does_not_run_in() -> None:
    node = outline_of("1.清理河道。（责任单位：县水利局）").root.children[0]

    assert node.run_in is None


def test_a_long_numbered_paragraph_without_a_full_stop_is_no_heading() -> None:
    node = outline_of("1." + "，".join(["县水利局会同各镇逐段排查堤防隐患"] * 8)).root.children[0]

    assert (node.heading, node.title) == ("", "")


def test_the_path_names_the_headings_above_from_the_outermost() -> None:
    root = outline_of("一、问题\n（一）台账\n1.水务台账").root
    deepest = list(root.walk())[-1]

    assert deepest.title == "水务台账"
    assert deepest.path() == ("一、问题", "（一）台账")


def test_a_node_ends_where_the_last_line_below_it_ends() -> None:
    text = "一、问题\n（一）台账\n台账不全。\n二、要求"
    root = outline_of(text).root

    assert root.children[0].end == text.index("\n二、")


def test_lines_of_the_closing_are_left_out() -> None:
    text = "一、问题\n台账不全。\n云桥县水利局"
    outline = outline_of(text, until=text.index("云桥"))

    assert [line.text for line in outline.lines] == ["一、问题", "台账不全。"]
    assert outline.root.children[0].end == text.index("\n云桥")


def test_cells_stay_out_of_the_tree() -> None:
    rows = "<tr><th>任务</th><th>责任单位</th></tr><tr><td>一、清理河道</td><td>县水利局</td></tr>"
    page = f"<h1>任务清单</h1><table>{rows}</table><p>二、要求</p>"
    whole = repair(load(page.encode(), name="paper.html"))
    outline = grow(whole, read_lines(whole))

    assert [outline.text[cell.start : cell.end] for cell in outline.cells] == [
        "任务",
        "责任单位",
        "一、清理河道",
        "县水利局",
    ]
    assert "清理河道" not in [node.title for node in outline.root.walk()]
