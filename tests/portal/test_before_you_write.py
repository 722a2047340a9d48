"""What customers read before they write: the channels with their hours, the policies, and what each category asks."""

import uuid
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from accounts import guests
from accounts.models import Plan
from shared import clock
from tenants.models import Profile
from tests import queries
from tests.knowledgebase import make as articles
from tickets import catalogue, channels, intake
from tickets.models import Category, FormField, Policy, SupportChannel, Ticket

pytestmark = pytest.mark.django_db
Kind = SupportChannel.Kind
PAGE = "/before-you-write/"
MONDAY = datetime(2026, 5, 4, 8, 30, tzinfo=UTC)


def offer(kind, target, cast, **more):
    words = {"is_on": True, "text": channels.TEXTS[kind], "target": target} | more
    return channels.change(channels.stored(kind), **words, by=cast.max)


def read(browser):
    return browser.get(PAGE).content.decode().partition('id="main"')[2].partition("<footer")[0]


@pytest.fixture
def admin(cast, visit):
    return visit(cast.max)


class TestThePage:
    """The ladder, for everybody."""

    def test_a_tenant_that_has_said_nothing_offers_its_articles_and_tickets(self, cast, visit):
        page = read(visit())
        assert "Help centre" not in page  # which has no articles yet
        assert "Submit a ticket" in page
        for absent in ("Live chat", "Phone", "Community", "E-mail"):
            assert absent not in page
        articles.article(cast.ana, category=articles.category(cast.max, "Account"))
        assert read(visit()).index("Search the help centre") < read(visit()).index("Submit a ticket")

    def test_each_channel_says_when_it_is_open_by_both_clocks(self, cast, visit, monkeypatch):
        monkeypatch.setattr(clock, "now", lambda: MONDAY)
        Profile.objects.update(time_zone="Europe/Lisbon")
        offer(Kind.PHONE, "+351 21 555 01 00", cast)
        visitor = visit()
        visitor.cookies["tz"] = "America/New_York"
        page = read(visitor)
        assert "Mon–Fri, 07:00–19:00 Lisbon (02:00–14:00 your time)" in page
        assert "Open now, until 14:00 your time (19:00 Lisbon)" in page
        assert "Mon–Fri, 10:00–16:30 Lisbon (05:00–11:30 your time)" in page
        assert "Closed now, opens Mon 05:00 your time (10:00 Lisbon)" in page
        assert 'href="tel:+351215550100"' in page

    def test_channels_stand_in_the_order_that_the_admin_gave_them(self, cast, visit, admin):
        offer(Kind.COMMUNITY, "https://community.example/", cast)
        offer(Kind.EMAIL, "help@acme.test", cast)
        page = read(visit())
        assert page.index("Submit a ticket") < page.index("Open the community") < page.index("mailto:help@acme.test")
        assert "Not recommended" in page
        for _ in range(5):
            admin.post(reverse("settings:move_channel", args=["community"]), {"to": "up"})
        page = read(visit())
        assert page.index("Open the community") < page.index("Submit a ticket")

    def test_who_may_chat_is_said(self, cast, visit):
        offer(Kind.CHAT, "https://chat.example/", cast)
        assert "For customers with the plan VIP." in read(visit())
        assert "Your plan Standard does not include it." in read(visit(cast.cleo))
        assert "Your plan VIP includes it." in read(visit(cast.vic))
        Plan.objects.update(has_chat=True)
        assert "includ" not in read(visit(cast.cleo))

    def test_policies_are_markdown_and_nothing_dangerous(self, cast, visit):
        policy = channels.add_policy(title="Manners", body="**Kind** <script>alert(1)</script>", by=cast.max)
        page = read(visit())
        assert "<strong>Kind</strong>" in page
        assert "<script>" not in page
        channels.archive_policy(policy, by=cast.max)
        assert "Manners" not in read(visit())

    def test_it_is_linked_from_home_from_the_form_and_from_every_footer(self, cast, visit):
        for who in (None, cast.cleo):
            assert visit(who).get("/").content.decode().count(f'href="{PAGE}"') == 2
            assert visit(who).get("/tickets/new/").content.decode().count(f'href="{PAGE}"') == 2
            assert visit(who).get("/statuses/").content.decode().count(f'href="{PAGE}"') == 1

    def test_it_costs_the_same_with_everything_on(self, cast, visit):
        few = queries.count(visit(), PAGE)
        for kind, target in (("phone", "+35121555"), ("community", "https://c.example/"), ("email", "a@b.test")):
            offer(Kind(kind), target, cast)
        for number in range(5):
            channels.add_policy(title=f"No. {number}", body="Hm.", by=cast.max)
        assert queries.count(visit(), PAGE) == few <= 10

    def test_other_tenants_channels_and_policies_are_not_here(self, cast, visit):
        channels.add_policy(title="Only at Acme", body="Hm.", by=cast.max)
        assert "Only at Acme" not in read(visit(host="globex.test"))


