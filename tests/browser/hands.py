"""How people handle a page: with a mouse, or with nothing but the keyboard."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from pathlib import Path

from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as TookTooLong

WHERE = """target => {
    const at = document.activeElement;
    const group = at => at?.type === "radio" && at.name;
    if (at === target || (group(at) && group(at) === group(target) && at.form === target.form)) return "here";
    return target.compareDocumentPosition(at) === Node.DOCUMENT_POSITION_FOLLOWING ? "back" : "on";
}"""
"""Says whether the focus is on an element, or in which direction it lies."""
SHOWN = """element => {
    const box = element.getBoundingClientRect();
    return box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
}"""
MOST_TABS = 200


class Hand(ABC):
    """Finds things on a page by what a person reads."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def thing(self, name: str, among: str = "body") -> Locator:
        """Return the one visible link, button, choice or menu whose name is `name` or begins with it."""
        words = re.compile(rf"^\s*{re.escape(name)}(?=$|[\s:,(])")
        place = self.page.locator(among)
        found = place.locator("summary").filter(has_text=words)
        for role in ("link", "button", "radio", "checkbox"):
            found = found.or_(place.get_by_role(role, name=words))
        return found.filter(visible=True)

    def field(self, label: str, among: str = "body") -> Locator:
        """Return the one visible field whose label is `label` or begins with it."""
        words = re.compile(rf"^\s*{re.escape(label)}(?=$|[\s:,(])")
        return (
            self.page.locator(among)
            .get_by_label(words)
            .and_(self.page.locator("input, textarea, select"))
            .filter(visible=True)
        )

    def go(self, name: str) -> None:
        """Open a main part of the application; on narrow screens some of them are behind a menu."""
        rail = "nav.rail"
        if not self.thing(name, rail).count():
            self.choose("Lainnya", rail)
        self.choose(name, rail)

    @abstractmethod
    def choose(self, name: str, among: str = "body") -> None:
        """Follow a link, press a button, take a choice or open a menu."""

    @abstractmethod
    def press_button(self, selector: str) -> None:
        """Press a button whose name alone does not tell it apart."""

    @abstractmethod
    def type(self, label: str, text: str, among: str = "body") -> None:
        """Write into a field, over what stands there."""

    @abstractmethod
    def pick(self, label: str, option: str, among: str = "body") -> None:
        """Pick an option of a list, or of a field that searches one."""

    @abstractmethod
    def attach(self, label: str, file: Path) -> None:
        """Choose a file."""


class Mouse(Hand):
    """Points, clicks and types."""

    def choose(self, name: str, among: str = "body") -> None:
        self.thing(name, among).click()

    def press_button(self, selector: str) -> None:
        self.page.locator(selector).click()

    def type(self, label: str, text: str, among: str = "body") -> None:
        field = self.field(label, among)
        field.click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def pick(self, label: str, option: str, among: str = "body") -> None:
        field = self.field(label, among)
        if field.get_attribute("role") == "combobox":
            field.click()
            self.page.keyboard.type(option)
            self.page.get_by_role("option", name=option, exact=True).click()
            expect(field).to_have_value(option)
        else:
            field.select_option(label=option)

    def attach(self, label: str, file: Path) -> None:
        with self.page.expect_file_chooser() as chooser:
            self.field(label).click()
        chooser.value.set_files(file)


class Keyboard(Hand):
    """Tab, Shift+Tab, Enter, Space, arrows and letters. What is reached must be on the screen."""

    def choose(self, name: str, among: str = "body") -> None:
        thing = self.reach(self.thing(name, among))
        kind = thing.get_attribute("type")
        if kind == "radio":
            self._turn_to(thing)
        else:
            self.page.keyboard.press("Space" if kind == "checkbox" else "Enter")

    def press_button(self, selector: str) -> None:
        self.reach(self.page.locator(selector))
        self.page.keyboard.press("Enter")

    def type(self, label: str, text: str, among: str = "body") -> None:
        self.reach(self.field(label, among))
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def pick(self, label: str, option: str, among: str = "body") -> None:
        field = self.reach(self.field(label, among))
        if field.get_attribute("role") == "combobox":
            self.page.keyboard.type(option)
            self.page.keyboard.press("Enter")
            expect(field).to_have_value(option)
            return
        steps = field.evaluate(
            "(list, wanted) => [...list.options].findIndex(one => one.text.trim() === wanted) - list.selectedIndex",
            option,
        )
        for _step in range(abs(steps)):
            self.page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")
        assert field.evaluate("list => list.selectedOptions[0].text.trim()") == option

    def attach(self, label: str, file: Path) -> None:
        self.page.bring_to_front()
        field = self.reach(self.field(label))
        try:
            with self.page.expect_file_chooser(timeout=5_000) as chooser:
                self.page.keyboard.press("Space")
            chooser.value.set_files(file)
        except TookTooLong:  # a browser without a window sometimes opens no chooser on a busy machine
            expect(field).to_be_focused()
            field.set_input_files(file)

    def reach(self, thing: Locator) -> Locator:
        """Tab to something. Raises AssertionError if no Tab leads there or the focus is out of sight."""
        expect(thing).to_have_count(1)
        for _press in range(MOST_TABS):
            where = thing.evaluate(WHERE)
            if where == "here":
                assert thing.evaluate(SHOWN), f"the focus is on {thing}, but not on the screen"
                return thing
            self.page.keyboard.press("Shift+Tab" if where == "back" else "Tab")
        focus = self.page.evaluate("document.activeElement.outerHTML")[:200]
        raise AssertionError(f"no Tab leads to {thing}; the focus is on {focus}")

    def _turn_to(self, radio: Locator) -> None:
        if not radio.is_checked() and radio.evaluate("one => one === document.activeElement"):
            self.page.keyboard.press("Space")
        for _press in range(12):
            if radio.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"no arrow leads to {radio}")
