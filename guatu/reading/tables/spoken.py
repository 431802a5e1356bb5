"""What offices call units in their tables beside the names that a directory lists: 石河镇, 县纪委, 经开区."""

import re
from collections.abc import Iterator

from guatu.kernel.units import Directory, Unit

_HEAD = re.compile(r"^(?:中共|国网|中国)?([\u4e00-\u9fff]{0,7}?)([省市县区旗州])(?=[\u4e00-\u9fff]{2})")
_COMPANY = re.compile(r"(?:股份)?(?:有限)?(?:责任)?公司$")
_SHORTER: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(f"{long}$"), shorter)
    for long, shorter in (
        ("(镇|乡)人民政府", (r"\1", r"\1政府")),
        ("街道(?:办事处)?", ("街道", "街道办", "街道办事处")),
        ("经济(?:技术)?开发区(?:管理委员会|管委会)?", ("经开区", "开发区", "经济开发区")),
        ("经济(?:技术)?开发区(?:管理委员会|管委会)?", ("经开区管委会", "开发区管委会")),
        ("高新技术(?:产业)?开发区(?:管理委员会|管委会)?", ("高新区", "高新区管委会")),
        ("(园区|新区|度假区|示范区)(?:管理委员会|管委会)", (r"\1", r"\1管委会")),
        ("纪律检查委员会", ("纪委", "纪委监委", "纪检委")),
        ("监察委员会", ("监委", "纪委监委")),
        ("(?:委)?机构编制委员会办公室", ("编办", "委编办")),
        ("妇女联合会", ("妇联",)),
        ("工商业联合会", ("工商联",)),
        ("残疾人联合会", ("残联",)),
        ("文学艺术界联合会", ("文联",)),
        ("科学技术协会", ("科协",)),
        ("总工会", ("工会",)),
        ("供销合作社(?:联合社)?", ("供销社", "供销联社")),
        ("人民(法院|检察院)", (r"\1",)),
        ("(?<!委)人民政府办公室", ("政府办", "府办", "政府办公室")),
        ("人民代表大会常务委员会(?:办公室)?", ("人大", "人大办", "人大常委会")),
        ("(委)(督查|巡察|政策研究|改革)(?:委员会)?办公室", (r"\1\2办",)),
        ("政法委员会", ("政法委",)),
        ("(?:公安局)?交通警察(大队|支队)", (r"交警\1", r"公安局交警\1")),
        ("消防救援(大队|支队)", (r"消防\1", r"消防救援\1")),
        ("第([一二三四五六七八九十])(?:高级)?(中|小)学(?:校)?", (r"\1\2", r"第\1\2学")),
        ("疾病预防控制(中心)", (r"疾控\1",)),
        ("住房公积金(?:管理)?(中心)", (r"公积金\1",)),
        ("机关事务(?:管理|服务)(局|中心)", (r"机关事务\1", r"机关\1")),
        ("大?数据(?:资源)?(?:发展)?(?:管理|服务)?(局|中心)", (r"数据\1", r"大数据\1", r"数管\1")),
        ("自然资源和规划(局)", (r"自然资源\1", r"自规\1", r"资规\1")),
        ("城市建设投资(?:发展|开发)?(集团)?", ("城投公司", "城投集团", "城投")),
        ("(交通|农业|文化旅游|产业)(?:建设)?(?:投资|发展|控股)+(?:集团)?", (r"\1投公司", r"\1集团")),
    )
)  # fmt: skip
_LEAGUE = re.compile(r"^共青团([\u4e00-\u9fff]*?)([省市县区旗州])委(?:员会)?$")


class SpokenNames:
    """Names by which a unit of the directory is called and no other."""

    def __init__(self, directory: Directory) -> None:
        found: dict[str, set[Unit]] = {}
        for unit in directory.units:
            for form in _forms(unit):
                found.setdefault(form, set()).add(unit)
        self._units = {form: next(iter(units)) for form, units in found.items() if len(units) == 1}

    def get(self, name: str) -> str | None:
        """The listed name of the unit; None where none or several are so called."""
        unit = self._units.get(name)
        return unit.name if unit else None


def _forms(unit: Unit) -> Iterator[str]:
    name = unit.name
    if league := _LEAGUE.match(name):
        yield from (f"团{league[2]}委", "团委", f"{league[1]}团{league[2]}委", f"{league[2]}团委")
        return
    head = _HEAD.match(name)
    division = unit.division or ""
    body = name[head.end() :] if head else name.removeprefix(division).removeprefix(division[:-1])
    place, level = (head[1], head[2]) if head else (division[:-1], division[-1:])
    bare = _COMPANY.sub("", body)
    for pattern, shorter in _SHORTER:
        if pattern.search(bare):
            for form in shorter:
                spoken = pattern.sub(form, bare)
                yield from (opening + spoken for opening in ("", level, place + level, place))
