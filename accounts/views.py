"""The doors of sign-in, sign-up, passwords and guests. One verb call each."""

from django.contrib import messages
from django.contrib.auth import authenticate, update_session_auth_hash
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import doors, guests, held, invitations, keys, login, passwords, roles, signup, throttle
from accounts.forms import (
    ChangePasswordForm,
    EmailForm,
    JoinForm,
    NameAndEmailForm,
    NewPasswordForm,
    SignInForm,
)
from accounts.models import OneTimeKey, User
from shared.refusal import Refusal
from shared.responses import local_path, see_other

Purpose = OneTimeKey.Purpose
_page = require_http_methods(["GET", "HEAD", "POST"])


def _show(request, template, form, **context):
    """Show a form; with what is wrong above it where something is."""
    return render(request, f"accounts/{template}.html", {"form": form, **context}, status=422 if form.errors else 200)


def _counted(act, request, form) -> bool:
    """Count an attempt; False, with the sentence on the form, when it was one too many."""
    try:
        throttle.count(act, request, email=form.cleaned_data["email"])
    except throttle.TooManyAttempts as refusal:
        form.add_error(None, refusal.sentence)
        return False
    return True


def _go_on(request, user, wanted=""):
    if user.must_choose_password:
        return see_other(reverse("accounts:choose_password"))
    return see_other(local_path(request, wanted, reverse(roles.home(user))))


@doors.public
@_page
@sensitive_post_parameters("password")
@transaction.non_atomic_requests  # the attempt counts at once: nobody waits for its row while a password is hashed
def sign_in(request):
    """Sign in with an e-mail address and a password, also a temporary one."""
    if request.method != "POST":
        if request.user.is_authenticated:
            return redirect(roles.home(request.user))
        return _show(request, "sign_in", SignInForm(initial={"next": request.GET.get("next", "")}))
    form = SignInForm(request.POST)
    typed = {"held_words": bool(request.POST.get("held"))}
    if not form.is_valid() or not _counted("sign-in", request, form):
        return _show(request, "sign_in", form, **typed)
    return _check_password(request, form, typed)


@transaction.atomic
def _check_password(request, form, typed):
    user = authenticate(request, email=form.cleaned_data["email"], password=form.cleaned_data["password"])
    if user is None:
        form.add_error(None, "That e-mail address and password don't belong to an account here.")
        return _show(request, "sign_in", form, **typed)
    throttle.forgive("sign-in", email=user.email)
    if user.used_temporary_password:
        user.must_choose_password = True
        user.save(update_fields=["must_choose_password"])
    words = held.unpack(form.cleaned_data["held"])
    login.enter(request, user, by_mail=user.used_temporary_password, held=words)
    return _go_on(request, user, form.cleaned_data["next"])


@doors.public
@require_POST
def sign_out(request):
    """End the session; signing out twice is no mistake."""
    login.leave(request)
    messages.success(request, "You are signed out.")
    return see_other(reverse("portal:home"))


@doors.public
@_page
def sign_up(request):
    """Ask for an account."""
    form = NameAndEmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _counted("sign-up", request, form):
        signup.ask(**form.cleaned_data)
        return _sent(request, form.cleaned_data["email"], "sign_up")
    return _show(request, "sign_up", form)


@doors.public
@_page
def forgotten(request):
    """Ask for a way to a new password."""
    form = EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _counted("reset", request, form):
        passwords.ask_to_reset(email=form.cleaned_data["email"])
        return _sent(request, form.cleaned_data["email"], "forgotten")
    return _show(request, "forgotten", form)


@doors.public
@_page
def guest(request):
    """Ask for a guest account, or for a fresh link."""
    form = NameAndEmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _counted("guest", request, form):
        guests.ask(**form.cleaned_data, again=True)
        return _sent(request, form.cleaned_data["email"], "guest", name=form.cleaned_data["name"])
    return _show(request, "guest", form)


