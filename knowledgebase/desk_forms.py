"""The shape of what authors type."""

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import Q
from django.db.models.functions import Coalesce

from accounts.models import User
from knowledgebase.models import Article, ArticleCategory, Visibility
from knowledgebase.models.article import WORDING
from shared.forms import DateInput, Described, Form, TimeInput

LONGEST_BODY = 100_000
_MOST_AUTHORS = 200

_VISIBILITY = [
    (Visibility.PUBLIC.value, Described("Everybody", "Also people who are not signed in, and search engines.")),
    (Visibility.SIGNED_IN.value, Described("Signed-in customers", "Guests with a ticket count as signed in.")),
    (Visibility.STAFF.value, Described("Staff only", "For agents, managers and admins.")),
]


def _too_long(what: str) -> dict:
    return {"max_length": f"Use at most %(limit_value)d characters for the {what}."}


def _title() -> forms.CharField:
    return forms.CharField(max_length=150, error_messages=_too_long("title") | {"required": "Enter a title."})


def _category(**more) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        queryset=ArticleCategory.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label="Not decided yet",
        error_messages={
            "required": "Select a category: readers look for the article there.",
            "invalid_choice": "Select a category from the list.",
        },
        **more,
    )


def _categories(current: int | None = None):
    """Return the categories to choose from in the order of their tree, and the one that is chosen already."""
    there = ArticleCategory.objects.filter(Q(archived_at=None) | Q(pk=current)).select_related("parent")
    return there.order_by(
        Coalesce("parent__position", "position"), Coalesce("parent__name", "name"), "parent", "position", "name"
    )


class NewArticleForm(Form):
    """How an article begins."""

    title = _title()
    category = _category(help_text="You can decide it later. It is needed before publishing.")
    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].help_text = "What readers would ask for, in their words."
        self.fields["category"].queryset = _categories()


class WordingForm(Form):
    """The editor. `seen` is the version that was opened, `cared` who looked after it then and until when.

    Its controls stand in several columns, so each says itself to which form it belongs.
    """

    title = _title()
    summary = forms.CharField(
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text="One or two sentences. They stand below the title in lists and search engines.",
        error_messages=_too_long("summary"),
    )
    body = forms.CharField(
        max_length=LONGEST_BODY,
        required=False,
        widget=forms.Textarea({"rows": 20}),
        error_messages=_too_long("article") | {"required": "Write the article before readers see it."},
    )
    category = _category()
    visibility = forms.TypedChoiceField(
        label="Who may read it",
        coerce=int,
        choices=_VISIBILITY,
        widget=forms.RadioSelect,
        error_messages={"required": "Select who may read it.", "invalid_choice": "Select who may read it."},
    )
    keywords = forms.CharField(
        label="Other words people use",
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text="Searched, never shown. Separate them with commas.",
        error_messages=_too_long("other words"),
    )
    author = forms.ModelChoiceField(
        label="Looked after by",
        queryset=User.objects.none(),
        empty_label=None,
        error_messages={"required": "Select who looks after it.", "invalid_choice": "Select somebody from the list."},
    )
    review_on = forms.DateField(
        label="Needs review by",
        required=False,
        widget=DateInput,
        error_messages={"invalid": "Enter a day, like 2027-03-31."},
    )
    note = forms.CharField(label="What changed", max_length=200, required=False, error_messages=_too_long("note"))
    is_major = forms.BooleanField(
        label="Major update", required=False, help_text="Shows it among the most recent articles again."
    )
    publish_day = forms.DateField(
        label="Day", required=False, widget=DateInput, error_messages={"invalid": "Enter a day, like 2027-03-31."}
    )
    publish_time = forms.TimeField(
        label="Time", required=False, widget=TimeInput, error_messages={"invalid": "Enter a time, like 09:00."}
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    cared = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, article: Article, zone: str):
        self.article, self.zone = article, ZoneInfo(zone)
        planned = article.publish_at and article.publish_at.astimezone(self.zone)
        initial = {name: getattr(article, name) for name in WORDING} | {
            "category": article.category.slug if article.category_id else "",
            "author": article.author_id,
            "review_on": article.review_on,
            "seen": article.version,
            "cared": _cared(article.author_id, article.review_on),
            "publish_day": planned and planned.date(),
            "publish_time": planned and planned.time(),
        }
        super().__init__(data, initial=initial)
        self.fields["category"].queryset = _categories(article.category_id)
        # What readers need of it, all said at once.
        for_readers = article.is_published or bool((data or {}).get("then"))
        self.fields["category"].required = self.fields["body"].required = for_readers
        self.fields["author"].queryset = _authors(article)
        for field in self.fields.values():
            field.widget.attrs["form"] = "article-form"

    def clean_body(self):
        """Keep line ends as they are stored."""
        return self.cleaned_data["body"].replace("\r\n", "\n")

    def clean_seen(self):
        """A page that does not say what it had seen has seen nothing."""
        return self.cleaned_data["seen"] or 0

    @property
    def wording(self) -> dict:
        """What writing.save() is given."""
        return {name: self.cleaned_data[name] for name in WORDING}

    @property
    def care(self) -> dict | None:
        """Who is to look after the article and until when, if that was changed on this page."""
        author, day = self.cleaned_data["author"], self.cleaned_data["review_on"]
        if self.cleaned_data["cared"] == _cared(author.pk, day):
            return None
        return {"author": author, "review_on": day}

    @property
    def schedule_fields(self) -> list:
        """Day and time: optional to the form, and asked for by the button beside them."""
        return [self["publish_day"], self["publish_time"]]

    def moment(self) -> datetime | None:
        """Return the moment that was typed as the tenant's day and time; None adds an error to the form."""
        day, time = self.cleaned_data["publish_day"], self.cleaned_data["publish_time"]
        if day and time:
            return datetime.combine(day, time, tzinfo=self.zone)
        self.add_error("publish_time" if day else "publish_day", "Enter the day and the time.")
        return None

    def seeing(self, version: int) -> "WordingForm":
        """Return the form with everything typed, as one that has seen a version: the next save is a decision."""
        self.data = self.data.copy()
        self.data["seen"] = version
        return self


def _cared(author_id, day) -> str:
    return f"{author_id} {day or ''}".strip()


def _authors(article: Article):
    """Return who can be given an article, and who has it."""
    writes = Q(kind=User.Kind.STAFF, is_active=True) & (Q(is_agent=True) | Q(is_manager=True) | Q(is_admin=True))
    first = User.objects.filter(writes).order_by("name", "pk").values("pk")[:_MOST_AUTHORS]
    return User.objects.filter(Q(pk__in=first) | Q(pk=article.author_id)).order_by("name", "pk")
