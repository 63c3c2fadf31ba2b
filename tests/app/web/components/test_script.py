"""What JavaScript adds, tested with keyboard and mouse in a real browser."""

import json

import pytest
from playwright.sync_api import expect

from tests.factories.platform import PersonFactory

PAGE = "/settings/components"


@pytest.fixture
def opened(pages):
    page = pages(PersonFactory(language="en"))
    page.goto(PAGE)
    return page


def test_a_slash_brings_the_reader_to_the_search(opened):
    opened.keyboard.press("/")
    assert opened.evaluate("document.activeElement.id") == "command"
    opened.keyboard.type("a/b")
    assert opened.locator("#command").input_value() == "a/b"


def test_escape_and_a_click_elsewhere_close_a_menu(opened):
    menu = opened.locator("#me")
    menu.locator("summary").click()
    opened.keyboard.press("Escape")
    assert menu.get_attribute("open") is None
    assert opened.evaluate("document.activeElement.parentElement.id") == "me"
    menu.locator("summary").click()
    opened.locator("h1").click()
    assert menu.get_attribute("open") is None


def test_a_long_select_is_searched_with_the_keyboard(opened):
    field = opened.get_by_role("combobox", name="Organisation").first
    field.press("ArrowDown")
    field.type("organ 12")
    assert opened.locator("#sample-party-list [role=option]").all_inner_texts() == ["Organisation 12 (sample)"]
    field.press("Enter")
    assert field.input_value() == "Organisation 12 (sample)"
    assert opened.locator("select[name=sample-party]").input_value() == "12"


def test_words_that_match_nothing_choose_nothing(opened):
    field = opened.locator("#sample-party")
    field.click()
    field.fill("nobody")
    assert "No match" in opened.locator("#sample-party-list").inner_text()
    field.press("Enter")
    field.press("Tab")
    assert field.input_value() == ""
    assert opened.locator("select[name=sample-party]").input_value() == ""


def test_many_checkboxes_are_narrowed_and_chosen_ones_stay(opened):
    opened.get_by_label("Organisation 3 (sample)").first.check()
    opened.get_by_label("Type to narrow the list").first.fill("organisation 12")
    group = opened.locator("[data-narrow]").first
    shown = [one for one in group.locator(".form-check").all() if one.is_visible()]
    assert [one.inner_text() for one in shown] == ["Organisation 3 (sample)", "Organisation 12 (sample)"]


def test_the_appearance_is_kept_for_the_next_page(opened):
    opened.locator("#me > summary").click()
    opened.get_by_role("button", name="Dark").click()
    assert opened.evaluate("document.documentElement.dataset.bsTheme") == "dark"
    opened.goto(PAGE)
    assert opened.locator("html").get_attribute("data-bs-theme") == "dark"
    opened.locator("#me > summary").click()
    opened.get_by_role("button", name="Same as device").click()
    opened.goto(PAGE)
    assert opened.locator("html").get_attribute("data-bs-theme") is None


def test_a_link_is_copied(opened):
    opened.context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened.get_by_text("Share", exact=True).click()
    opened.get_by_role("button", name="Copy the link").click()
    opened.get_by_text("Link copied").wait_for()
    assert opened.evaluate("navigator.clipboard.readText()") == "https://selaras.example/settings/components"


def test_chosen_files_are_listed(opened):
    content = {"name": "katalog.csv", "mimeType": "text/csv", "buffer": b"a,b\n" * 600}
    opened.locator("#sample-file").set_input_files([content])
    assert opened.locator("[data-chosen]").first.inner_text().split() == ["katalog.csv", "3", "KB"]


def test_a_file_that_is_too_large_is_said_before_it_travels(app, opened):
    most = app.extensions["settings"].upload_limit
    chosen = opened.locator("#sample-file")
    chosen.evaluate(
        """(input, size) => {
            const files = new DataTransfer();
            files.items.add(new File([new ArrayBuffer(size)], "rekaman.pdf"));
            input.files = files.files;
            input.dispatchEvent(new Event("change"));
            input.form.requestSubmit();
        }""",
        most + 1,
    )
    assert "This file is too large" in opened.locator("[data-chosen] .message").first.inner_text()
    expect(chosen).to_be_focused()


def test_a_preview_follows_the_form(opened):
    opened.locator("#sample-due").fill("11/12/2026")
    opened.locator("#preview").get_by_text("Friday, 11 December 2026").wait_for()
    opened.locator("#sample-due").fill("31/11/2026")
    opened.locator("#preview").get_by_text("as soon as it can be read").wait_for()


PICKS = """value => {
    HTMLInputElement.prototype.showPicker = function () {
        window.opened_at = this.value;
        this.value = value;
        for (const name of ["input", "change"]) this.dispatchEvent(new Event(name, { bubbles: true }));
    };
}"""
"""Replaces the picker of the browser, which scripts cannot operate."""


@pytest.mark.parametrize("language, button", [("id", "Pilih tanggal: Tenggat"), ("en", "Choose a date: Due date")])
def test_the_browsers_date_picker_fills_in_the_text(pages, language, button):
    page = pages(PersonFactory(language=language))
    page.goto(PAGE)
    page.evaluate(PICKS, "2027-05-07")
    page.locator("#sample-due").fill("11 Des 2026" if language == "id" else "11 Dec 2026")
    page.get_by_role("button", name=button).first.press("Enter")
    written = "7 Mei 2027" if language == "id" else "7 May 2027"
    assert page.evaluate("window.opened_at") == "2026-12-11"
    assert page.locator("#sample-due").input_value() == written
    assert page.get_by_role("button", name=f"{button}, {written}").is_visible()
    page.locator("#preview").get_by_text("2027").wait_for()


