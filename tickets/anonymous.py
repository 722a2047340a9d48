"""A reply without its requester: what is left of staff's words when an article is made from them.

Nothing here reads the database. What is known of the requester is taken out wherever it stands; what merely looks
like an address, a number or a secret as well. When in doubt it goes: a gap is mended in a minute, a name that was
published stays known. It cannot know a third person's name, which is why a draft is read before it is published.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from shared.masking import EMAIL, GAP, LONG_NUMBER


@dataclass(frozen=True)
class Private:
    """What is known of a requester, and must not stay."""

    names: Iterable[str] = ()
    emails: Iterable[str] = ()
    answers: Iterable[str] = ()
    numbers: Iterable[int] = ()


def reply(text: str, private: Private) -> str:
    """Return a reply of staff without greeting, quotations and signature, and without what is private."""
    return _tidy(_mask(_without_frame(_plain(text)), private))


def title(subject: str, private: Private) -> str:
    """Return a subject as a title if there is nothing in it that could be private, else an empty string.

    A subject is the requester's own words, so it has to be plain: no numbers, no quotations, and no word in the
    middle that is written like a name.
    """
    subject = " ".join(_plain(subject).split())
    is_plain = not re.search(r"[\d\"“”„«»@#/…]", subject) and not _looks_like_names(subject)
    return subject if is_plain and _mask(subject, private) == subject else ""


def _looks_like_names(subject: str) -> bool:
    later = re.findall(r"[^\W\d_][\w'’-]*", subject)[1:]
    # Short capitals are VAT, PDF, DNS.
    return any(word[0].isupper() and word != "I" and not (word.isupper() and 2 <= len(word) <= 4) for word in later)


def _plain(text: str) -> str:
    """Return a text in which the same letters are the same characters, without invisible ones between them."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    text = "".join(char for char in text if char == "\n" or unicodedata.category(char) not in ("Cf", "Cc", "Co"))
    return re.sub(r"[^\S\n]", " ", text)


# --- what stands around the words ------------------------------------------------------------------------

_GREETINGS = (
    r"(?:hi|hello|hey|hiya|dear|greetings|good (?:morning|afternoon|evening|day)|hallo|liebe[rs]?|guten (?:tag|morgen)"
    r"|bonjour|salut|olá|oi|hola|ciao|buongiorno|caro|cara|prezado|prezada|estimado|estimada)"
)
_WORD = r"[^\W\d_][\w'’.-]*"
# A greeting with a line to itself, and one before the first sentence.
_GREETING_LINE = re.compile(rf"{_GREETINGS}\b(?: +[^\s,!.]+){{0,4}} *[,!.:–—-]*", re.IGNORECASE)
_GREETING = re.compile(rf"{_GREETINGS}\b(?: +{_WORD}){{0,4}} *[,!–—] *(?:and )?", re.IGNORECASE)
_FAREWELL = re.compile(
    r"[*_]*(?:(?:with )?(?:best|kind|warm|many)(?: (?:regards|wishes|thanks))?|regards|cheers|sincerely"
    r"|yours(?: \w+)?|thanks|thank you|--|—)[*_]*[ ,.!]*(?:[^\n]{0,40})",
    re.IGNORECASE,
)
_LONGEST_SIGNATURE = 4
_LONGEST_FAREWELL = 40


def _without_frame(text: str) -> str:
    """Leave out the greeting, quoted lines, which are the requester's own words, and the signature."""
    lines = _without_quotations(text.strip().split("\n"))
    while lines and (not lines[0].strip() or _GREETING_LINE.fullmatch(lines[0].strip())):
        del lines[0]
    if lines:
        first = _GREETING.sub("", lines[0], count=1) if _GREETING.match(lines[0]) else lines[0]
        lines[0] = first[:1].upper() + first[1:]
    written = [place for place, line in enumerate(lines) if line.strip()]
    for place in written[-_LONGEST_SIGNATURE:]:
        line = lines[place].strip()
        if len(line) <= _LONGEST_FAREWELL and _FAREWELL.fullmatch(line) and place:
            return "\n".join(lines[:place])
    return "\n".join(lines)


