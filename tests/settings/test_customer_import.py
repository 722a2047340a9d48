"""A list of addresses and plans: lines that cannot be read are named, nothing changes unasked, and nothing twice."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts import customer_import, customer_list, keys, plans, signup
from accounts.customer_list import Unreadable
from accounts.models import AwaitedCustomer, CustomerImport, OneTimeKey, Plan, User
from activity.models import Event
from shared import clock
from tests import queries

pytestmark = pytest.mark.django_db
IMPORTS = "/settings/customer-imports/"


def file(text, name="plans.csv"):
    return SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())


def upload(admin, text):
    return admin.post(IMPORTS, {"file": file(text)})


def plan_of(user):
    return User.objects.get(pk=user.pk).plan.name


class TestReading:
    """Bytes in, lines out."""

    def told(self, text):
        lines, problems = customer_list.read(text if isinstance(text, bytes) else text.encode())
        return [(line.number, line.email, line.plan, line.name) for line in lines], [
            (problem.number, problem.sentence) for problem in problems
        ]

    @pytest.mark.parametrize(
        "text",
        [
            "a@b.test,VIP,Ada\n",
            "a@b.test;VIP;Ada",
            "a@b.test\tVIP\tAda\r\n",
            "\ufeffa@b.test, VIP ,  Ada ",
            '"a@b.test","VIP","Ada"',
            "a@b.test,VIP,Ada\n\n,,\n",
            "a@b.test,VIP,Ada".encode("utf-16"),
        ],
    )
    def test_lists_come_in_many_ways(self, text):
        assert self.told(text) == ([(1, "a@b.test", "VIP", "Ada")], [])

    def test_the_first_line_may_name_the_columns(self):
        assert self.told("Name,Plan,E-mail\nAda,VIP,a@b.test") == ([(2, "a@b.test", "VIP", "Ada")], [])
        assert self.told("email,plan\na@b.test,VIP") == ([(2, "a@b.test", "VIP", "")], [])

    def test_every_line_that_cannot_be_read_is_named_by_its_number(self):
        text = f"a@b.test,VIP\n,VIP\nnobody,VIP\nc@b.test\n\nA@B.test,VIP\nd@b.test,VIP,{'x' * 121}\n"
        lines, problems = self.told(text)
        assert lines == [(1, "a@b.test", "VIP", "")]
        assert problems == [
            (2, "There is no e-mail address."),
            (3, "“nobody” is not an e-mail address."),
            (4, "c@b.test has no plan."),
            (6, "The same address as in line 1."),
            (7, "The name is longer than 120 characters."),
        ]

    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            (b"", "There is no line with an e-mail address in it."),
            (b"email,plan\n", "There is no line with an e-mail address in it."),
            (b"\xe9\xff,VIP", "The file is not a text in UTF-8."),
            (b"PK\x03\x04\0\0", "This is not a text file."),
            (b"a@b.test,VIP\n" * 10_001, "There are 10,001 lines. Upload at most 10,000 at once."),
            (b'a@b.test,"' + b"x" * 140_000, "Line 1 cannot be read: check its quotation marks."),
        ],
    )
    def test_what_is_no_list_is_refused(self, content, sentence):
        with pytest.raises(Unreadable) as refusal:
            customer_list.read(content)
        assert sentence in refusal.value.sentence


LIST = """cleo@acme.test,VIP,Somebody Else
VIC@acme.test,vip
gus@acme.test,VIP
nora@elsewhere.test,VIP,Nora
ana@acme.test,VIP
olaf@elsewhere.test,Gold
not an address,VIP
"""


def test_what_would_change_is_shown_and_nothing_changes(cast, admin):
    answer = upload(admin, LIST)
    assert answer.status_code == 303
    page = admin.get(answer["Location"]).content.decode()
    assert "1 customer would get another plan." in page
    assert "2 addresses have no customer's account yet and would get the plan at sign-up." in page
    assert "1 has the plan already." in page
    assert "Standard → VIP" in page
    for line, sentence in (
        (5, "ana@acme.test belongs to a member of staff."),
        (6, "There is no plan “Gold”."),
        (7, "“not an address” is not an e-mail address."),
    ):
        assert (
            f'<th class="table__numbered" scope="row" data-label="Line">{line}</th><td data-label="Why">{sentence}'
            in page
        )
    assert plan_of(cast.cleo) == "Standard"
    assert not AwaitedCustomer.objects.exists()
    assert not Event.objects.filter(name__startswith="customerimport").exists()


def test_it_is_carried_out_once_however_often_somebody_clicks(cast, admin, post_office):
    address = upload(admin, LIST)["Location"]
    for _ in range(2):
        assert admin.post(address)["Location"] == address
    assert "0 of 4" not in admin.get(address).content.decode()
    post_office()
    page = admin.get(address).content.decode()
    assert "1 customer got another plan." in page
    assert "2 addresses are <a" in page
    assert plan_of(cast.cleo) == "VIP"
    assert User.objects.get(pk=cast.cleo.pk).name == "Cleo Acme"
    assert User.objects.get(pk=cast.ana.pk).plan is None
    assert sorted(AwaitedCustomer.objects.values_list("email_norm", flat=True)) == [
        "gus@acme.test", "nora@elsewhere.test",
    ]  # fmt: skip
    row = CustomerImport.objects.get()
    assert (row.lines, row.done, row.total) == ([], 5, 5)
    assert Event.objects.get(name="plan.given").data["how"] == "by the list plans.csv"


def test_the_same_list_once_more_finds_everything_done(cast, admin, post_office):
    for expected in (1, 0):
        address = upload(admin, LIST)["Location"]
        admin.post(address)
        post_office()
        row = CustomerImport.objects.latest("pk")
        assert (row.changed, row.awaited) == (expected, expected * 2)
    assert AwaitedCustomer.objects.count() == 2
    assert "Nobody would get another plan." in admin.get(upload(admin, LIST)["Location"]).content.decode()


def test_who_was_awaited_gets_the_plan_at_sign_up(cast, admin, post_office):
    admin.post(upload(admin, "nora@elsewhere.test,VIP")["Location"])
    post_office()
    secret = keys.mint(OneTimeKey.Purpose.SIGN_UP, name="Nora N.", email="Nora@elsewhere.test")
    assert signup.confirm(secret, password="five words make a phrase").plan.name == "VIP"
    assert not AwaitedCustomer.objects.exists()


def test_a_long_list_goes_on_in_turns(cast, admin, post_office, monkeypatch):
    monkeypatch.setattr(customer_import, "TURN", 3)
    people = [
        User(name=f"N {number}", email=f"n{number}@acme.test", email_norm=f"n{number}@acme.test", kind="customer",
             plan=Plan.objects.get(is_default=True), created_at=clock.now())
        for number in range(10)
    ]  # fmt: skip
    User.objects.bulk_create(people)
    address = upload(admin, "".join(f"n{number}@acme.test,VIP\n" for number in range(10)))["Location"]
    admin.post(address)
    row = customer_import.carry_on(CustomerImport.objects.get())
    page = admin.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "3 of 10 lines done." in page
    assert "<html" not in page
    post_office()
    row.refresh_from_db()
    assert (row.changed, row.done) == (10, 10)
    assert customer_import.carry_on(row).changed == 10


def test_a_plan_that_was_archived_meanwhile_is_given_to_nobody(cast, admin, post_office):
    gold = plans.add(name="Gold", by=cast.max)
    address = upload(admin, "cleo@acme.test,Gold\nvic@acme.test,Standard")["Location"]
    plans.archive(gold, to=cast.vic.plan, by=cast.max)
    admin.post(address)
    post_office()
    assert "Its plan was archived meanwhile." in admin.get(address).content.decode()
    assert (plan_of(cast.cleo), plan_of(cast.vic)) == ("Standard", "Standard")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "Choose a CSV file."),
        (b"x" * 2_200_000, "is larger than 2 MB."),
        (b"olaf@elsewhere.test,Gold", "None of the lines can be used. Line 1: There is no plan “Gold”."),
        (b"\xff\xe9,VIP", "The file is not a text in UTF-8."),
    ],
)
def test_what_cannot_be_used_is_said(cast, admin, content, sentence):
    refused = admin.post(IMPORTS, {"file": file(content)} if content else {})
    assert refused.status_code == 422
    assert sentence in refused.content.decode()
    assert not CustomerImport.objects.exists()


def test_a_preview_of_many_lines_costs_no_more_than_of_few(cast, admin):
    few = upload(admin, "cleo@acme.test,VIP")["Location"]
    many = upload(admin, "".join(f"n{number}@acme.test,VIP\n" for number in range(2000)))["Location"]
    assert queries.count(admin, many) == queries.count(admin, few) <= 12
    assert "And 1800 more." in admin.get(many).content.decode()


def test_awaited_addresses_are_listed_and_can_be_removed(cast, admin):
    vip = Plan.objects.get(name="VIP")
    for number in range(60):
        email = f"n{number:02}@elsewhere.test"
        AwaitedCustomer.objects.create(email=email, email_norm=email, plan=vip)
    address = reverse("settings:awaited_customers")
    page = admin.get(address)
    assert b"n00@elsewhere.test" in page.content
    assert b"n59@elsewhere.test" in admin.get(address + page.context["next_url"]).content
    removal = reverse("settings:forget_awaited", args=[AwaitedCustomer.objects.first().pk])
    assert admin.post(removal).status_code == 303
    assert admin.post(removal).status_code == 404
    assert AwaitedCustomer.objects.count() == 59


@pytest.mark.parametrize(("who", "status"), [("ana", 403), ("mia", 403), ("cleo", 404)])
def test_nobody_but_an_admin_imports(cast, visit, admin, who, status):
    address = upload(admin, "cleo@acme.test,VIP")["Location"]
    for url in (IMPORTS, address, reverse("settings:awaited_customers")):
        assert visit(getattr(cast, who)).get(url).status_code == status
    assert visit(getattr(cast, who)).post(address).status_code == status
    assert visit(cast.globex.max).get(address).status_code == 404
    assert visit(cast.globex.max).post(address).status_code == 404
    assert CustomerImport.objects.get().confirmed_at is None


def test_lists_that_nobody_carried_out_are_forgotten(cast, admin, clock):
    old = upload(admin, "cleo@acme.test,VIP")["Location"]
    clock(days=2)
    upload(admin, "cleo@acme.test,VIP")
    assert admin.get(old).status_code == 404
