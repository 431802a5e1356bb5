"""Lines and furniture by position alone, whatever drew them."""

from guatu.reading.loading.layout.furniture import take_furniture
from guatu.reading.loading.layout.joining import cell_text, joint
from guatu.reading.loading.layout.lines import lines_of
from guatu.reading.loading.layout.shapes import Glyph, Line, Page


def square(char: str, x: float, base: float) -> Glyph:
    return Glyph(char, x, base - 14, x + 16, base + 2, base)


def line(text: str, y: float, *, x: float = 72, page: int = 1, size: float = 16) -> Line:
    return Line(text, page, x, y, x + size * len(text), y + size, size)


def test_a_character_drawn_as_a_picture_stays_in_its_line() -> None:
    flat = Glyph("一", 89, 92, 103, 94, 100)  # its box holds the ink of one stroke

    found = lines_of([square("每", 56, 100), square("周", 72, 100), flat, square("次", 104, 100)], page=1)

    assert [(found_line.text, found_line.size) for found_line in found] == [("每周一次", 16)]


def test_what_a_browser_prints_around_a_page_is_furniture() -> None:
    head, foot = "2026/11/22 14:07 云桥县人民政府", "https://www.example.gov.cn/a/1.html 1/2"
    page = Page(1, 595, 842, [line(head, 20, size=9), line("一、总体要求", 300), line(foot, 815, size=9)])

    taken = take_furniture([page])

    assert [found.text for found in taken] == [head, foot]
    assert [found.text for found in page.lines] == ["一、总体要求"]


def test_a_date_that_signs_a_document_is_no_furniture() -> None:
    page = Page(1, 595, 842, [line("县政府办公室", 740), line("2026年5月8日", 768)])

    assert take_furniture([page]) == []
    assert len(page.lines) == 2


def test_lines_of_a_cell_are_joined_unless_the_next_could_have_begun_on_them() -> None:
    wrapped = [line("县应急管", 10), line("理局", 30)]
    listed = [line("水利局", 10), line("农业农村局", 30)]
    ordinals = [line("一是全面排查；", 10), line("二是逐项整改", 30)]

    assert cell_text(wrapped, width=70) == "县应急管理局"
    assert cell_text(listed, width=120) == "水利局\n农业农村局"
    assert cell_text(ordinals, width=112) == "一是全面排查；\n二是逐项整改"
    assert cell_text([], width=50) == ""


def test_only_latin_words_are_joined_with_a_blank() -> None:
    assert joint("office", "system") == " "
    assert joint("投资12", "3万元") == ""
    assert joint("整改", "GDP") == ""
