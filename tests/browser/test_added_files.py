"""An author adds pictures and files without leaving the text."""

import os
import re

import pytest
from playwright.sync_api import expect

ANA = "ana@example.com"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
_HAND_OVER = """([name, type, size, how]) => {
    const text = document.getElementById("id_body"), held = new DataTransfer();
    const bytes = new Uint8Array(size);
    bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    held.items.add(new File([bytes], name, { type }));
    text.focus();
    text.setSelectionRange(6, 6);
    const given = { bubbles: true, cancelable: true };
    text.dispatchEvent(how === "paste" ? new ClipboardEvent("paste", { ...given, clipboardData: held })
                                       : new DragEvent("drop", { ...given, dataTransfer: held }));
}"""


@pytest.fixture
def editor(person):
    """The editor of a new draft with a few words in it, not yet saved."""
    page = person(ANA)
    page.goto("/desk/articles/new/")
    page.get_by_label("Title").fill("With pictures")
    page.locator("main button.button--primary").click()
    page.locator("#id_body").fill("Before after")
    return page


def text(page):
    return page.locator("#id_body")


def test_a_chosen_picture_is_written_where_the_caret_is_and_shown(editor):
    text(editor).evaluate("text => { text.focus(); text.setSelectionRange(7, 7); }")
    editor.locator("#id_file").set_input_files(
        [
            {"name": "the form.png", "mimeType": "image/png", "buffer": PNG},
            {"name": "logo.svg", "mimeType": "image/svg+xml", "buffer": b"<svg/>"},
        ]
    )
    written = re.compile(r"^Before !\[the form\]\(/articles/files/[\w-]{32}/the%20form\.png\)after$")
    expect(text(editor)).to_have_value(written)
    expect(editor.get_by_role("alert")).to_contain_text("logo.svg is of a kind that articles cannot have")
    expect(editor.locator("#file-list")).to_contain_text("the form.png")
    # The browser's own undo takes it out again.
    text(editor).press("Control+z")
    expect(text(editor)).to_have_value("Before after")


@pytest.mark.parametrize("how", ["paste", "drop"])
def test_a_pasted_or_dropped_picture_too(editor, how):
    editor.evaluate(_HAND_OVER, ["image.png", "image/png", 40, how])
    expect(text(editor)).to_have_value(
        re.compile(r"^Before!\[[\w-]+\]\(/articles/files/[\w-]{32}/[\w-]+\.png\) after$")
    )
    expect(editor.locator("#file-list li")).to_have_count(1)


def test_a_large_file_tells_how_far_it_is_and_can_be_stopped(editor):
    devtools = editor.context.new_cdp_session(editor)
    slow = {"offline": False, "latency": 20, "downloadThroughput": -1, "uploadThroughput": 100_000}
    devtools.send("Network.emulateNetworkConditions", slow)
    noise = PNG + os.urandom(2_000_000)
    editor.locator("#id_file").set_input_files({"name": "long.png", "mimeType": "image/png", "buffer": noise})
    bar = editor.get_by_role("progressbar", name="Adding long.png")
    expect(bar).to_be_visible()
    expect(editor.locator(".file-drop__share")).to_contain_text(re.compile(r"[1-9]\d? %"))
    editor.get_by_role("button", name="Cancel long.png").click()
    expect(editor.get_by_text("long.png cancelled.").first).to_be_visible()
    devtools.send("Network.emulateNetworkConditions", slow | {"uploadThroughput": -1})
    expect(text(editor)).to_have_value("Before after")
    editor.reload()
    expect(editor.locator("#file-list li")).to_have_count(0)
