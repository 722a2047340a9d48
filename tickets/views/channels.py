"""Before you write: the ladder of channels and the policies, for everybody and for the admins who write them."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from accounts import doors, roles
from accounts.models import Plan
from businesshours import calendars, opening, readers
from businesshours.models import Channel
from knowledgebase import shelf
from shared import clock
from shared.crud import Crud
from tickets import channels
from tickets.models import Policy, SupportChannel
from tickets.settings_forms import ChannelForm, PolicyForm

Kind = SupportChannel.Kind
_HOURS = {Kind.TICKET: Channel.TICKETS, Kind.CHAT: Channel.CHAT, Kind.PHONE: Channel.PHONE}
_ICONS = {
    Kind.ARTICLES: "book-open",
    Kind.TICKET: "inbox",
    Kind.CHAT: "message-circle",
    Kind.PHONE: "phone",
    Kind.COMMUNITY: "users",
    Kind.EMAIL: "mail",
}
_MOST_ARCHIVED = 50


@dataclass(frozen=True)
class Rung:
    """One channel as the page shows it."""

    channel: SupportChannel
    icon: str
    opening: opening.Opening | None
    # For whom it is, where that is not everybody.
    only_for: str = ""

    @property
    def number_to_call(self) -> str:
        """A phone number as a link holds it."""
        return "".join(letter for letter in self.channel.target if letter.isdecimal() or letter == "+")


@doors.public
@require_safe
def before_you_write(request):
    """Say which channels there are, in the order in which to try them, when each is open, and the policies."""
    at, reader = clock.now(), readers.of(request)
    has_articles = bool(shelf.categories(request.user))
    shown = []
    for channel in channels.ladder():
        if channel.is_on and (has_articles or channel.kind != Kind.ARTICLES):
            hours = _HOURS.get(channel.kind)
            told = opening.of(calendars.of(request.profile, hours), at=at, reader=reader) if hours else None
            only_for = _only_for(request.user) if channel.kind == Kind.CHAT else ""
            shown.append(Rung(channel, _ICONS[channel.kind], told, only_for))
    policies = Policy.objects.in_use()
    return render(request, "portal/before_you_write.html", {"rungs": shown, "policies": policies})


def _only_for(user) -> str:
    """Say which plans include chat, and whether the reader's does; nothing where all do."""
    plans = list(Plan.objects.in_use())
    with_chat = [plan.name for plan in plans if plan.has_chat]
    if len(with_chat) == len(plans):
        return ""
    own = Plan.of(user) if roles.may(user, "portal") else None
    if own and own.has_chat:
        return f"Your plan {own.name} includes it."
    names = " and ".join(filter(None, [", ".join(with_chat[:-1]), *with_chat[-1:]]))
    told = f"For customers with the plan {names}." if names else "No plan includes it at the moment."
    return f"{told} Your plan {own.name} does not include it." if own else told


class Channels(Crud):
    """The ladder as admins write it; its rungs are found by their kind."""

    door = staticmethod(doors.settings("settings.tickets"))
    one, many, path = "channel", "channels", "channels/"
    pages = ("list", "edit", "move")
    form = ChannelForm
    list_template, form_template = "settings/channels.html", "settings/channel.html"
    verbs = {"change": channels.change, "move": channels.move}

    def overview(self, request):
        """All rungs, on or off."""
        return {"ladder": channels.ladder(), "policies": Policy.objects.in_use(), "archived": _archived()}

    def find(self, pk):
        """Return a rung by its kind, as it is or as it begins."""
        if rung := next((channel for channel in channels.ladder() if channel.kind == pk), None):
            return rung
        raise Http404

    def url(self, row, act=""):
        """Return the address of a rung, or of an act on it."""
        return reverse(f"settings:{act}_{self.one}" if act else f"settings:{self.one}", args=[row.kind])

    def paths(self):
        """Return the URL patterns; the kind stands in the address, because a rung may have no row yet."""
        return [
            path(self.path, self.list, name=self.many),
            path(f"{self.path}<slug:pk>/", self.edit, name=self.one),
            path(f"{self.path}<slug:pk>/position/", self.move, name=f"move_{self.one}"),
        ]


def _archived():
    return Policy.objects.exclude(archived_at=None).order_by("-archived_at", "-pk")[:_MOST_ARCHIVED]


class Policies(Crud):
    """What a tenant says about itself below the ladder."""

    door = Channels.door
    one, many, path = "policy", "channels", "policies/"
    pages = ("add", "edit", "archive", "restore", "move")
    form = PolicyForm
    form_template = "settings/policy.html"
    verbs = {
        "add": channels.add_policy,
        "change": channels.change_policy,
        "archive": channels.archive_policy,
        "restore": channels.restore_policy,
        "move": channels.move_policy,
    }

    def rows(self):
        """All policies."""
        return Policy.objects.all()
