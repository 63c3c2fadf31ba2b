/* Selaras: progressive enhancement of pages that work without script. No library, no inline code (strict CSP).

   Hooks, all as attributes:
   data-search="no match"    a <select> that can be searched by typing
   data-options="URL"        on such a select: URL of the omitted options as [[value, label, data-of], …], fetched on first use
   data-narrow="label"       a long group of checkboxes that can be filtered by typing
   data-copy, data-share     copy a URL; open the device's share sheet
   data-drop                 files may be dropped here; the chosen ones are listed
   data-theme="dark"         choice of appearance, stored in the cookie "theme"
   data-preview="URL"        on a form: after each change its fields are POSTed to URL, and the HTML in the response replaces
                             the content of the element selected by data-preview-into; data-preview-now: also on page load.
                             A <template data-into="#id"> in the response replaces the content of that element instead. A
                             button named "offer" sets the fields in its value, "name=value&name=value".
                             Without script, the form has a button for it.
   data-poll="URL"           a region that is fetched every data-poll-seconds (default 10) with its ETag; 304 leaves it
                             unchanged, 200 replaces its content unless it has the focus; the event "refresh" fetches it now
   data-forget="question"    on the form that signs out: texts that writing.js keeps in this browser are removed, after the
                             question if there are any
   data-now="INSTANT"        the time of the server when the page was rendered, against which timers count
   data-since="INSTANT"      a timer of data-minutes: inside it, data-count="used", "left" or "over" shows full minutes, and
                             data-while="within" or "over" is shown before or after they are over
   data-once                 on a form: it is submitted only once
   data-unsent               on a form: leaving the page after a change that was not sent needs confirmation; "now": even without
                             a change, because the form shows input that was refused or not saved yet
   data-own-zone             on a <select> of time zones: without a choice, that of the device is chosen
   data-when="name=value"    an element that is shown only while the field of its form with that name has that value; a
                             <details> is opened then, and a <fieldset> is disabled otherwise
   data-picks="# selected"   in a form with checkboxes named "pick": says how many are ticked, in place of what it says without
                             any; data-picks-all is the name of a checkbox for all, in the first cell of the table's head
   data-of="name"            on a <select>: an option with data-of is offered only while the field of its form with that name
                             has the value in the option's data-of */
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const debounce = (act, wait) => {
    let timer;
    return (...args) => { clearTimeout(timer); timer = setTimeout(() => act(...args), wait); };
  };
  const drawing = (name) => {
    const sheet = document.querySelector("svg use")?.getAttribute("href").split("#")[0];
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    svg.setAttribute("class", "i");
    svg.setAttribute("aria-hidden", "true");
    use.setAttribute("href", `${sheet}#${name}`);
    svg.append(use);
    return svg;
  };

  /* Menus ---------------------------------------------------------------------------------------------- */
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key !== "Escape") return;
    const menu = all("details.menu[open]").pop();
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  });
  document.addEventListener("click", (event) => {
    for (const menu of all("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("focusin", (event) => {
    for (const menu of all("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });

  /* Appearance ----------------------------------------------------------------------------------------- */
  const theme = () => document.documentElement.dataset.bsTheme || "system";
  const showTheme = () => all("[data-theme]").forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.theme === theme())));
  all("[data-theme-choice]").forEach((choice) => { choice.hidden = false; });
  document.addEventListener("click", (event) => {
    const chosen = event.target.closest?.("[data-theme]")?.dataset.theme;
    if (!chosen) return;
    if (chosen === "system") delete document.documentElement.dataset.bsTheme;
    else document.documentElement.dataset.bsTheme = chosen;
    const age = chosen === "system" ? 0 : 31536000;
    document.cookie = `theme=${chosen}; path=/; max-age=${age}; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
    showTheme();
  });

  /* Sharing -------------------------------------------------------------------------------------------- */
  if (navigator.clipboard) all('[data-needs="clipboard"]').forEach((item) => { item.hidden = false; });
  if (navigator.share) all('[data-needs="share"]').forEach((item) => { item.hidden = false; });
  document.addEventListener("click", async (event) => {
    const copy = event.target.closest?.("[data-copy]");
    const share = event.target.closest?.("[data-share]");
    if (copy) {
      await navigator.clipboard.writeText(copy.dataset.copy);
      const label = copy.querySelector("span") || copy;
      label.textContent = copy.dataset.done;
      label.setAttribute("role", "status");
    }
    if (share) navigator.share({ url: share.dataset.share, title: share.dataset.title, text: share.dataset.text }).catch(() => {});
  });

  /* Forms ---------------------------------------------------------------------------------------------- */
  document.querySelector("[data-focus-first]")?.focus();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!("once" in form.dataset) || event.defaultPrevented) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
  });
  addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => { delete form.dataset.sent; }));

  for (const form of all("form[data-forget]")) {
    form.addEventListener("submit", (event) => {
      const kept = Object.keys(localStorage).filter((key) => key.startsWith("selaras-kept:"));
      if (kept.length && !confirm(form.dataset.forget)) event.preventDefault();
      else kept.forEach((key) => localStorage.removeItem(key));
    });
  }

  const unsent = new Set(all('form[data-unsent="now"]'));
  const change = (event) => { if (event.target.name && event.target.form?.matches("[data-unsent]")) unsent.add(event.target.form); };
  document.addEventListener("input", change);
  document.addEventListener("change", change);
  document.addEventListener("submit", (event) => { if (!event.defaultPrevented) unsent.delete(event.target); });
  document.addEventListener("reset", (event) => unsent.delete(event.target));
  addEventListener("beforeunload", (event) => { if (unsent.size) event.preventDefault(); });

  for (const part of all("[data-when]")) {
    const [name, value] = part.dataset.when.split("=");
    const form = part.closest("form");
    const show = () => {
      const met = new FormData(form).get(name) === value;
      part.hidden = !met;
      if (part.tagName === "DETAILS") part.open = met;
      if (part.tagName === "FIELDSET") part.disabled = !met;
    };
    form.addEventListener("change", show);
    show();
  }

  for (const bar of all("[data-picks]")) {
    const form = bar.closest("form");
    const picks = all('input[name="pick"]', form);
    const said = bar.querySelector("strong");
    const none = said.textContent;
    const every = Object.assign(document.createElement("input"), { type: "checkbox", className: "form-check-input", ariaLabel: bar.dataset.picksAll });
    const show = () => {
      const count = picks.filter((pick) => pick.checked).length;
      said.textContent = count ? bar.dataset.picks.replace("#", count) : none;
      every.checked = count === picks.length;
      every.indeterminate = count > 0 && !every.checked;
    };
    every.addEventListener("change", () => { for (const pick of picks) pick.checked = every.checked; show(); });
    form.addEventListener("change", show);
    const cell = form.querySelector("thead th");
    cell.classList.add("pick");
    cell.append(every);
    addEventListener("pageshow", show);
    show();
  }

  for (const select of all("select[data-own-zone]")) {
    const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (select.value || !zone) continue;
    if (![...select.options].some((option) => option.value === zone)) select.add(new Option(zone, zone));
    select.value = zone;
  }

  const fits = (option, select) => !option.dataset.of || option.dataset.of === new FormData(select.form).get(select.dataset.of);
  for (const select of all("select[data-of]")) {
    const show = () => {
      for (const option of select.options) option.hidden = option.disabled = !fits(option, select);
      if (!select.selectedOptions[0]?.disabled) return;
      select.selectedIndex = [...select.options].findIndex((option) => !option.disabled);
      select.dispatchEvent(new Event("change", { bubbles: true }));
    };
    select.form.addEventListener("change", (event) => { if (event.target.name === select.dataset.of) show(); });
    show();
  }

  for (const drop of all("[data-drop]")) {
    const input = drop.querySelector("input[type=file]");
    const list = drop.querySelector("[data-chosen]");
    const isTooLarge = (file) => file.size > Number(drop.dataset.drop);
    const show = () => {
      list.replaceChildren(...[...input.files].map((file) => {
        const item = document.createElement("li");
        const size = document.createElement("span");
        size.className = "note";
        size.textContent = file.size < 1048576 ? `${Math.ceil(file.size / 1024)} KB` : `${(file.size / 1048576).toFixed(1)} MB`;
        item.append(drawing("file"), ` ${file.name} `, size);
        if (isTooLarge(file)) {
          const message = document.createElement("p");
          message.className = "message";
          message.append(drawing("error"), ` ${drop.dataset.refusal}`);
          item.append(message);
        }
        return item;
      }));
      list.hidden = !input.files.length;
    };
    input.addEventListener("change", show);
    input.form.addEventListener("submit", (event) => {
      if (![...input.files].some(isTooLarge)) return;
      event.preventDefault();
      input.focus();
    });
    drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
    drop.addEventListener("dragleave", () => drop.classList.remove("over"));
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      drop.classList.remove("over");
      const files = new DataTransfer();
      for (const file of event.dataTransfer.files) if (input.multiple || !files.files.length) files.items.add(file);
      input.files = files.files;
      show();
    });
  }

  /* Searchable selects: a combobox in front of the hidden select, which keeps the value. ---------------- */
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const searchable = (select) => {
    const id = select.id;
    const box = document.createElement("div");
    const input = document.createElement("input");
    const list = document.createElement("ul");
    const blank = [...select.options].find((option) => option.value === "");
    let shown = [];
    let at = -1;
    const classes = [...select.classList];
    const widths = classes.filter((name) => name.startsWith("w-"));
    box.classList.add("combo", ...widths);
    input.classList.add("form-control", ...classes.filter((name) => name !== "form-select" && !widths.includes(name)));
    Object.assign(input, { id, type: "text", autocomplete: "off", disabled: select.disabled });
    const settings = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${id}-list` };
    for (const name of ["aria-describedby", "aria-invalid"]) if (select.hasAttribute(name)) settings[name] = select.getAttribute(name);
    for (const [name, value] of Object.entries(settings)) input.setAttribute(name, value);
    list.id = `${id}-list`;
    list.className = "combo-list";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", document.querySelector(`label[for="${CSS.escape(id)}"]`)?.textContent.trim() || "");
    select.id = `${id}-value`;
    select.hidden = true;
    select.tabIndex = -1;
    select.before(box);
    box.append(input, drawing("down"), list, select);
    const word = () => (select.selectedOptions[0] && select.value !== "" ? select.selectedOptions[0].text.trim() : "");
    input.value = word();
    if (blank) input.placeholder = blank.text.trim();
    const close = () => {
      list.hidden = true;
      at = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const point = (next) => {
      at = next;
      all("[role=option]", list).forEach((item, place) => item.classList.toggle("at", place === at));
      const item = list.children[at];
      if (item) { input.setAttribute("aria-activedescendant", item.id); item.scrollIntoView({ block: "nearest" }); }
    };
    const choose = (option) => {
      select.value = option.value;
      input.value = word();
      close();
      select.dispatchEvent(new Event("change", { bubbles: true }));
    };
    const open = (wanted) => {
      const parts = plain(wanted).split(/\s+/).filter(Boolean);
      shown = [...select.options].filter((option) => option.value !== "" && fits(option, select) && parts.every((part) => plain(option.text).includes(part)));
      list.replaceChildren(...shown.slice(0, 100).map((option, place) => {
        const item = document.createElement("li");
        item.id = `${id}-option-${place}`;
        item.textContent = option.text.trim();
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", String(option.selected));
        item.addEventListener("mousedown", (event) => { event.preventDefault(); choose(option); });
        return item;
      }));
      if (!shown.length) {
        const none = document.createElement("li");
        none.className = "none";
        none.textContent = select.dataset.search;
        none.setAttribute("role", "option");
        none.setAttribute("aria-disabled", "true");
        list.append(none);
      }
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      list.scrollIntoView({ block: "nearest" });
      point(wanted && shown.length ? 0 : -1);
    };
    select.addEventListener("change", () => { input.value = word(); });
    let rest = select.dataset.options;
    const complete = async () => {
      if (!rest) return;
      const from = rest;
      rest = "";
      const answer = await fetch(from, { headers: { Accept: "application/json" } }).catch(() => null);
      if (!answer?.ok) { rest = from; return; }
      const there = new Set([...select.options].map((option) => option.value));
      for (const [value, label, of] of await answer.json()) {
        if (there.has(value)) continue;
        const option = new Option(label, value);
        if (of) option.dataset.of = of;
        select.add(option);
      }
      if (!list.hidden) open(input.value === word() ? "" : input.value);
    };
    input.addEventListener("input", () => open(input.value));
    input.addEventListener("click", () => (list.hidden ? open("") : close()));
    input.addEventListener("focus", () => { input.select(); complete(); });
    input.addEventListener("blur", () => {
      if (!input.value.trim() && blank && select.value !== "") choose(blank);
      input.value = word();
      close();
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) { open(""); point(0); return; }
        const step = event.key === "ArrowDown" ? 1 : -1;
        if (shown.length) point((at + step + Math.min(shown.length, 100)) % Math.min(shown.length, 100));
      } else if (event.key === "Enter" && !list.hidden) {
        event.preventDefault();
        if (shown[at]) choose(shown[at]);
      } else if (event.key === "Escape" && !list.hidden) {
        event.stopPropagation();
        input.value = word();
        close();
      }
    });
  };
  all("select[data-search]").forEach(searchable);

  /* Long groups of checkboxes: a field above filters them; checked ones stay visible. -------------------- */
  for (const list of all("[data-narrow]")) {
    const field = document.createElement("input");
    Object.assign(field, { type: "search", className: "form-control mb-2", placeholder: list.dataset.narrow, autocomplete: "off" });
    field.setAttribute("aria-label", list.dataset.narrow);
    list.before(field);
    field.addEventListener("input", (event) => {
      event.stopPropagation();
      const parts = plain(field.value).split(/\s+/).filter(Boolean);
      for (const choice of all(".form-check", list)) {
        const wanted = parts.every((part) => plain(choice.textContent).includes(part));
        choice.hidden = !wanted && !choice.querySelector("input").checked;
      }
    });
    field.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  }

  /* Live preview --------------------------------------------------------------------------------------- */
  for (const form of all("form[data-preview]")) {
    const region = document.querySelector(form.dataset.previewInto);
    let turn = 0, last = "";
    const ask = debounce(async () => {
      const mine = ++turn;
      const answer = await fetch(form.dataset.preview, { method: "POST", body: new FormData(form), headers: { Accept: "text/html" } }).catch(() => null);
      if (mine !== turn || !answer || !(answer.ok || [409, 422].includes(answer.status))) return;
      const found = await answer.text();
      if (found === last) return;
      region.innerHTML = last = found;
      for (const part of all("template[data-into]", region)) {
        document.querySelector(part.dataset.into)?.replaceChildren(part.content);
        part.remove();
      }
    }, 300);
    form.addEventListener("input", ask);
    form.addEventListener("change", ask);
    form.addEventListener("click", (event) => {
      const offer = event.target.closest?.("button[name=offer]");
      if (!offer) return;
      event.preventDefault();
      for (const pair of offer.value.split("&")) {
        const [name, value] = pair.split("=");
        form.elements[name].value = value;
      }
      ask();
    });
    if ("previewNow" in form.dataset) ask();
  }

  /* Timers ----------------------------------------------------------------------------------------------- */
  const ahead = Date.parse(document.querySelector("[data-now]")?.dataset.now) - Date.now();
  const count = () => {
    for (const timer of all("[data-since]")) {
      const used = Math.max(0, Math.floor((Date.now() + ahead - Date.parse(timer.dataset.since)) / 60000));
      const minutes = Number(timer.dataset.minutes);
      const counts = { used, left: Math.max(0, minutes - used), over: used - minutes };
      for (const part of all("[data-count]", timer)) part.textContent = counts[part.dataset.count];
      for (const part of all("[data-while]", timer)) part.hidden = (part.dataset.while === "over") !== used > minutes;
      for (const bar of all("progress", timer)) bar.value = Math.min(used, minutes);
    }
  };
  if (!Number.isNaN(ahead)) setInterval(count, 1000);

  /* Polled regions ------------------------------------------------------------------------------------- */
  for (const region of all("[data-poll]")) {
    let tag = region.dataset.pollEtag || "";
    let tagged = region.dataset.poll;  // an ETag is valid for its own address only
    const ask = async () => {
      if (document.hidden) return;
      if (tagged !== region.dataset.poll) tag = "";
      tagged = region.dataset.poll;
      const headers = { Accept: "text/html", ...(tag && { "If-None-Match": tag }) };
      const answer = await fetch(region.dataset.poll, { headers, cache: "no-store" }).catch(() => null);
      if (!answer?.ok || region.contains(document.activeElement)) return;
      tag = answer.headers.get("ETag") || "";
      region.innerHTML = await answer.text();
    };
    setInterval(ask, Number(region.dataset.pollSeconds || 10) * 1000);
    document.addEventListener("visibilitychange", ask);
    region.addEventListener("refresh", ask);
  }

  showTheme();
})();
