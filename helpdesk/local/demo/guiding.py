"""What Acme says before somebody writes: channels, policies, what it does not help with, and what to try first."""

from accounts.models import User
from helpdesk.local.demo.content import Place
from helpdesk.local.demo.settling import Settled
from tickets import catalogue, channels
from tickets.forms import TICKED
from tickets.models import Category, FieldAnswer, FormField, SupportChannel, Ticket

_ADMIN = "max"
_WAYS = {
    SupportChannel.Kind.PHONE: "+351 21 555 01 00",
    SupportChannel.Kind.COMMUNITY: "https://community.acme-hosting.example/",
    SupportChannel.Kind.EMAIL: "help@acme-hosting.example",
}
_POLICIES = (
    (
        "What we help with",
        "Everything that we host or made: sites, mailboxes, domains, and the plugins that begin with *Acme*.\n\n"
        "We do **not** look into themes and plugins of other makers. If one of them breaks your site, we bring back "
        "the last backup on which it worked.",
    ),
    (
        "One ticket for one problem",
        "Two problems in one ticket are answered as slowly as the slower one. A second ticket about the same problem "
        "makes both slower, so add to the one that you have.",
    ),
    (
        "How we talk with each other",
        "Write in English if you can, or in your own language: we translate. We are polite, and end a conversation "
        "that is not.",
    ),
)
# category: (what we do not help with, what to have tried)
_CATEGORIES = {
    "Plugins": (
        "We cannot check other makers' plugins, nor two of them together with ours.",
        ("Have you switched off all other plugins and tried again?", "Do you have the newest version of the plugin?"),
    ),
    "Mailboxes": ("", ("Have you tried webmail as well?",)),
    "Websites": ("We do not change texts, pictures or themes for you.", ()),
}


def tell(place: Place, settled: Settled) -> None:
    """Put all of it where an admin would have."""
    if (admin := settled.people.get(_ADMIN)) is None:
        return
    for kind, target in _WAYS.items():
        channels.change(channels.stored(kind), is_on=True, text=channels.TEXTS[kind], target=target, by=admin)
    for title, body in _POLICIES:
        channels.add_policy(title=title, body=body, by=admin)
    for category in Category.objects.in_use().top().filter(name__in=_CATEGORIES):
        _narrow(category, admin)


def _narrow(category: Category, admin: User) -> None:
    note, checks = _CATEGORIES[category.name]
    Category.objects.filter(pk=category.pk).update(scope_note=note)
    for label in checks:
        check = catalogue.add_field(
            category=category, label=label, hint="", kind=FormField.Kind.CHECK, choices="", is_required=True, by=admin
        )
        tickets = Ticket.objects.open().filter(category__parent=category)
        FieldAnswer.objects.bulk_create(
            FieldAnswer(ticket=ticket, field=check, label=label, value=TICKED, position=90 + check.position)
            for ticket in tickets
        )
