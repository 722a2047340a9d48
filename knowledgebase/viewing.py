"""That somebody read an article: counted once for each reader and day, without keeping who it was.

Staff and machines are no readers. The page of an article costs one INSERT; the sweep counts.
"""

from base64 import urlsafe_b64encode
from datetime import date, timedelta
from zlib import crc32
from zoneinfo import ZoneInfo

from crawleruseragents import is_crawler
from django.db import connection
from django.utils.crypto import salted_hmac

from accounts import throttle
from knowledgebase.models import Article, View
from shared import clock
from tenants import profiles
from tenants.scope import current_tenant_id

_RECENT = timedelta(days=30)
_KEPT = timedelta(days=90)
_MOST_AT_ONE_ADDRESS = 32

# Rows that an author holds just now are left for the next sweep, so that neither waits for the other.
_REFRESH = """
    WITH counted AS (
        SELECT article_id, count(DISTINCT reader_key) AS readers FROM knowledgebase_view
        WHERE tenant_id = %(tenant)s AND "on" > %(after)s GROUP BY article_id
    ), wrong AS (
        SELECT a.id, coalesce(c.readers, 0) AS readers
        FROM knowledgebase_article a LEFT JOIN counted c ON c.article_id = a.id
        WHERE a.tenant_id = %(tenant)s AND a.recent_views <> coalesce(c.readers, 0)
        ORDER BY a.id FOR NO KEY UPDATE OF a SKIP LOCKED
    )
    UPDATE knowledgebase_article a SET recent_views = wrong.readers FROM wrong
    WHERE a.tenant_id = %(tenant)s AND a.id = wrong.id
"""


def count(article: Article, request) -> None:
    """Count a reader of an article; the second visit of a day changes nothing."""
    if is_reading(request):
        row = View(article=article, on=_today(request.profile), reader_key=_reader_key(request))
        View.objects.bulk_create([row], ignore_conflicts=True)


def is_reading(request) -> bool:
    """Tell whether a customer has the page in front of them: no staff, no machine, no browser that only prepares."""
    user, agent = request.user, request.headers.get("User-Agent", "")
    if request.method != "GET" or (user.is_authenticated and user.is_staff_member):
        return False
    return not is_prefetch(request) and bool(agent) and not is_crawler(agent)


def is_prefetch(request) -> bool:
    """Tell whether the browser fetches a page that nobody has asked for yet."""
    return "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", "")).lower()


def _today(profile) -> date:
    return clock.now().astimezone(ZoneInfo(profile.time_zone)).date()


def _reader_key(request) -> str:
    """Return what tells this reader from others in this tenant, and leads back to nobody."""
    if request.user.is_authenticated:
        who = f"person {request.user.pk}"
    else:
        # Behind one address are several readers, but never more than this however a script calls itself.
        browser = crc32(request.headers["User-Agent"].encode()) % _MOST_AT_ONE_ADDRESS
        who = f"{throttle.network(request)} {browser}"
    digest = salted_hmac("knowledgebase.viewing", f"{current_tenant_id()} {who}", algorithm="sha256").digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


def refresh() -> int:
    """Bring the open scope's counts of recent readers up to date; return how many were not."""
    after = _today(profiles.current()) - _RECENT
    with connection.cursor() as cursor:
        cursor.execute(_REFRESH, {"tenant": current_tenant_id(), "after": after})
        return cursor.rowcount


def forget_old() -> int:
    """Delete the open scope's views that no count needs any more; return how many."""
    return View.objects.filter(on__lt=_today(profiles.current()) - _KEPT).delete()[0]
