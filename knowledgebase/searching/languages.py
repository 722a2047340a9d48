"""The languages whose words PostgreSQL can reduce to their stems, without any extension."""

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


def dictionary(language: str) -> str:
    """Return the name of the PostgreSQL dictionary that stems the language's words."""
    known = language if language in LANGUAGES else DEFAULT
    return "simple" if known == "simple" else f"{known}_stem"