def test_the_browsers_time_picker_fills_in_the_text(opened):
    opened.evaluate(PICKS, "14:30")
    opened.locator("#sample-begins").fill("9.15")
    opened.get_by_role("button", name="Choose a time").first.click()
    assert opened.evaluate("window.opened_at") == "09:15"
    assert opened.locator("#sample-begins").input_value() == "14:30"


def test_the_real_picker_opens_and_only_the_text_is_submitted(opened):
    opened.get_by_role("button", name="Choose a date").first.press("Enter")
    opened.keyboard.press("Escape")
    opened.locator("#sample-due").fill("besok")
    names = opened.evaluate("[...new FormData(document.querySelector('#sample-due').form).keys()]")
    assert names.count("sample-due") == 1
    assert "" not in names


def test_without_script_there_is_only_the_text(pages):
    page = pages(PersonFactory(language="en"), script=False)
    page.goto(PAGE)
    assert page.locator("#sample-due").is_visible()
    assert not page.locator("[data-picker]").first.is_visible()


def test_a_region_keeps_up_with_others_and_asks_only_for_what_changed(pages):
    page = pages(PersonFactory(language="en"))
    statuses = []
    page.on("response", lambda answer: statuses.append(answer.status) if answer.url.endswith("/clock") else None)
    page.clock.install()
    page.goto(PAGE)
    page.locator("#clock").evaluate("region => { region.textContent = 'old' }")
    with page.expect_response("**/clock"):
        page.clock.fast_forward(21_000)
    page.locator("#clock").get_by_text("It is").wait_for()
    with page.expect_response("**/clock"):
        page.clock.fast_forward(21_000)
    assert statuses[0] == 200
    assert set(statuses[1:]) <= {200, 304}


class Answers:
    """Answers to the autosave of the page, in order; the last one stays."""

    def __init__(self, page, *answers):
        self.answers, self.sent = list(answers), []
        page.on("dialog", lambda dialog: dialog.accept())
        page.route("**/save", self.answer)
        page.evaluate("document.querySelector('[data-autosave]').dataset.autosave = '/save'")

    def answer(self, route):
        self.sent.append(route.request.post_data)
        status, body = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        route.fulfill(status=status, content_type="application/json", body=json.dumps(body))


def test_text_is_saved_as_it_is_typed(opened):
    answers = Answers(opened, (200, {"version": 2, "saved_at": "09.42.10"}))
    opened.locator("#write").press("Control+End")
    opened.locator("#write").type(" More.")
    opened.get_by_text("Saved at 09.42.10").wait_for()
    assert "The list holds 9 services. More." in answers.sent[0]
    assert opened.locator("[data-autosave] [name=version]").input_value() == "2"


def test_two_writers_see_both_texts_and_neither_is_lost(opened):
    theirs = {"version": 5, "text": "Written by another.", "by": "Notulis JSC"}
    answers = Answers(opened, (409, theirs), (200, {"version": 6, "saved_at": "09.43.00"}))
    opened.locator("#write").fill("Mine.")
    opened.get_by_text("Written by another.").wait_for()
    assert opened.locator("#write").input_value() == "Mine."
    opened.get_by_role("button", name="Keep both").click()
    opened.get_by_text("Saved at 09.43.00").wait_for()
    assert opened.locator("#write").input_value() == "Written by another.\n\nMine."
    assert 'name="version"\r\n\r\n5\r\n' in answers.sent[1]


def test_a_lost_connection_is_reported_and_the_text_stays(opened):
    Answers(opened, (502, {}))
    opened.locator("#write").fill("Mine.")
    opened.get_by_text("Your text is safe on this screen").wait_for()
    assert opened.locator("#write").input_value() == "Mine."


@pytest.fixture
def questions(opened):
    """The answers that are given to the questions of the browser on leaving: all are refused."""
    asked = []

    def stay(dialog):
        asked.append(dialog.type)
        dialog.dismiss()

    opened.on("dialog", stay)
    return asked


def leave(page):
    page.evaluate("setTimeout(() => location.assign('/'))")
    page.wait_for_timeout(300)


def test_leaving_a_form_with_unsent_changes_needs_confirmation(opened, questions):
    opened.locator("#sample-name").fill("Forum Air Bersih")
    leave(opened)
    assert questions == ["beforeunload"]
    assert opened.locator("#sample-name").input_value() == "Forum Air Bersih"


def test_leaving_an_untouched_form_does_not(opened, questions):
    opened.locator("#sample-name").click()
    opened.get_by_label("Type to narrow the list").first.fill("organisation 12")
    leave(opened)
    opened.wait_for_url("**/")
    assert questions == []


def test_sending_a_changed_form_does_not(opened, questions):
    opened.locator("#sample-name").fill("Forum Air Bersih")
    opened.locator("#sample-name").evaluate(
        "(field) => { field.form.action = '/'; field.form.method = 'get'; field.form.requestSubmit(); }"
    )
    opened.wait_for_url("**/?*")
    assert questions == []
