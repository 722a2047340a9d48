"""Domains at which anybody can have an address: they say nothing about whose customer somebody is."""

# Under whatever ending.
_NAMES = {
    "aol", "fastmail", "gmail", "gmx", "googlemail", "hotmail", "hushmail", "icloud", "mailinator", "msn", "outlook",
    "posteo", "proton", "protonmail", "rediffmail", "rocketmail", "tuta", "tutanota", "yahoo", "yandex", "ymail",
}  # fmt: skip
_NAMED = {
    "126.com", "163.com", "bigpond.com", "bk.ru", "btinternet.com", "comcast.net", "cox.net", "duck.com", "free.fr",
    "freenet.de", "hey.com", "inbox.lv", "inbox.ru", "laposte.net", "libero.it", "list.ru", "live.ca", "live.co.uk",
    "live.com", "live.com.au", "live.de", "live.fr", "live.it", "live.nl", "mac.com", "mail.com", "mail.ru",
    "mailbox.org", "me.com", "mozmail.com", "naver.com", "o2.pl", "orange.fr", "passmail.net", "pm.me",
    "privaterelay.appleid.com", "qq.com", "sapo.pt", "seznam.cz", "shaw.ca", "simplelogin.com", "sky.com",
    "t-online.de", "terra.com.br", "uol.com.br", "verizon.net", "virgilio.it", "virginmedia.com", "wanadoo.fr",
    "web.de", "wp.pl", "ya.ru", "zoho.com",
}  # fmt: skip
# Under which everybody has a name, as under a country: "co.uk".
_SHARED = {"ac", "co", "com", "edu", "gov", "net", "ne", "or", "org"}


def is_public(domain: str) -> bool:
    """Tell whether anybody can have an address at a domain: gmail.com, yahoo.co.uk."""
    name, _, rest = domain.partition(".")
    return domain in _NAMED or (name in _NAMES and _is_ending(rest))


def is_ending(domain: str) -> bool:
    """Tell whether a domain is nobody's own but the ending of many: "uk", "co.uk"."""
    return _is_ending(domain)


def _is_ending(rest: str) -> bool:
    first, _, last = rest.partition(".")
    return not last or (first in _SHARED and len(last) == 2)
