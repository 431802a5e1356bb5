"""Rules: sentences of policy, compiled once, decided over rows with three answers: yes, no, unknown.

A library of its own: no Django, no database. See docs/rules.md. Whole columns are decided by
`guatu.rules.matching`, which needs NumPy and is imported by whoever needs it.
"""

from guatu.rules.answers.answering import Answer, answer
from guatu.rules.answers.plain import as_data
from guatu.rules.answers.sentences import sentences
from guatu.rules.books.facts import read_row
from guatu.rules.books.loading import load_book, read_book
from guatu.rules.books.rule import Book, Rule
from guatu.rules.books.testing import run_examples
from guatu.rules.catalogue.fields import Catalogue
from guatu.rules.catalogue.loading import load_catalogue, read_catalogue
from guatu.rules.checking.findings import check
from guatu.rules.errors import RuleRefusal, RuleTextRefused
from guatu.rules.language.forms import from_form, to_form
from guatu.rules.language.parsing import parse
from guatu.rules.language.printing import print_rule
from guatu.rules.reference import decide
from guatu.rules.regimes.lighting import show
from guatu.rules.regimes.loading import load_regimes, read_regimes
from guatu.rules.setting import Parameters, Setting
from guatu.rules.truth import Verdict

__all__ = [
    "Answer",
    "Book",
    "Catalogue",
    "Parameters",
    "Rule",
    "RuleRefusal",
    "RuleTextRefused",
    "Setting",
    "Verdict",
    "answer",
    "as_data",
    "check",
    "decide",
    "from_form",
    "load_book",
    "load_catalogue",
    "load_regimes",
    "parse",
    "print_rule",
    "read_book",
    "read_catalogue",
    "read_regimes",
    "read_row",
    "run_examples",
    "sentences",
    "show",
    "to_form",
]
