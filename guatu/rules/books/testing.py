"""Running a book's examples: what each rule says of the cases beside it."""

from collections.abc import Iterator
from dataclasses import dataclass

from guatu.rules.books.rule import Book, Example, Rule
from guatu.rules.reference import decide
from guatu.rules.truth import Verdict


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """One example with what was decided; `in_force` is False where its day lies outside the rule's days."""

    rule: Rule
    example: Example
    verdict: Verdict
    in_force: bool

    @property
    def is_right(self) -> bool:
        """Whether the rule says what the example expects: out of force it says no."""
        return self.verdict is self.example.expect


def run_examples(book: Book) -> Iterator[Outcome]:
    """Every example of every rule, in the order of the book."""
    for rule in book:
        for example in rule.examples:
            in_force = rule.is_in_force(example.day)
            verdict = decide(rule.when, example.row, book.on(example.day)) if in_force else Verdict.NO
            yield Outcome(rule, example, verdict, in_force)
