"""Text that people wrote becomes HTML here and nowhere else: messages of tickets, and articles."""

from shared.markdown.articles import Heading, Rendered, Words, article, is_own_file, lines_of_code, text_of, title_of
from shared.markdown.messages import naming, own_words, plain, render

__all__ = [
    "Heading",
    "Rendered",
    "Words",
    "article",
    "is_own_file",
    "lines_of_code",
    "naming",
    "own_words",
    "plain",
    "render",
    "text_of",
    "title_of",
]
