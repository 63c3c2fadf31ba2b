/* Writing notes: saved as they are typed, kept in the browser until the server has them, with a toolbar. No library.

   <form data-autosave="URL" method="post" action="URL without script">  with
     data-keep="person"                                  keeps texts in this browser for that person; absent: keeps nothing
     data-insertions="URL"                               speakers and phrases as JSON
     data-notes="#id"                                    the polled region that shows what was saved
     <input type="hidden" name="version" value="3">      the version that the text is based on
     <input type="hidden" name="passage">                the id of the text, needed to keep it
     <textarea name="text">                               (any fields; all are sent)
     <button name="then" value="passage">                 saves and begins the next text, without loading the page
     [data-toolbar]                                       [data-around="**"], [data-before="- "], details[data-phrases]
     ul[data-speakers]                                    the list of names after "@"
     [data-saved], [data-waiting], [data-autosave-place]  ┐
     <template data-conflict>, data-offline, data-refused ┘ rendered by the macro autosave_parts()

   One second after the last input, the form's fields are POSTed to URL as form data with "Accept: application/json".
     200 {"version": 4, "saved_at": "09.42.10"}                       saved; the next save is based on version 4
     409 {"version": 5, "text": "theirs", "by": "Notulis JSC"}        someone else saved first: both texts are shown, and the
                                                                      author keeps their own (replacing version 5), takes the
                                                                      other, or joins both
     422 {"message": "one sentence"}                                  invalid; the text stays
   After any other response, or none, saving is retried every 10 seconds. Only one save runs at a time. The server ignores a
   text that it has already, so that a text may be sent again, also by another tab. */