def _without_quotations(lines: list[str]) -> list[str]:
    kept, in_callout, in_quotation = [], False, False
    for line in lines:
        is_marked = line.lstrip().startswith(">")
        in_callout = is_marked and (in_callout or bool(re.match(r"\s*>\s*\[!\w+\]\s*$", line)))
        # A quotation goes on until an empty line, also where a line of it lacks its mark.
        in_quotation = not in_callout and (is_marked or (in_quotation and bool(line.strip())))
        if not in_quotation and not re.match(r"\s*(?:on .{5,80} wrote|-+ ?original message)", line, re.IGNORECASE):
            kept.append(line)
    return kept


# --- what is private -----------------------------------------------------------------------------------------

# In the order in which they are looked for.
_PATTERNS = (
    EMAIL,
    # Addresses of tickets, and what stands behind a question mark in any other: it may open an account.
    re.compile(r"(?:https?://|www\.)\S{0,300}?/tickets/\S*|(?<=[\w/])\?[\w%&.~+-]{1,60}=[^\s)\]>]*", re.IGNORECASE),
    re.compile(r"(?<=://)[^\s/@:]{1,100}:[^\s/@]{1,100}@"),
    re.compile(r"(?<![\w/])@[\w.-]*\w"),
    re.compile(
        r"#\d{2,}|\b(?:ticket|case|order|invoice)(?: (?:number|no\.?|id))? *[#:]? *[\w-]{0,30}?\d[\w-]*", re.IGNORECASE
    ),
    re.compile(r"(?:[x*•]{2,20}+[ -]?+){1,4}+\d{2,4}\b|\bending (?:in |with |on )?\d{2,4}\b", re.IGNORECASE),
    re.compile(r"(?<![\w:])(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}(?![\w:])", re.IGNORECASE),
    # A long run of letters and digits is a key or a number of something.
    re.compile(r"\b(?=\w*\d)(?=\w*[^\W\d_])\w{12,}\b"),
    LONG_NUMBER,
)
# "Your password is hunter2": the word stays, what follows goes.
_SECRET = re.compile(
    r"\b(pass(?:word|code|phrase)|pin|(?:one-time |security |backup )?code)( (?:is|was)|:)( *)(\S+)", re.I
)
_SECRET_WORDS = re.compile(
    r"\W*(?:a|an|the|not|no|too|wrong|your|in|on|sent|only|now|still|already|at|for|\w+ed)\b", re.I
)

_TITLES = r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Herr|Frau|Mme|Sr|Sra|Dona|Dom)"
_INITIALS = r"(?:(?<!\w)[^\W\d_a-z]\. ?){1,3}"
# Stands where a name stood until it is clear what the sentence needs instead; no text has it, see _plain().
_NAME = "\ue000"
# Names that are ordinary words too go only where they are written as names.
_ALSO_WORDS = frozenset(
    "will may mark rose art bill grant hope joy rich frank sue pat drew penny dean young long king white brown black "
    "green gray page price day small cook bell faith grace dawn june april august summer chance chase miles max stone "
    "rock wood field hill lake rivers banks bush little short sharp swift wise good best love case cash church cross "
    "case north west east south ford knight bishop major read reed ray gene jack nick rob skip van von der den del the "
    "and test user name guest customer client admin support info mail team office company".split()
)
_SHARED_MAIL = re.compile(
    r"(?:gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|icloud|me|mac|aol|gmx|web|mail|proton|protonmail|pm|zoho"
    r"|yandex|fastmail|tutanota|example)\.[a-z.]{2,8}",
    re.IGNORECASE,
)


def _mask(text: str, private: Private) -> str:
    for email in filter(None, private.emails):
        text = _without_email(text, _plain(email))
    answers = {form for answer in private.answers for form in _forms_of(_plain(answer).strip())}
    for answer in sorted(answers, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){_loosely(answer)}(?!\w)", GAP, text, flags=re.IGNORECASE)
    text = _without_names(text, [_plain(name) for name in private.names])
    for number in private.numbers:
        text = re.sub(rf"#?(?<!\d){number}(?!\d)", GAP, text)
    for pattern in _PATTERNS:
        text = pattern.sub(GAP, text)
    return _SECRET.sub(lambda found: found[0] if _SECRET_WORDS.match(found[4]) else f"{found[1]}{found[2]} {GAP}", text)


