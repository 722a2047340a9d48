"""Was this article helpful? As it is asked on the page, of customers and of visitors."""

import re

import pytest

from knowledgebase import feedback, proof_of_work
from knowledgebase.models import Feedback
from tests.knowledgebase import make
from tests.knowledgebase.test_portal import text, url
from tests.knowledgebase.test_proof_of_work import solve

pytestmark = pytest.mark.django_db


class TestOnThePage:
    @pytest.fixture
    def article(self, cast):
        return make.article(cast.ana)

    @pytest.fixture(autouse=True)
    def _quick(self, monkeypatch):
        monkeypatch.setattr(proof_of_work, "DIFFICULTY", 4)

    def at(self, article):
        return f"/articles/{article.number}/feedback/"

    def proof(self, client, article):
        return solve(text(client.get(f"{self.at(article)}challenge/")))

    def test_yes_is_thanked(self, cast, visit, article):
        cleo = visit(cast.cleo)
        answer = cleo.post(self.at(article), {"answer": "yes"})
        assert "Good to hear. Thanks for telling us." in text(answer)
        assert "You said that this article helped." in text(cleo.get(url(article)))

    def test_no_asks_what_was_missing(self, cast, visit, article):
        cleo = visit(cast.cleo)
        assert "What was missing?" in text(cleo.get(f"{self.at(article)}?answer=no"))
        answer = cleo.post(self.at(article), {"answer": "no", "comment": "Step 3"})
        assert answer.status_code == 422
        assert "Select at least one reason" in text(answer)
        assert "Step 3" in text(answer)
        answer = cleo.post(self.at(article), {"answer": "no", "reasons": ["hard", "other"], "comment": "Step 3"})
        assert "Thanks, the author of this article will read it." in text(answer)
        assert "Submit a ticket about this" in text(answer)
        assert Feedback.objects.get(reader=cast.cleo).reasons == ["hard", "other"]

    def test_the_answer_of_the_author_stands_there_for_that_reader_alone(self, cast, visit, article):
        cleo = visit(cast.cleo)
        cleo.post(self.at(article), {"answer": "no", "reasons": ["hard"]})
        feedback.answer(Feedback.objects.get(), "Step 3 is <b>simpler</b> now.", by=cast.ana)
        page = text(cleo.get(url(article)))
        assert "Step 3 is &lt;b&gt;simpler&lt;/b&gt; now." in page
        assert "Ana Acme answered" in page
        assert "simpler" not in text(visit(cast.gus).get(url(article)))

    def test_it_can_be_changed(self, cast, visit, article):
        cleo = visit(cast.cleo)
        cleo.post(self.at(article), {"answer": "no", "reasons": ["hard"], "comment": "Step 3"})
        assert "Was this article helpful?</h2>" in text(cleo.get(f"{self.at(article)}?change"))
        assert "Step 3</textarea>" in re.sub(r"\s*\n", "", text(cleo.get(f"{self.at(article)}?answer=no")))
        cleo.post(self.at(article), {"answer": "yes"})
        assert Feedback.objects.get().is_helpful

    def test_in_place_it_is_a_fragment(self, cast, visit, article):
        answer = visit(cast.cleo).post(self.at(article), {"answer": "yes"}, headers={"HX-Request": "true"})
        assert "<html" not in text(answer)
        assert "autofocus" in text(answer)

    def test_a_visitor_lets_the_computer_work_and_may_change_it(self, cast, visit, article):
        client = visit()
        first = client.post(self.at(article), {"answer": "yes", "proof": self.proof(client, article)})
        assert "Good to hear" in text(first)
        cookie = first.cookies["visitor"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        change = {"answer": "no", "reasons": ["other"], "proof": self.proof(client, article)}
        assert client.post(self.at(article), change).status_code == 200
        assert Feedback.objects.get().reasons == ["other"]
        assert "You said what was missing: Other." in text(client.get(url(article)))
        another = visit()
        another.post(self.at(article), {"answer": "yes", "proof": self.proof(another, article)})
        assert Feedback.objects.count() == 2

    def test_a_visitor_without_proof_or_with_a_spent_one_is_told(self, cast, visit, article):
        client, other = visit(), make.article(cast.ana, title="Another")
        spent = self.proof(client, article)
        client.post(self.at(article), {"answer": "yes", "proof": spent})
        before = Feedback.objects.count()
        for proof in ("", "none", spent, self.proof(client, other)):
            answer = visit().post(self.at(article), {"answer": "yes", "proof": proof})
            assert answer.status_code == 409
            assert "Try again" in text(answer)
        assert Feedback.objects.count() == before

    def test_a_visitor_without_javascript_is_offered_to_sign_in(self, cast, visit, article):
        page = text(visit().get(url(article)))
        assert f'<a href="/sign-in/?next={url(article)}">Sign in to tell us</a>' in page
        assert "Sign in to tell us" not in text(visit(cast.cleo).get(url(article)))

    def test_a_machine_that_fills_in_everything_is_thanked_and_not_heard(self, cast, visit, article):
        client = visit()
        sent = {"answer": "yes", "proof": self.proof(client, article), "website": "https://spam.example"}
        assert "Good to hear" in text(client.post(self.at(article), sent))
        assert not Feedback.objects.exists()

    def test_a_forged_name_is_a_new_visitor(self, cast, visit, article):
        client = visit()
        client.cookies["visitor"] = "somebody:forged"
        client.post(self.at(article), {"answer": "yes", "proof": self.proof(client, article)})
        assert Feedback.objects.get().visitor != "somebody"

    def test_who_answers_too_often_waits(self, cast, visit, article):
        cleo = visit(cast.cleo)
        answers = [cleo.post(self.at(article), {"answer": "yes"}).status_code for _ in range(31)]
        assert answers == [200] * 30 + [409]