"use strict";
(() => {
  const KEPT = "selaras-kept:";
  const RETRY = 10000;
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const debounce = (act, wait) => {
    let timer;
    return () => { clearTimeout(timer); timer = setTimeout(act, wait); };
  };
  const newId = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };

  /* Kept texts: one entry per text, {"fields": …, "at": milliseconds}, until the server has it ------------ */
  const shelf = (form) => {
    const prefix = "keep" in form.dataset ? `${KEPT}${form.dataset.keep}:${form.dataset.autosave}:` : null;
    const tried = (act, otherwise) => { try { return prefix ? act() : otherwise; } catch { return otherwise; } };
    return {
      put: (fields) => tried(() => { localStorage.setItem(prefix + fields.passage, JSON.stringify({ fields, at: Date.now() })); return true; }, false),
      drop: (passage) => tried(() => localStorage.removeItem(prefix + passage)),
      rebase: (passage, version) => tried(() => {
        const entry = JSON.parse(localStorage.getItem(prefix + passage));
        entry.fields.version = version;
        localStorage.setItem(prefix + passage, JSON.stringify(entry));
      }),
      list: () => tried(() => Object.keys(localStorage).filter((key) => key.startsWith(prefix))
        .map((key) => JSON.parse(localStorage.getItem(key))).sort((one, other) => one.at - other.at), []),
    };
  };

  const autosave = (form) => {
    const { version, passage } = form.elements;
    const text = form.querySelector("textarea");
    const status = form.querySelector("[data-saved]");
    const waiting = form.querySelector("[data-waiting]");
    const place = form.querySelector("[data-autosave-place]");
    const notes = form.dataset.notes && document.querySelector(form.dataset.notes);
    const kept = shelf(form);
    const queued = new Set();
    let dirty = false, safe = false, busy = false, stopped = false, delivering = false;

    const fields = () => Object.fromEntries([...new FormData(form)].filter(([name]) => name !== "csrf_token"));
    const show = (name, fill = () => {}) => {
      const part = form.querySelector(`template[data-${name}]`).content.cloneNode(true);
      fill(part);
      place.replaceChildren(part);
    };
    const send = async (sent) => {
      const body = new FormData();
      for (const [name, value] of Object.entries(sent)) body.append(name, value);
      if (form.elements.csrf_token) body.append("csrf_token", form.elements.csrf_token.value);
      const answer = await fetch(form.dataset.autosave, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => null);
      const result = await answer?.json().catch(() => null);
      if (answer?.ok && result) return { saved: result };
      if (answer?.status === 409 && result) return { theirs: result };
      return answer?.status === 422 && result ? { refused: result.message } : {};
    };
    const conflict = (theirs, ours, settle) => show("conflict", (part) => {
      part.querySelector("[data-by]").textContent = theirs.by || "";
      part.querySelector("[data-theirs]").textContent = theirs.text;
      part.querySelector("[data-ours]").textContent = ours;
      part.querySelector("[data-keep-ours]").addEventListener("click", () => settle(ours));
      part.querySelector("[data-take]").addEventListener("click", () => settle(theirs.text));
      part.querySelector("[data-both]").addEventListener("click", () => settle(`${theirs.text}\n\n${ours}`));
    });

    /* The text in the form */
    const save = async () => {
      const blank = passage && version.value === "0" && !text.value.trim();
      if (busy || stopped || blank) return;
      busy = true;
      dirty = false;
      const sent = fields();
      const { saved, theirs, refused } = await send(sent);
      busy = false;
      if (passage && passage.value !== sent.passage) {  // the writer went on; what is kept of that text comes after this save
        if (saved) kept.rebase(sent.passage, saved.version);
        deliver();
        return;
      }
      if (saved) {
        version.value = saved.version;
        status.textContent = status.dataset.saved.replace("{time}", saved.saved_at);
        place.replaceChildren();
        if (!dirty) kept.drop(sent.passage);
        notes?.dispatchEvent(new Event("refresh"));
        if (dirty) soon();
      } else if (theirs) {
        dirty = true;
        stopped = true;
        conflict(theirs, text.value, (chosen) => {
          text.value = chosen;
          version.value = theirs.version;
          stopped = false;
          place.replaceChildren();
          text.focus();
          save();
        });
      } else {
        dirty = true;
        show("offline", (part) => { if (refused) part.querySelector("p").textContent = refused; });
        if (!refused) setTimeout(() => { if (dirty) save(); }, RETRY);
      }
    };
    const soon = debounce(save, 1000);
    text.addEventListener("input", () => {
      dirty = true;
      safe = kept.put(fields());
      status.textContent = status.dataset.saving;
      soon();
    });
    addEventListener("beforeunload", (event) => { if (dirty && !safe) event.preventDefault(); });

    /* Texts that wait: written without a connection, or left behind by an earlier page */
    const count = () => {
      waiting.hidden = !queued.size;
      waiting.textContent = waiting.dataset.waiting.replace("{count}", queued.size);
    };
    const delivered = (entry) => {
      kept.drop(entry.passage);
      queued.delete(entry.passage);
      count();
      notes?.dispatchEvent(new Event("refresh"));
    };
    const deliver = async () => {
      if (delivering || stopped || busy) return;
      delivering = true;
      const stale = Date.now() - 3 * RETRY;
      for (const { fields: entry, at } of kept.list()) {
        if (entry.passage === passage.value || !(queued.has(entry.passage) || at < stale)) continue;
        queued.add(entry.passage);
        count();
        const { saved, theirs, refused } = await send(entry);
        if (saved) delivered(entry);
        else if (theirs) {
          stopped = true;
          conflict(theirs, entry.text, (chosen) => {
            kept.put({ ...entry, text: chosen, version: theirs.version });
            stopped = false;
            place.replaceChildren();
            deliver();
          });
          break;
        } else if (refused) {
          stopped = true;
          show("refused", (part) => {
            part.querySelector("[data-message]").textContent = refused;
            part.querySelector("[data-ours]").textContent = entry.text;
            part.querySelector("[data-discard]").addEventListener("click", () => {
              delivered(entry);
              stopped = false;
              place.replaceChildren();
              deliver();
            });
          });
          break;
        } else break;
      }
      delivering = false;
    };

    /* The next text, without loading the page */
    const begin = () => {
      passage.value = newId();
      version.value = 0;
      text.value = "";
      dirty = false;
      if (notes) {
        const address = new URL(notes.dataset.poll, location);
        address.searchParams.set("besides", passage.value);
        notes.dataset.poll = address.pathname + address.search;
      }
      text.focus();
    };
    form.addEventListener("submit", async (event) => {
      const goesOn = passage && "keep" in form.dataset && event.submitter?.value === "passage" && !("editing" in form.dataset);
      if (!goesOn || stopped) { dirty = false; stopped = true; return; }
      event.preventDefault();
      if (!text.value.trim() || !kept.put(fields())) return;
      queued.add(passage.value);
      begin();
      count();
      deliver();
    });
    if ("keep" in form.dataset) {
      deliver();
      setInterval(deliver, RETRY);
      addEventListener("online", deliver);
    }
  };

  /* Marks, phrases and names ------------------------------------------------------------------------------ */
  const insert = (text, from, to, words, select) => {
    text.setRangeText(words, from, to, "end");
    if (select) text.setSelectionRange(...select);
    text.focus();
    text.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const around = (text, mark) => {
    const { selectionStart: from, selectionEnd: to, value } = text;
    const words = value.slice(from, to);
    insert(text, from, to, mark + words + mark, [from + mark.length, to + mark.length]);
  };
  const before = (text, mark) => {
    const { selectionStart, selectionEnd: to, value } = text;
    const from = value.lastIndexOf("\n", selectionStart - 1) + 1;
    const lines = value.slice(from, to).split("\n");
    const counted = /^\d/.test(mark);
    insert(text, from, to, lines.map((line, place) => (counted ? `${place + 1}. ` : mark) + line).join("\n"));
  };

  const toolbar = (form) => {
    const text = form.querySelector("textarea");
    const bar = form.querySelector("[data-toolbar]");
    const menu = form.querySelector("details[data-phrases]");
    const list = form.querySelector("[data-speakers]");
    let offered = null;
    const load = async () => {
      offered ??= fetch(form.dataset.insertions, { headers: { Accept: "application/json" } }).then((answer) => answer.json()).catch(() => {
        offered = null;
        return { speakers: [], phrases: [] };
      });
      return offered;
    };

    bar.hidden = false;
    for (const button of all("[data-around]", bar)) button.addEventListener("click", () => around(text, button.dataset.around));
    for (const button of all("[data-before]", bar)) button.addEventListener("click", () => before(text, button.dataset.before));
    menu.addEventListener("toggle", async () => {
      const items = menu.querySelector("[data-items]");
      if (!menu.open || items.children.length) return;
      for (const phrase of (await load()).phrases) {
        const item = document.createElement("li");
        const button = document.createElement("button");
        Object.assign(button, { type: "button", textContent: phrase });
        button.addEventListener("click", () => {
          menu.open = false;
          const at = text.selectionEnd;
          const gap = at && !/\s$/.test(text.value.slice(0, at)) ? " " : "";
          insert(text, at, at, gap + phrase);
        });
        item.append(button);
        items.append(item);
      }
    });

    /* Names after "@": a list below the field; arrow keys, Enter and Escape */
    let shown = [], at = 0, from = 0;
    const close = () => {
      list.hidden = true;
      text.removeAttribute("aria-activedescendant");
    };
    const point = (next) => {
      at = (next + shown.length) % shown.length;
      [...list.children].forEach((item, place) => {
        item.classList.toggle("at", place === at);
        item.setAttribute("aria-selected", String(place === at));
      });
      text.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    };
    const choose = (speaker) => {
      close();
      insert(text, from, text.selectionEnd, `${speaker.text} `);
    };
    const plain = (words) => ` ${words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim()}`;
    const offer = async () => {
      const typed = /(?:^|[\s(])@([\p{L}\p{N}.-]*(?: [\p{L}\p{N}.-]+)?)$/u.exec(text.value.slice(0, text.selectionEnd));
      if (!typed) { close(); return; }
      const { speakers } = await load();
      from = text.selectionEnd - typed[1].length - 1;
      shown = speakers.filter((speaker) => plain(speaker.label).includes(plain(typed[1]))).slice(0, 8);
      if (!shown.length || text.value[from] !== "@") { close(); return; }
      list.replaceChildren(...shown.map((speaker, place) => {
        const item = document.createElement("li");
        item.id = `speaker-${place}`;
        item.textContent = speaker.label;
        item.setAttribute("role", "option");
        item.addEventListener("mousedown", (event) => { event.preventDefault(); choose(speaker); });
        return item;
      }));
      list.hidden = false;
      point(0);
    };
    text.setAttribute("aria-autocomplete", "list");
    text.setAttribute("aria-controls", list.id);
    close();
    text.addEventListener("input", offer);
    text.addEventListener("blur", close);
    text.addEventListener("keydown", (event) => {
      const key = event.key.toLowerCase();
      if ((event.ctrlKey || event.metaKey) && !event.altKey && (key === "b" || key === "i")) {
        event.preventDefault();
        around(text, key === "b" ? "**" : "*");
      } else if (!list.hidden && (key === "arrowdown" || key === "arrowup")) {
        event.preventDefault();
        point(at + (key === "arrowdown" ? 1 : -1));
      } else if (!list.hidden && (key === "enter" || key === "tab")) {
        event.preventDefault();
        choose(shown[at]);
      } else if (!list.hidden && key === "escape") {
        event.stopPropagation();
        close();
      }
    });
  };

  for (const form of all("form[data-autosave]")) {
    autosave(form);
    if (form.querySelector("[data-toolbar]")) toolbar(form);
  }
})();
