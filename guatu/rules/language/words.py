"""The words of the language, Chinese and English, and what no field may be called."""

import re

AND = ("且", "并且", "and")
OR = ("或者", "或", "or")
NOT = ("非", "not")
IF, THEN = ("若", "if"), ("则", "then")
ALL, ANY = ("全部", "all"), ("任一", "any")
EXISTS = ("存在", "exists")
JUDGED = ("人工核定", "judged")
AVERAGE, SUM = ("平均", "average"), ("合计", "sum")
BY, TIERS, OTHERWISE = ("按", "by"), ("分档", "tiers"), ("其他", "otherwise")
HAPPENED, NEVER = ("有", "has"), ("无", "has no")
YES, NO = ("是", "true"), ("否", "false")
ASKING_DAYS = {"申报日": "申报日", "当日": "当日", "apply_day": "申报日", "today": "当日"}

SIGNS = {
    ">=": "≥",
    "=>": "≥",
    "≥": "≥",
    "⩾": "≥",
    "≧": "≥",
    "<=": "≤",
    "≤": "≤",
    "⩽": "≤",
    "≦": "≤",
    "!=": "≠",
    "<>": "≠",
    "≠": "≠",
    "==": "=",
    "=": "=",
    ">": ">",
    "<": "<",
}
SIGN_WORDS = {
    **dict.fromkeys(("不低于", "不少于", "不小于", "不早于", "至少为", "达到"), "≥"),
    **dict.fromkeys(("不超过", "不高于", "不多于", "不大于", "不晚于", "至多为"), "≤"),
    **dict.fromkeys(("超过", "高于", "多于", "大于", "晚于"), ">"),
    **dict.fromkeys(("低于", "少于", "小于", "不足", "不满", "未满", "早于"), "<"),
    "等于": "=",
    "不等于": "≠",
}
"""Words of policies that are signs (the table of docs/rules.md; 民法典 第一千二百五十九条)."""
SUFFIXES = {
    **dict.fromkeys(("(含)以上", "及以上", "以上(含)", "以上"), "≥"),
    **dict.fromkeys(("(含)以下", "及以下", "以下(含)", "以下", "以内", "之内"), "≤"),
}
"""Words behind a figure that are signs: 300人以下."""
FLIPPED = {"=": "=", "≠": "≠", "<": ">", "≤": "≥", ">": "<", "≥": "≤"}

BETWEEN = ("介于", "between")
BELONGS, BELONGS_NOT = ("属于", "in"), ("不属于", "not in")
CONTAINS, CONTAINS_NOT = ("包含", "contains"), ("不包含", "does not contain")
CONTAINS_ANY, CONTAINS_ALL = ("包含任一", "contains any"), ("包含全部", "contains all")
EVER, EVER_ANY, EVER_ALL = (
    ("曾包含", "ever contained"),
    ("曾包含任一", "ever contained any"),
    ("曾包含全部", "ever contained all"),
)
STARTS = ("开头为", "starts with")
MISSING, PRESENT = ("为空", "is missing"), ("不为空", "is not missing")

NUMERAL = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
SPAN = r"(?P<span>年|个?月|天|日|个?工作日|years?|months?|days?|working days?)"
SPANS = {
    "年": "年",
    "year": "年",
    "years": "年",
    "月": "个月",
    "个月": "个月",
    "month": "个月",
    "months": "个月",
    "天": "天",
    "日": "天",
    "day": "天",
    "days": "天",
    "工作日": "工作日",
    "个工作日": "工作日",
    "working day": "工作日",
    "working days": "工作日",
}
AT_LEAST = re.compile(rf"(?:至少 ?(?P<count>{NUMERAL}) ?项|at_least (?P<n>\d{{1,3}})(?: of)?) ?(?=\()")
IN_A_ROW = re.compile(rf"(?:连续 ?(?P<count>{NUMERAL}) ?年|in each of (?P<n>\d{{1,3}}) years) ?(?=\()")
WINDOW = re.compile(rf"(?:近|最近|within ) ?(?P<count>{NUMERAL}) ?{SPAN}(?:以?内)?")
TIMES = re.compile(rf"(?:至少 ?(?P<count>{NUMERAL}) ?[次起件项]|at least (?P<n>\d{{1,3}}))")

_KEYWORDS = (
    *(AND + OR + NOT + IF + THEN + ALL + ANY + EXISTS + JUDGED + AVERAGE + SUM + BY + TIERS + OTHERWISE),
    *(HAPPENED + NEVER + YES + NO + BETWEEN + BELONGS + BELONGS_NOT + CONTAINS + CONTAINS_NOT),
    *(CONTAINS_ANY + CONTAINS_ALL + EVER + EVER_ANY + EVER_ALL + STARTS + MISSING + PRESENT),
    *ASKING_DAYS,
    *SIGN_WORDS,
)
RESERVED = frozenset(_KEYWORDS)
"""What no field and no label may be, for a rule could not tell the two apart."""

FULL_WIDTH = str.maketrans(
    {
        **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
        "\u3000": " ",
        "\t": " ",
        "\n": " ",
        "\r": " ",
        "−": "-",
        "–": "-",
        "—": "-",
        "、": ",",
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "【": "[",
        "】": "]",
        "『": "「",
        "』": "」",
        "﹝": "〔",
        "﹞": "〕",
    }
)
"""Characters that are read as another: one for one, so that places in the text stay."""