def _sent(request, email, journey, **more):
    """Go to the page that says where to look; the address travels in the session, not in the URL."""
    request.session["mail_sent"] = {"email": email, "journey": journey, **more}
    return see_other(reverse("accounts:check_mail"))


@doors.public
@require_safe
def check_mail(request):
    """Say which mailbox to look into and what to do when nothing comes."""
    sent = request.session.get("mail_sent")
    if not sent:
        return redirect("accounts:sign_in")
    return render(request, "accounts/check_mail.html", {"sent": sent})


def _with_key(request, purpose, secret, *, again):
    """Return the page for a key that does not work, None if it does."""
    try:
        keys.look(purpose, secret)
    except keys.KeyDoesNotFit as refusal:
        context = {"sentence": refusal.sentence, "again": reverse(f"accounts:{again}") if again else ""}
        return render(request, "accounts/key_does_not_fit.html", context, status=410)
    return None


@doors.public
@_page
@sensitive_post_parameters("password")
def confirm_sign_up(request, secret):
    """Confirm the address and choose a password: the account exists from here on."""
    if problem := _with_key(request, Purpose.SIGN_UP, secret, again="sign_up"):
        return problem
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = signup.confirm(secret, password=form.cleaned_data["password"])
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            login.enter(request, user, by_mail=True)
            return _go_on(request, user)
    return _show(request, "confirm_sign_up", form)


@doors.public
@_page
@sensitive_post_parameters("password")
def reset(request, secret):
    """Choose a new password with a key from the mail, and be signed in."""
    if problem := _with_key(request, Purpose.RESET, secret, again="forgotten"):
        return problem
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = passwords.reset(secret, password=form.cleaned_data["password"])
        login.enter(request, user, by_mail=True)
        messages.success(request, "Your password is changed. Other devices are signed out.")
        return _go_on(request, user)
    return _show(request, "reset", form)


@doors.public
@_page
def enter_by_link(request, secret):
    """Show the button that signs in; only pressing it spends the link."""
    if problem := _with_key(request, Purpose.LINK, secret, again="guest"):
        return problem
    if request.method != "POST":
        return render(request, "accounts/enter_by_link.html", {"secret": secret})
    user = guests.enter_by_link(secret)
    login.enter(request, user, by_mail=True)
    if user.is_guest and not user.has_usable_password():
        return see_other(reverse("accounts:choose_password"))
    return _go_on(request, user)


@doors.public
@_page
@sensitive_post_parameters("password")
def accept_invitation(request, secret):
    """Join the staff."""
    if problem := _with_key(request, Purpose.INVITATION, secret, again=""):
        return problem
    invited = keys.look(Purpose.INVITATION, secret)
    form = JoinForm(request.POST or None, initial={"name": invited.data.get("name", "")})
    if request.method == "POST" and form.is_valid():
        user = invitations.accept(secret, **form.cleaned_data)
        login.enter(request, user, by_mail=True)
        return _go_on(request, user)
    return _show(request, "accept_invitation", form, invited=invited)


@doors.signed_in
@_page
@sensitive_post_parameters("password")
def choose_password(request):
    """Choose the first password of one's own; after a temporary one nothing else opens before."""
    if request.user.has_usable_password() and not request.user.must_choose_password:
        return redirect(roles.home(request.user))
    form = NewPasswordForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        return _changed(request, form, "Your password is set.")
    return _show(request, "choose_password", form, may_skip=not request.user.must_choose_password)


@doors.signed_in
@_page
@sensitive_post_parameters("current", "password")
def change_password(request):
    """Change the password; other sessions end."""
    if not request.user.has_usable_password() or request.user.must_choose_password:
        return redirect("accounts:choose_password")
    form = ChangePasswordForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        return _changed(request, form, "Your password is changed. Other devices are signed out.")
    return _show(request, "change_password", form)


def _changed(request, form, sentence):
    user = passwords.change(User.objects.get(pk=request.user.pk), password=form.cleaned_data["password"])
    update_session_auth_hash(request, user)
    messages.success(request, sentence)
    return _go_on(request, user)
