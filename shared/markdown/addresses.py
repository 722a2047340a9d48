"""Where links of an article may lead, and which addresses are files of our own."""

import re
from urllib.parse import unquote

from shared.markdown.anchors import anchor

# Where knowledgebase.views.files serves them.
_OWN_FILE = re.compile(r"/articles/files/[A-Za-z0-9_-]{16,64}/[A-Za-z0-9._~%!()+,@-]{1,600}")
# One slash and nothing that a browser would read as a second: "//elsewhere", "/\elsewhere", "/<tab>/elsewhere".
_OWN_PATH = re.compile(r"/(?:[!#-.0-;=?-\[\]_a-z~|{}][!#-;=?-\[\]_a-z~|{}]*)?")
_ELSEWHERE = re.compile(r"(?:https?://|mailto:)[^\s\\]+", re.IGNORECASE)
# Pages with headings of an article on them.
_ARTICLE = re.compile(r"/(?:k/\d+|articles/\d+-[^/]*/)(?:\?[^#]*)?")


def is_own_file(address: str) -> bool:
    """Tell whether this is the address of a file that an author added to an article."""
    name = unquote(address.rpartition("/")[2])
    return bool(_OWN_FILE.fullmatch(address)) and not set(name) & set("/\\\0") and name.strip(". ") != ""


def is_own_path(address: str) -> bool:
    """Tell whether this is a page of this very host, whatever a browser makes of it."""
    return bool(_OWN_PATH.fullmatch(address))


def is_allowed(address: str) -> bool:
    """Tell whether a link may lead there: elsewhere by http(s) and mail, or to a page or a heading of ours."""
    return bool(_ELSEWHERE.fullmatch(address)) or is_own_path(address) or bool(re.fullmatch(r"#s-[^\s<>\"']+", address))


def link_address(address: str) -> str:
    """Return where a link leads, "" if it may not; headings are linked to by their words or their ids."""
    page, sharp, heading = address.partition("#")
    if sharp and heading and (not page or _ARTICLE.fullmatch(page)):
        address = f"{page}#{anchor(unquote(heading))}"
    return address if is_allowed(address) else ""
