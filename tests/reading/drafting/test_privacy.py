"""Contacts are left out of every item."""

from time import process_time

import pytest

from guatu.reading.drafting.privacy import without_contacts


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("联系人李某，13912345678。", "联系人李某，（略）。"),
        ("电话：8765432，地址不变", "电话（略），地址不变"),
        ("传真0571-8765432", "传真（略）"),
        ("邮箱li.si@yunqiao.gov.cn，抄送县水利局", "邮箱（略），抄送县水利局"),
        ("请寄 li.si@yunqiao.gov.cn 备案", "请寄 （略） 备案"),
        ("投资1391234567元，编号139123456789", "投资1391234567元，编号139123456789"),
    ],
)
def test_contacts_are_left_out_and_figures_are_kept(words: str, left: str) -> None:
    assert without_contacts(words) == left


def test_words_without_any_punctuation_cost_no_more_time_than_others() -> None:
    words = "推进项目建设" * 30_000
    begun = process_time()

    assert without_contacts(words) == words
    assert process_time() - begun < 2
