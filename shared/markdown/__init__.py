"""Text that people wrote becomes HTML here and nowhere else: messages of tickets, and articles."""

from shared.markdown.articles import Heading, Rendered, Words, article, is_own_file, text_of
from shared.markdown.messages import plain, render

__all__ = ["Heading", "Rendered", "Words", "article", "is_own_file", "plain", "render", "text_of"]
