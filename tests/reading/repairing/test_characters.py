"""Damage to single characters."""

import pytest

from guatu.reading.repairing.characters import mend_characters
from guatu.reading.repairing.working import WorkingText


def mended(text: str) -> tuple[str, dict[str, int]]:
    """The text after repair and how often each kind of repair was made."""
    working = WorkingText(text)
    mend_characters(working)
    return working.text, {repair.kind: repair.count for repair in working.repairs()}


@pytest.mark.parametrize(
    ("found", "text", "kind"),
    [
        ("２０２４年清淤１２．５公里", "2024年清淤12.5公里", "fullwidth_figures"),
        ("完成率９８％", "完成率98%", "fullwidth_figures"),
        ("Ａ级防洪堤", "A级防洪堤", "fullwidth_figures"),
        ("县水\u200b利局\ufeff负责", "县水利局负责", "invisible"),
        ("县水利局\u00a0负责", "县水利局 负责", "spaces"),
        ("2 0 2 4 年完成", "2024 年完成", "split_figures"),
        ("已完成整改.下一步加强巡查", "已完成整改。下一步加强巡查", "latin_stops"),
        ("產業(yè)园", "产业园", "pinyin"),
        ("企业(yè)用地", "企业用地", "pinyin"),
        ("要抓好（hǎo）落实", "要抓好落实", "pinyin"),
        ("开展伪民服务，现再已经完成", "开展为民服务，现在已经完成", "homophones"),
        ("硪县得水利工作", "我县的水利工作", "homophones"),
        ("<strong>县水利局</strong>负责<br/>", "县水利局负责", "misdecoded"),
    ],
)
def test_noise_is_mended_and_counted(found: str, text: str, kind: str) -> None:
    clean, counts = mended(found)

    assert clean == text
    assert kind in counts


@pytest.mark.parametrize(
    "text",
    [
        "一、县水利局要在2024年6月底前完成12.5公里清淤；（二）各镇配合。",
        "增长3 5 %",
        "县水利局(原水务局)负责",
        "三、再次强调、再三要求，再接再厉",
        "打击伪造证件、假冒伪劣",
        "野生动物保护与田野调查",
        "不得擅自改变，获得一致好评，取得实效，务必使得问题得到解决",
        "乾县林业局编著材料",
        "访问 www.yunqiao.gov.cn 网站",
        "附件：1.任务清单",
        "一.总体情况\n二.存在问题",
        "（一.二）",
        "现场？！绝不允许！",
        "",
    ],
)
def test_clean_text_passes_through_unchanged(text: str) -> None:
    assert mended(text) == (text, {})


def test_traditional_writing_becomes_simplified() -> None:
    clean, counts = mended("縣水利局對灌區節水改造項目進行檢查，著力解決問題")

    assert clean == "县水利局对灌区节水改造项目进行检查，着力解决问题"
    assert counts["traditional"] == 11


def test_a_stray_traditional_character_does_not_change_its_simplified_neighbours() -> None:
    clean, counts = mended("乾县水利局负责堤防巡查、著名水库除险加固和灌区節水改造。")

    assert clean == "乾县水利局负责堤防巡查、著名水库除险加固和灌区节水改造。"
    assert counts == {"traditional": 1}


def test_a_word_in_parentheses_that_is_no_reading_of_its_character_stays() -> None:
    assert mended("建设云(cloud)平台") == ("建设云(cloud)平台", {})


def test_substitution_is_only_looked_for_where_the_text_betrays_it() -> None:
    assert mended("办得好的要表扬，再难也要完成")[0] == "办得好的要表扬，再难也要完成"


@pytest.mark.parametrize(
    ("found", "text"),
    [
        ("“要加快进度?！?/p>", "“要加快进度。”"),
        ("（务必加快进度?。?/p>", "（务必加快进度！）"),
    ],
)
def test_text_decoded_out_of_step_is_shifted_back(found: str, text: str) -> None:
    assert mended(found)[0] == text
