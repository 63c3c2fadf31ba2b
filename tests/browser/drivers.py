"""Drivers, which use a page by mouse or by keyboard alone."""

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
"""Returns whether the focus is on an element, or in which direction it is."""
SHOWN = """element => {
    const box = element.getBoundingClientRect();
    return box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
}"""
MOST_TABS = 200


def beginning_with(name: str) -> re.Pattern[str]:
    """Return a pattern of texts that are `name` or begin with it; as in a browser, all white space is alike."""
    words = r"\s+".join(re.escape(word) for word in name.split())
    return re.compile(rf"^\s*{words}(?=$|[\s:,(])")


class Driver(ABC):
    """Finds controls on a page by their visible names."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def control(self, name: str, within: str = "body") -> Locator:
        """Return the one visible link, button, choice or menu whose name is `name` or begins with it."""
        words = beginning_with(name)
        place = self.page.locator(within)
        found = place.locator("summary").filter(has_text=words)
        for role in ("link", "button", "radio", "checkbox"):
            found = found.or_(place.get_by_role(role, name=words))
        return found.filter(visible=True)

    def field(self, label: str, within: str = "body") -> Locator:
        """Return the one visible field whose label is `label` or begins with it."""
        words = beginning_with(label)
        return (
            self.page.locator(within)
            .get_by_label(words)
            .and_(self.page.locator("input, textarea, select"))
            .filter(visible=True)
        )

    def go(self, name: str) -> None:
        """Open a main section of the application; on narrow screens some are in a menu."""
        rail = "nav.rail"
        if not self.control(name, rail).count():
            self.choose("Lainnya", rail)
        self.choose(name, rail)

    @abstractmethod
    def choose(self, name: str, within: str = "body") -> None:
        """Follow a link, press a button, take a choice or open a menu."""

    @abstractmethod
    def press_button(self, selector: str) -> None:
        """Press a button whose name is not unique."""

    @abstractmethod
    def type(self, label: str, text: str, within: str = "body") -> None:
        """Replace the text of a field."""

    @abstractmethod
    def pick(self, label: str, option: str, within: str = "body") -> None:
        """Pick an option of a list, or of a field that searches one."""

    @abstractmethod
    def attach(self, label: str, file: Path) -> None:
        """Choose a file."""


class MouseDriver(Driver):
    """Uses the mouse, and the keyboard for text."""

    def choose(self, name: str, within: str = "body") -> None:
        self.control(name, within).click()

    def press_button(self, selector: str) -> None:
        self.page.locator(selector).click()

    def type(self, label: str, text: str, within: str = "body") -> None:
        field = self.field(label, within)
        field.click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def pick(self, label: str, option: str, within: str = "body") -> None:
        field = self.field(label, within)
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


class KeyboardDriver(Driver):
    """Uses Tab, Shift+Tab, Enter, Space, arrows and letters. A focused control must be on the screen."""

    def choose(self, name: str, within: str = "body") -> None:
        control = self.reach(self.control(name, within))
        kind = control.get_attribute("type")
        if kind == "radio":
            self._turn_to(control)
        else:
            self.page.keyboard.press("Space" if kind == "checkbox" else "Enter")

    def press_button(self, selector: str) -> None:
        self.reach(self.page.locator(selector))
        self.page.keyboard.press("Enter")

    def type(self, label: str, text: str, within: str = "body") -> None:
        self.reach(self.field(label, within))
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def pick(self, label: str, option: str, within: str = "body") -> None:
        field = self.reach(self.field(label, within))
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

    def reach(self, control: Locator) -> Locator:
        """Focus a control with Tab. Raises AssertionError if that fails or the focused control is not on the screen."""
        expect(control).to_have_count(1)
        for _press in range(MOST_TABS):
            where = control.evaluate(WHERE)
            if where == "here":
                assert control.evaluate(SHOWN), f"the focus is on {control}, but not on the screen"
                return control
            self.page.keyboard.press("Shift+Tab" if where == "back" else "Tab")
        focus = self.page.evaluate("document.activeElement.outerHTML")[:200]
        raise AssertionError(f"no Tab leads to {control}; the focus is on {focus}")

    def _turn_to(self, radio: Locator) -> None:
        if not radio.is_checked() and radio.evaluate("one => one === document.activeElement"):
            self.page.keyboard.press("Space")
        for _press in range(12):
            if radio.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"no arrow leads to {radio}")
