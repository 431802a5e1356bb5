"""Items of documents that direct in running words: speeches, minutes, bulletins, instructions, news."""

from guatu.reading.drafting.directives.bulletin import find_findings
from guatu.reading.drafting.directives.minutes import find_topics
from guatu.reading.drafting.directives.news import find_stories
from guatu.reading.drafting.directives.speech import find_charges

__all__ = ["find_charges", "find_findings", "find_stories", "find_topics"]
