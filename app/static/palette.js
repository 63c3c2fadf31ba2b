/* Selaras: the command palette. It opens with Ctrl+K or Cmd+K, with "/" or from the search field of the header, offers what
   can be done on the page, where to go, what to make and which pages were visited, and suggests objects while typing.

   Hooks: data-palette on the <dialog>; data-suggestions="URL" on its list, which returns options for ?q=; data-opens-palette on
   what opens it. Without script, the search field leads to the search page, which lists the same. */
"use strict";
(() => {
  const RECENT = "selaras-recent";
  const MOST = 6;
  const dialog = document.querySelector("dialog[data-palette]");
  if (!dialog) { sessionStorage.removeItem(RECENT); return; }
  const input = dialog.querySelector("input");
  const list = dialog.querySelector("[role=listbox]");
  const status = dialog.querySelector("[role=status]");
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const plain = (element) => element.textContent.replace(/\s+/g, " ").trim();
  let found = [];
  let request;

  /* Recent pages of this tab, for whoever is signed in; signing out removes them. */
  const recent = () => JSON.parse(sessionStorage.getItem(RECENT) || "[]");
  const here = location.pathname;
  const heading = document.querySelector("main h1");
  if (heading && here !== "/" && here !== "/search") {
    const others = recent().filter((page) => page.href !== here);
    sessionStorage.setItem(RECENT, JSON.stringify([{ href: here, label: plain(heading) }, ...others].slice(0, MOST + 1)));
  }
  all("form[data-forget]").forEach((form) => form.addEventListener("submit", () => sessionStorage.removeItem(RECENT)));

  /* What can be chosen: links and buttons of the page, so that nobody is offered what they may not do. */
  const links = (selector) => all(selector).map((element) => ({ label: plain(element), element, href: element.getAttribute("href") }));
  const commands = () => {
    const seen = new Set();
    const groups = [
      ["page", links("main .title .does a[href], main .title .does button:not([disabled]), main .tabs a[href]")],
      ["recent", recent().filter((page) => page.href !== here)],
      ["go", links(".rail li:not(.rest) > a[href]")],
      ["make", links("#new .menu-list a[href]")],
    ];
    return groups.map(([name, options]) => [name, options.filter(({ label, href }) => {
      const key = `${name === "make" ? name : ""}${href || label}`;
      return label && !seen.has(key) && seen.add(key);
    })]);
  };

  const option = ({ label, href, element }, index) => {
    const item = document.createElement("div");
    item.setAttribute("role", "option");
    item.id = `palette-${index}`;
    item.textContent = label;
    item.act = () => {
      dialog.close();
      if (href) location.assign(href);
      else element.click();
    };
    return item;
  };
  const group = (name, options) => {
    const box = document.createElement("div");
    const head = document.createElement("div");
    box.setAttribute("role", "group");
    box.setAttribute("aria-labelledby", `palette-group-${name}`);
    head.id = `palette-group-${name}`;
    head.className = "group";
    head.setAttribute("role", "presentation");
    head.textContent = list.dataset[name];
    box.append(head, ...options);
    return box;
  };

  const choose = (item) => {
    for (const one of found) one.setAttribute("aria-selected", String(one === item));
    if (item) {
      input.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };
  const chosen = () => found.find((item) => item.getAttribute("aria-selected") === "true");

  const show = (suggested = []) => {
    const words = fold(input.value).split(/\s+/).filter(Boolean);
    const fits = ({ label }) => words.every((word) => fold(label).includes(word));
    let index = 0;
    const boxes = commands().map(([name, options]) => [name, options.filter(fits).map((one) => option(one, index++))]);
    for (const item of suggested) {
      item.id = `palette-${index++}`;
      item.act = () => { dialog.close(); location.assign(item.dataset.href); };
    }
    boxes.unshift(["found", suggested]);
    list.replaceChildren(...boxes.filter(([, options]) => options.length).map(([name, options]) => group(name, options)));
    found = all("[role=option]", list);
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(found.length > 0));
    choose(suggested[0]);
    status.textContent = list.dataset.number.replace("0", found.length);
  };

  const suggest = async () => {
    request?.abort();
    const text = input.value.trim();
    if (text.length < 2) return;
    const mine = request = new AbortController();
    try {
      const answer = await fetch(`${list.dataset.suggestions}?${new URLSearchParams({ q: text })}`, { signal: mine.signal });
      if (!answer.ok) return;
      const part = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (request === mine) show(all("[role=option]", part).map((item) => document.adoptNode(item)));
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  };
  let timer;
  input.addEventListener("input", () => {
    show();
    clearTimeout(timer);
    timer = setTimeout(suggest, 120);
  });

  const open = (text = "") => {
    input.value = text;
    dialog.showModal();
    input.select();
    show();
    suggest();
  };
  document.addEventListener("keydown", (event) => {
    if (dialog.open || event.isComposing || event.altKey) return;
    const field = event.target.closest?.("input, textarea, select, [contenteditable]");
    const writing = field && !dialog.contains(field);  // just after it closed, the focus may still be inside
    const byLetter = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "k";
    if (byLetter || (event.key === "/" && !writing && !event.ctrlKey && !event.metaKey)) {
      event.preventDefault();
      open();
    }
  });
  for (const opener of all("[data-opens-palette]")) {
    opener.addEventListener("click", () => open(opener.value || ""));
  }

  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const at = found.indexOf(chosen());
    const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? found.length - 1 : at - 1 }[event.key];
    if (to !== undefined && found.length) {
      event.preventDefault();
      choose(found[(to + found.length) % found.length]);
    } else if (event.key === "Enter" && chosen()) {
      event.preventDefault();
      chosen().act();
    }
  });
  list.addEventListener("click", (event) => event.target.closest("[role=option]")?.act());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
})();
