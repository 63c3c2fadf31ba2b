/* Selaras: the button beside a text field for a date or time opens the picker of the browser.

   <span class="picker"><input type="text"><button data-picker hidden><span>label</span></button><input type="date" hidden></span>
   The button stays hidden without script, and in browsers without showPicker(). What is chosen is written into the text
   field as the page writes dates and times. The input of the picker has no name, so it is not submitted. */
"use strict";
(() => {
  if (!("showPicker" in HTMLInputElement.prototype)) return;
  const language = document.documentElement.lang === "en" ? "en-GB" : "id";
  const words = new Intl.DateTimeFormat(language, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  const months = [...Array(12).keys()].map((month) => (
    new Intl.DateTimeFormat(language, { month: "long", timeZone: "UTC" }).format(Date.UTC(2026, month)).toLowerCase()));
  const two = (number) => String(number).padStart(2, "0");

  /* The value of the picker for a text: empty unless it is a whole date or time. */
  const read = {
    date: (text) => {
      if (/^\d{4}-\d\d-\d\d$/.test(text)) return text;
      const [, day, month, year] = text.toLowerCase().match(/^(\d{1,2})[\s/.-]+([^\s/.-]+)[\s/.-]+(\d{4})$/) || [];
      const number = Number(month) || months.findIndex((name) => month?.length > 2 && name.startsWith(month)) + 1;
      return number ? `${year}-${two(number)}-${two(day)}` : "";
    },
    time: (text) => {
      const [, hour, minute] = text.match(/^(\d{1,2})[.:](\d\d)$/) || [];
      return hour ? `${two(hour)}:${minute}` : "";
    },
  };
  const write = {
    date: (value) => words.format(new Date(value)),
    time: (value) => value.slice(0, 5).replace(":", language === "id" ? "." : ":"),
  };

  for (const button of document.querySelectorAll("[data-picker]")) {
    const text = button.previousElementSibling;
    const picker = button.nextElementSibling;
    const name = button.querySelector("span");
    const label = name.textContent;
    button.hidden = picker.hidden = false;
    button.addEventListener("click", () => {
      picker.value = read[picker.type](text.value.trim()) || picker.value;
      picker.showPicker();
    });
    for (const type of ["input", "change"]) picker.addEventListener(type, (event) => {
      event.stopPropagation();
      if (picker.value) text.value = write[picker.type](picker.value);
      name.textContent = `${label}, ${text.value}`;
      text.dispatchEvent(new Event(type, { bubbles: true }));
    });
  }
})();
