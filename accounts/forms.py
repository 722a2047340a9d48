"""The shape of what people type about themselves."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from accounts.models import User, normalise_email
from shared.forms import CurrentPassword, Form, NewPassword

_LONGEST_ADDRESS = 254
_NAME_ERRORS = {"required": "Enter your name.", "max_length": "Use at most 80 characters for the name."}
_EMAIL_ERRORS = {"required": "Enter your e-mail address.", "invalid": "Enter an e-mail address like name@example.com."}


def name_field(**more) -> forms.CharField:
    """Return the field for a person's name."""
    more = {"label": "Your name", "error_messages": _NAME_ERRORS} | more
    return forms.CharField(max_length=80, widget=forms.TextInput({"autocomplete": "name"}), **more)


class _OneMailbox(EmailValidator):
    """An address that everybody on its way reads as the same one mailbox.

    Django also allows "quoted words"@example.org, in which mail servers have found two addresses, a
    computer's number instead of a domain, the long s and the Kelvin sign in names, which we would compare
    as s and k, and domains that mail is sent to under another spelling.
    """

    def __call__(self, value):
        """Raise ValidationError for anything else."""
        super().__call__(value)
        name, _, domain = value.rpartition("@")
        try:
            is_one = domain.encode("idna").decode("idna").lower() == domain.lower()
        except UnicodeError:
            is_one = False
        is_one = is_one and name.isascii() and not name.startswith('"') and not domain.startswith("[")
        if not is_one or len(normalise_email(value)) > _LONGEST_ADDRESS:
            raise ValidationError(self.message, code=self.code)


class _EmailField(forms.EmailField):
    default_validators = [_OneMailbox(allowlist=[])]


def email_field(**more) -> forms.EmailField:
    """Return the field for a person's e-mail address."""
    more = {"label": "E-mail address", "error_messages": _EMAIL_ERRORS} | more
    widget = forms.EmailInput({"autocomplete": "email", "spellcheck": "false"})
    return _EmailField(max_length=_LONGEST_ADDRESS, widget=widget, **more)


class SignInForm(Form):
    """E-mail and password; carries the page to go on to and words typed before."""

    email = email_field()
    password = forms.CharField(
        widget=CurrentPassword(), strip=False, error_messages={"required": "Enter your password."}
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput())
    held = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs["autocomplete"] = "username"


class NameAndEmailForm(Form):
    """What sign-up and the guest form ask."""

    name = name_field()
    email = email_field()


class EmailForm(Form):
    """What the form for a forgotten password asks."""

    email = email_field()


class NewPasswordForm(Form):
    """A new password, checked against the rules and the person it is for."""

    password = forms.CharField(
        label="New password",
        help_text="At least 10 characters. A few words in a row are easy to remember and hard to guess.",
        widget=NewPassword(),
        strip=False,
        error_messages={"required": "Choose a password."},
    )

    def __init__(self, *args, user: User | None = None, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password(self):
        """Apply the password rules."""
        validate_password(self.cleaned_data["password"], self.user)
        return self.cleaned_data["password"]


class ChangePasswordForm(NewPasswordForm):
    """The old password and a new one."""

    current = forms.CharField(
        label="Current password",
        widget=CurrentPassword(),
        strip=False,
        error_messages={"required": "Enter your current password."},
    )
    field_order = ("current", "password")

    def clean_current(self):
        """Only who knows the old password may choose the new one."""
        if not self.user.check_password(self.cleaned_data["current"]):
            raise ValidationError("This is not your current password.")
        return self.cleaned_data["current"]


class JoinForm(NewPasswordForm):
    """What an invited person tells: a name and a password."""

    name = name_field()
    field_order = ("name", "password")
