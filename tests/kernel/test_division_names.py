"""What the name of a division says: its level and its stem, and zones that only sound like one."""

import pytest

from guatu.kernel.division_names import Level, levels_of, stem
from guatu.kernel.divisions import provinces


@pytest.mark.parametrize(
    ("name", "levels"),
    [
        ("重庆市", ["province"]),
        ("甘肃省", ["province"]),
        ("广西壮族自治区", ["province"]),
        ("澳门特别行政区", ["province"]),
        ("云桥市", ["prefecture", "county"]),
        ("云桥地区", ["prefecture"]),
        ("锡林郭勒盟", ["prefecture"]),
        ("恩施土家族苗族自治州", ["prefecture"]),
        ("云桥县", ["county"]),
        ("临江区", ["county"]),
        ("浦东新区", ["county"]),
        ("滨海新区", ["county"]),
        ("神农架林区", ["county"]),
        ("六枝特区", ["county"]),
        ("晋城市城区", ["county"]),
        ("土默特左旗", ["county"]),
        ("鄂伦春自治旗", ["county"]),
        ("河西镇", ["town"]),
        ("河西乡", ["town"]),
        ("河西回族乡", ["town"]),
        ("解放街道", ["town"]),
        ("解放街道办事处", ["town"]),
        ("巴彦苏木", ["town"]),
        ("前进村", ["village"]),
        ("前进村村民委员会", ["village"]),
        ("前进社区", ["village"]),
        ("巴彦嘎查", ["village"]),
    ],
)
def test_the_ending_of_a_name_says_its_level(name: str, levels: list[Level]) -> None:
    assert list(levels_of(name)) == levels


@pytest.mark.parametrize(
    "name",
    [
        "云桥经济技术开发区",
        "云桥高新区",
        "云桥工业园区",
        "江东新区",
        "沿海新区",
        "云桥新区",
        "青山风景区",
        "三峡库区",
        "中心城区",
        "市辖区",
        "县",
        "街道",
        "云桥",
        "",
    ],
)
def test_what_is_no_division_has_no_level(name: str) -> None:
    assert not levels_of(name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("云桥县", "云桥"),
        ("云桥", "云桥"),
        ("云县", "云县"),
        ("津市市", "津市"),
        ("临江区", "临江"),
        ("解放街道办事处", "解放"),
        ("前进村村民委员会", "前进"),
        ("前进村民委员会", "前进"),
        ("前进社区居委会", "前进"),
        ("云桥回族自治县", "云桥"),
        ("双江拉祜族佤族布朗族傣族自治县", "双江"),
        ("积石山保安族东乡族撒拉族自治县", "积石山"),
        ("伊犁哈萨克自治州", "伊犁"),
        ("克孜勒苏柯尔克孜自治州", "克孜勒苏"),
        ("顺河回族区", "顺河"),
        ("河西彝族乡", "河西"),
        ("隆林各族自治县", "隆林"),
        ("东乡族自治县", "东乡"),
        ("鄂伦春自治旗", "鄂伦春"),
        ("鄂温克族自治旗", "鄂温克"),
        ("云桥经济技术开发区", "云桥经济技术开发区"),
        ("江东新区", "江东新区"),
        ("浦东新区", "浦东"),
    ],
)
def test_the_stem_is_what_people_call_the_place(name: str, expected: str) -> None:
    assert stem(name) == expected


def test_every_province_keeps_its_short_name() -> None:
    assert {province.name: stem(province.name) for province in provinces()} == {
        province.name: province.stem for province in provinces()
    }
