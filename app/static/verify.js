/* Verification of deliveries, an enhancement of templates/commitments/verification/examine.html.

   data-verdict              on the form: its main button follows the findings, and an empty reason is filled in from them
   data-criterion            a criterion with its number; data-wording is its text
   data-verdict-of="met"     a button of the form, by the findings for which it is the main one
   data-key="t"              a link or button that a key presses, except in fields and together with other keys
   data-keys-switch="label"  turns the keys off and on, which is stored in this browser; the label is for on; data-keys names them */
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const stored = "selaras-verify-keys";

  for (const form of all("form[data-verdict]")) {
    const reason = form.elements.reason;
    let filled = "";
    const findings = () => all("[data-criterion]", form).map((one) => ({
      number: one.dataset.criterion,
      wording: one.dataset.wording,
      value: one.querySelector("input:checked")?.value,
      label: one.querySelector("input:checked + span")?.textContent,
      note: one.querySelector("textarea").value.trim(),
    }));
    const follow = () => {
      const found = findings();
      const marked = found.filter((one) => one.value);
      const each = (value) => marked.every((one) => one.value === value);
      const main = each("met") ? "met" : each("not_met") ? "not_met" : "partly_met";
      for (const button of all("[data-verdict-of]", form)) {
        const isMain = button.dataset.verdictOf === main;
        button.classList.toggle("btn-primary", isMain);
        button.classList.toggle("btn-secondary", !isMain);
      }
      if (reason.value !== filled) return;  // written by the verifier
      const open = marked.filter((one) => one.value !== "met");
      filled = open.map((one) => `${one.number}. ${one.wording}: ${one.note || one.label}`).join("\n");
      reason.value = filled;
    };
    all("[data-criterion]", form).forEach((one) => ["change", "input"].forEach((kind) => one.addEventListener(kind, follow)));
    follow();
  }

  const hint = document.querySelector("[data-keys-hint]");
  if (!hint) return;
  const toggle = hint.querySelector("[data-keys-switch]");
  const labels = { true: toggle.textContent, false: toggle.dataset.keysSwitch };
  let on = localStorage.getItem(stored) !== "off";
  const show = () => {
    toggle.textContent = labels[on];
    all("[data-keys]").forEach((one) => { one.hidden = !on; });
  };
  hint.hidden = false;
  show();
  toggle.addEventListener("click", () => {
    on = !on;
    localStorage.setItem(stored, on ? "on" : "off");
    show();
  });
  document.addEventListener("keydown", (event) => {
    if (!on || event.repeat || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.target.closest?.("input:not([type=radio]), textarea, select, [contenteditable]")) return;
    const pressed = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!pressed) return;
    event.preventDefault();
    pressed.click();
  });
})();