class TestItsSettings:
    """What admins say there."""

    @pytest.mark.parametrize(
        ("kind", "wrong", "right"),
        [
            ("phone", "call us", "+351 21 555 01 00"),
            ("chat", "chat.example", "https://chat.example/"),
            ("community", "javascript:alert(1)", "https://c.example/"),
            ("email", "help", "help@acme.test"),
        ],
    )
    def test_nothing_is_offered_that_leads_nowhere(self, cast, admin, kind, wrong, right):
        url = reverse("settings:channel", args=[kind])

        def save(**words):
            return admin.post(url, {"text": "Hi", "seen": admin.get(url).context["seen"], **words}).status_code

        for target in ("", wrong):
            assert save(is_on="on", target=target) == 422
        assert save(target=wrong) == 303
        assert save(is_on="on", target=right) == 303
        assert SupportChannel.objects.get(kind=kind).is_on

    def test_all_can_be_switched_off(self, cast, admin, visit):
        for kind in ("articles", "ticket"):
            url = reverse("settings:channel", args=[kind])
            assert admin.post(url, {"text": "Hi", "seen": admin.get(url).context["seen"]}).status_code == 303
        assert "Submit a ticket" not in read(visit())

    def test_the_second_admin_is_told(self, cast, admin):
        url = reverse("settings:channel", args=["phone"])
        seen = admin.get(url).context["seen"]
        offer(Kind.PHONE, "+35121555", cast)
        assert admin.post(url, {"text": "Hi", "seen": seen}).status_code == 409

    def test_policies_are_added_moved_archived_and_restored(self, cast, admin):
        for title in ("First", "Second"):
            assert admin.post(reverse("settings:add_policy"), {"title": title, "body": "Hm."}).status_code == 303
        second = Policy.objects.get(title="Second")
        admin.post(reverse("settings:move_policy", args=[second.pk]), {"to": "up"})
        assert [policy.title for policy in Policy.objects.in_use()] == ["Second", "First"]
        assert admin.post(reverse("settings:add_policy"), {"title": "First", "body": "Hm."}).status_code == 422
        for act, number in (("archive", 1), ("restore", 2)):
            assert admin.post(reverse(f"settings:{act}_policy", args=[second.pk])).status_code == 303
            assert Policy.objects.in_use().count() == number

    @pytest.mark.parametrize(("who", "status"), [("ana", 403), ("mia", 403), ("cleo", 404)])
    def test_nobody_else_enters(self, cast, visit, who, status):
        for name, args in (("channels", []), ("channel", ["phone"]), ("add_policy", [])):
            assert visit(getattr(cast, who)).get(reverse(f"settings:{name}", args=args)).status_code == status

    def test_there_are_no_other_channels_and_no_policies_of_others(self, cast, admin):
        assert admin.get(reverse("settings:channel", args=["fax"])).status_code == 404
        assert admin.get("/settings/policies/999999/").status_code == 404


