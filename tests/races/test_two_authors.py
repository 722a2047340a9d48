"""Two authors save one article at the same instant: one is told, and no wording is lost."""

from functools import partial

from activity.models import Event
from knowledgebase import events, writing
from knowledgebase.models import Article, ArticleVersion
from tests.knowledgebase import make
from tests.together import committed, together

ARTICLES = 20

pytestmark = committed


def test_twenty_articles_saved_by_two_people_at_once(cast):
    articles = [make.article(cast.ana, title=f"Article {number}") for number in range(ARTICLES)]
    for article in articles:
        words = {cast.ana: f"Ana's words about {article.title}.", cast.ben: f"Ben's words about {article.title}."}
        results = together(
            *(partial(writing.save, article, {"body": words[who]}, by=who, seen=1) for who in (cast.ana, cast.ben))
        )
        (won,) = [result for result in results if isinstance(result, Article)]
        (refused,) = [result for result in results if isinstance(result, writing.EditedMeanwhile)]
        second = cast.ben if won.modified_by == cast.ana else cast.ana
        # The second is told whose words are there, and which.
        assert (refused.saved.number, refused.saved.saved_by, refused.saved.body) == (
            2,
            won.modified_by,
            words[won.modified_by],
        )
        # Saving again, having seen them, is a decision.
        writing.save(article, {"body": words[second]}, by=second, seen=refused.saved.number)
        kept = list(article.versions.order_by("number").values_list("number", "saved_by", "body"))
        assert kept[1:] == [
            (2, won.modified_by_id, words[won.modified_by]),
            (3, second.pk, words[second]),
        ]
        article.refresh_from_db()
        assert (article.version, article.body, article.modified_by) == (3, words[second], second)
    assert ArticleVersion.objects.count() == 3 * ARTICLES
    assert Event.objects.filter(name=events.SAVED).count() == 2 * ARTICLES


def test_a_double_click_saves_once(cast):
    for number in range(5):
        article = make.article(cast.ana, title=f"Article {number}")
        click = partial(writing.save, article, {"body": "Once."}, by=cast.ana, seen=1, is_major=True)
        first, second = together(click, click)
        assert (first.version, second.version) == (2, 2)
        assert article.versions.count() == 2