def _without_email(text: str, email: str) -> str:
    local, _, domain = email.partition("@")
    text = re.sub(re.escape(email), GAP, text, flags=re.IGNORECASE)
    if len(local) >= 3 and local.lower() not in _ALSO_WORDS and not local.lower().isalpha():
        text = re.sub(rf"(?<!\w){re.escape(local)}(?!\w)", GAP, text, flags=re.IGNORECASE)
    if "." in domain and not _SHARED_MAIL.fullmatch(domain):
        own = rf"(?:https?://)?(?:[\w-]{{1,63}}\.){{0,6}}{re.escape(domain)}(?![\w-])(?:/[^\s)\]>]*)?"
        text = re.sub(rf"(?<![\w-]){own}", GAP, text, flags=re.IGNORECASE)
    return text


def _forms_of(answer: str) -> set[str]:
    """Return the ways in which an answer may be written; none for one that says nothing about anybody."""
    if sum(char.isalnum() for char in answer) < 3 or answer.lower() in ("yes", "no", "none", "n/a", "not"):
        return set()
    forms = {answer}
    try:
        day = date.fromisoformat(answer)
    except ValueError:
        return forms
    for month in (f"{day:%B}", f"{day:%b}"):
        for number in (f"{day.day}", f"{day.day}{_ordinal(day.day)}"):
            forms |= {f"{number} {month} {day.year}", f"{month} {number}, {day.year}", f"{month} {number} {day.year}"}
            forms |= {f"{number} {month}", f"{month} {number}"}
    for sign in "./-":
        for first, second in ((day.day, day.month), (day.month, day.day)):
            forms |= {f"{first}{sign}{second}{sign}{day.year}", f"{first:02}{sign}{second:02}{sign}{day.year}"}
            forms |= {f"{first}{sign}{second}{sign}{day:%y}", f"{first:02}{sign}{second:02}{sign}{day:%y}"}
    return forms


def _ordinal(day: int) -> str:
    return "th" if 10 <= day % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def _loosely(answer: str) -> str:
    """Return a pattern for an answer with any space, and any emphasis, between its words."""
    return r"[\s*_]{1,6}".join(re.escape(word) for word in answer.split())


def _without_names(text: str, names: list[str]) -> str:
    words = {part for name in names for part in _parts(name)}
    if not words:
        return text
    words |= {_unaccented(word) for word in words}
    one = "|".join(_name_pattern(word) for word in sorted(words, key=len, reverse=True))
    text = re.sub(one, _NAME, text)
    text = re.sub(rf"{_NAME}(?:[ *_・-]{{0,6}}{_NAME})+", _NAME, text)
    text = re.sub(rf"{_INITIALS}{_NAME}", _NAME, text)
    text = re.sub(rf"(?<!\w){_TITLES}\.? {_NAME}", _NAME, text)
    # "Thanks, Jo!" and "Jo, open the settings" lose the name, "Jo's plan" is your plan, and Jo is you.
    text = re.sub(rf", {_NAME}(?=[.!?,)]|$)", "", text, flags=re.MULTILINE)
    text = re.sub(rf"(^|[.!?] ){_NAME}, (\w)", lambda found: found[1] + found[2].upper(), text, flags=re.MULTILINE)
    return re.sub(rf"{_NAME}(?:'s|’s|'|’)(?!\w)", "your", text).replace(_NAME, "you")


def _parts(name: str) -> Iterable[str]:
    if not _has_case(name):
        yield "".join(name.split())
    for word in name.split():
        yield from (part for part in {word, *re.split(r"[-'’.]", word)} if len(part) >= 2 and part[:1].isalpha())


def _has_case(word: str) -> bool:
    return word.lower() != word.upper()


def _name_pattern(word: str) -> str:
    if not _has_case(word):
        return re.escape(word)  # in scripts without capitals words may also stand together without a space
    return rf"(?<!\w){_cased_name(word)}(?!\w)"


def _cased_name(word: str) -> str:
    if word.lower() in _ALSO_WORDS or len(word) <= 3:
        return f"(?:{re.escape(word[0].upper() + word[1:].lower())}|{re.escape(word.upper())})"
    return f"(?i:{re.escape(word)})"


def _unaccented(word: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))


def _tidy(text: str) -> str:
    """Return a text whose gaps look like gaps: one for several, no empty line for two."""
    text = re.sub(rf"{GAP}(?:[ ,]*{GAP})+", GAP, text)
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", text).strip()
