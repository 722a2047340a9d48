"""The languages whose words PostgreSQL can reduce to their stems, without any extension."""

from django.db import connection

# By the name of the text search configuration.
LANGUAGES = {
    "arabic": "Arabic",
    "armenian": "Armenian",
    "basque": "Basque",
    "catalan": "Catalan",
    "danish": "Danish",
    "dutch": "Dutch",
    "english": "English",
    "finnish": "Finnish",
    "french": "French",
    "german": "German",
    "greek": "Greek",
    "hungarian": "Hungarian",
    "indonesian": "Indonesian",
    "irish": "Irish",
    "italian": "Italian",
    "lithuanian": "Lithuanian",
    "norwegian": "Norwegian",
    "portuguese": "Portuguese",
    "romanian": "Romanian",
    "russian": "Russian",
    "serbian": "Serbian",
    "spanish": "Spanish",
    "swedish": "Swedish",
    "turkish": "Turkish",
    "simple": "Another language, or several: words exactly as they are written",
}
DEFAULT = "english"

_STEMS = "SELECT word, (ts_lexize(%s::regdictionary, word))[1] FROM unnest(%s::text[]) AS word"


def dictionary(language: str) -> str:
    """Return the name of the PostgreSQL dictionary that stems the language's words."""
    known = language if language in LANGUAGES else DEFAULT
    return "simple" if known == "simple" else f"{known}_stem"


def stems_of(words: list[str], language: str) -> dict[str, str | None]:
    """Return the stem of each folded word; None for a word that says nothing ("the")."""
    with connection.cursor() as cursor:
        cursor.execute(_STEMS, [dictionary(language), words])
        return dict(cursor.fetchall())