class TestPerCategory:
    """What a category does not help with, and what it wants to be tried first."""

    @pytest.fixture
    def check(self, cast):
        Category.objects.filter(pk=cast.refund.parent_id).update(scope_note="No taxes.\nNo fines.")
        Category.objects.filter(pk=cast.refund.pk).update(scope_note="We cannot give back cash.")
        return catalogue.add_field(
            category=cast.refund, label="Have you asked your bank?", hint="", kind=FormField.Kind.CHECK, choices="",
            is_required=True, by=cast.max,
        )  # fmt: skip

    def words(self, cast, **more):
        return {
            "form_key": uuid.uuid4(),
            "subject": "Charged twice",
            "category": cast.refund.parent_id,
            "subcategory": cast.refund.pk,
            "description": "Two charges",
        } | more

    def test_the_form_says_what_is_out_of_scope_and_what_to_try(self, cast, visit, check):
        chosen = self.words(cast, step="category")
        page = visit(cast.cleo).post("/tickets/new/", chosen).content.decode()
        assert "No taxes.<br>No fines." in page
        assert page.index("No taxes.") < page.index("We cannot give back cash.")
        assert "Before you send" in page
        assert "1 thing to tick before sending." in page

    def test_it_is_not_sent_before_it_is_ticked(self, cast, visit, check):
        cleo = visit(cast.cleo)
        refused = cleo.post("/tickets/new/", self.words(cast))
        page = refused.content.decode()
        assert refused.status_code == 422
        assert f'href="#id_field_{check.pk}"' in page
        assert "Tick “Have you asked your bank?” once it is done." in page
        assert not Ticket.objects.exists()
        sent = cleo.post("/tickets/new/", self.words(cast, **{f"field_{check.pk}": "on"}))
        assert sent.status_code == 303
        ticket = Ticket.objects.get()
        assert [(answer.label, answer.value) for answer in ticket.answers.all()] == [
            ("Have you asked your bank?", "Yes")
        ]
        page = visit(cast.mia).get(f"/desk/tickets/{ticket.number}/").content.decode()
        assert "Have you asked your bank?" in page

    def test_what_may_stay_unticked_is_not_kept(self, cast, visit, check):
        FormField.objects.update(is_required=False)
        assert visit(cast.cleo).post("/tickets/new/", self.words(cast)).status_code == 303
        assert not Ticket.objects.get().answers.exists()

    def test_a_draft_keeps_the_tick(self, cast, visit, check):
        cleo = visit(cast.cleo)
        cleo.post("/tickets/new/draft/", self.words(cast, **{f"field_{check.pk}": "on"}))
        page = cleo.get("/tickets/new/").content.decode()
        (box,) = [tag for tag in page.split("<") if f'id="id_field_{check.pk}"' in tag]
        assert "checked" in box

    def test_a_sales_question_has_nothing_to_tick(self, cast, visit, check):
        chosen = {"category": cast.sales.pk, "step": "category"}
        page = visit(cast.cleo).post("/tickets/new/", chosen).content.decode()
        assert "Before you send" not in page
        asked = self.words(cast, category=cast.sales.pk, subcategory="")
        assert visit(cast.cleo).post("/tickets/new/", asked).status_code == 303

    def test_staff_who_file_for_somebody_send_nobody_away(self, cast, visit, check):
        words = self.words(cast, customer=cast.cleo.pk)
        assert visit(cast.mia).post("/desk/tickets/new/", words).status_code == 303

    def test_who_is_not_signed_in_ticks_as_well_and_it_is_kept_until_the_address_is_confirmed(self, cast, visit, check):
        words = self.words(cast, name="Nora", email="nora@elsewhere.test")
        assert visit().post("/tickets/new/", words).status_code == 422
        assert visit().post("/tickets/new/", words | {f"field_{check.pk}": "on"}).status_code == 303
        nora = guests.admit(name="Nora", email="nora@elsewhere.test")
        (ticket,) = intake.file_confirmed(nora, by_mail=True)
        assert ticket.answers.get().value == "Yes"

    def test_the_note_is_written_on_the_categorys_page(self, cast, admin):
        url = reverse("settings:category", args=[cast.sales.pk])
        typed = {"name": "General", "hint": "", "scope_note": "No poems.", "priority": cast.sales.priority_id}
        assert admin.post(url, typed | {"seen": admin.get(url).context["seen"]}).status_code == 303
        assert Category.objects.get(pk=cast.sales.pk).scope_note == "No poems."
        assert "Use at most 600 characters" in admin.post(url, typed | {"scope_note": "x" * 601}).content.decode()
