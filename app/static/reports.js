/* Reports that are kept on this device until the server has them, and their photos. No library.

   <script src="reports.js" data-person="ID">            the person who is signed in, or of the link; nothing of others is sent
   <form data-report="URL" data-name="title" data-next="URL">
     <input type="hidden" name="report_id">              is set to a new id: the server records each id once
     <input type="hidden" name="taken">                  is set to the moments at which the photos were taken
     [data-photos]                                       two file inputs and ul.shots: photos are made smaller, shown, removed
     <button data-offline="label without a connection">
   [data-no-connection]                                  shown while there is no connection
   [data-reports]                                        rendered by the macro waiting_reports(): what waits, and what became of it

   A report is written to IndexedDB, then POSTed to its URL as form data. Every page of the same person sends what waits.
     200                          recorded, now or before
     422, 413 {"message": "…"}    refused: shown at the form or in the list, where it can be deleted
     403, 404, 410                refused, without a message
     400 or a redirect            the session has ended: it waits until the person has signed in
   After any other response, or none, it is sent again: every 15 seconds, when the device is connected, by the next page.
   Signing out removes the mark "selaras-kept:reports:ID" after a question (see data-forget in selaras.js); reports without
   their mark are deleted. */
"use strict";
(() => {
  const person = document.currentScript.dataset.person;
  const MARK = "selaras-kept:reports:";
  const RETRY = 15000;
  const LONGEST_SIDE = 1600;
  const language = document.documentElement.lang;
  const place = document.querySelector("[data-reports]");

  /* The store: {id, person, address, name, next, fields: [[name, value], …], at, refused} ----------------- */
  let opened;
  const store = (mode, act) => {
    opened ??= new Promise((resolve, reject) => {
      const request = indexedDB.open("selaras", 1);
      request.onupgradeneeded = () => request.result.createObjectStore("reports", { keyPath: "id" });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    return opened.then((database) => new Promise((resolve, reject) => {
      const transaction = database.transaction("reports", mode);
      const request = act(transaction.objectStore("reports"));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    }));
  };
  const everything = () => store("readonly", (reports) => reports.getAll());
  const mine = async () => (await everything()).filter((one) => one.person === person).sort((one, other) => one.at - other.at);
  const keep = async (entry) => {
    localStorage.setItem(MARK + person, "1");
    await store("readwrite", (reports) => reports.put(entry));
  };
  const drop = async (id) => {
    await store("readwrite", (reports) => reports.delete(id));
    if (!(await mine()).length) localStorage.removeItem(MARK + person);
  };
  const forget = async () => {
    for (const { id, person: owner } of await everything()) {
      if (!localStorage.getItem(MARK + owner)) await store("readwrite", (reports) => reports.delete(id));
    }
  };

  /* Sending ------------------------------------------------------------------------------------------------ */
  const send = async (entry) => {
    const body = new FormData();
    for (const [name, value] of entry.fields) body.append(name, value);
    const token = document.querySelector("input[name=csrf_token]")?.value;
    if (!token) return {};
    body.append("csrf_token", token);
    const settings = { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" };
    const answer = await fetch(entry.address, settings).catch(() => null);
    if (answer?.ok) return { recorded: true };
    if (answer?.type === "opaqueredirect" || answer?.status === 400) return { signedOut: true };
    if (answer && [403, 404, 410, 413, 422].includes(answer.status)) {
      const told = await answer.json().catch(() => null);
      return { refused: told?.message || place?.dataset.refused || " " };
    }
    return {};
  };
  const alone = (act) => (navigator.locks ? navigator.locks.request("selaras-reports", act) : act());
  const state = (name) => {
    if (!place) return;
    for (const part of place.querySelectorAll("[data-state]")) part.hidden = part.dataset.state !== name;
    if (name) place.hidden = false;
  };
  let sending = false;
  const deliver = async () => {
    if (!person || sending) return;
    sending = true;
    try {
      await alone(async () => {
        for (const entry of await mine()) {
          if (entry.refused) continue;
          const { recorded, refused, signedOut } = await send(entry);
          if (recorded) {
            await drop(entry.id);
            told(entry);
          } else if (refused) {
            await keep({ ...entry, refused });
          } else {
            if (signedOut) state("signed-out");
            break;
          }
        }
      });
      await show();
    } finally {
      sending = false;
    }
  };

  /* What waits ---------------------------------------------------------------------------------------------- */
  const told = (entry) => {
    const sent = place?.querySelector("[data-sent]");
    if (!sent) return;
    sent.textContent = sent.dataset.sent.replace("{title}", entry.name);
    sent.hidden = place.hidden = false;
    state(null);
  };
  const when = (at) => new Intl.DateTimeFormat(language, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" }).format(at);
  const show = async () => {
    const entries = await mine();
    if (!place) return entries;
    const list = place.querySelector("ul");
    list.replaceChildren(...entries.map((entry) => {
      const row = place.querySelector("template").content.cloneNode(true);
      const given = (name) => entry.fields.filter(([field, value]) => field === name && value).map(([, value]) => value);
      const title = row.querySelector("[data-title]");
      title.textContent = entry.name;
      title.href = entry.next;
      row.querySelector("[data-what]").textContent = place.dataset.kept.replace("{progress}", given("progress").pop().replace("done", "100"))
        .replace("{photos}", given("files").length).replace("{when}", when(entry.at));
      const message = row.querySelector("[data-message]");
      const button = row.querySelector("[data-drop]");
      message.hidden = button.hidden = !entry.refused;
      message.textContent = entry.refused || "";
      button.addEventListener("click", async () => { await drop(entry.id); await show(); });
      return row;
    }));
    place.querySelector("[data-count]").textContent = entries.length;
    place.querySelector("[data-list]").hidden = !entries.length;
    if (entries.length) place.hidden = false;
    return entries;
  };
  const signIn = place?.querySelector("[data-sign-in]");
  if (signIn) signIn.href += `?next=${encodeURIComponent(location.pathname)}`;

  /* Photos: made smaller before they are sent ------------------------------------------------------------- */
  const size = (bytes) => (bytes < 1048576 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1048576).toLocaleString(language, { maximumFractionDigits: 1 })} MB`);
  const takenAt = async (file) => {
    const head = new TextDecoder("latin1").decode(await file.slice(0, 131072).arrayBuffer());
    const found = /Exif\0/.test(head) && /(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)\0/.exec(head);
    const [year, month, ...rest] = found ? found.slice(1).map(Number) : [];
    const moment = found ? new Date(year, month - 1, ...rest) : new Date(file.lastModified);
    return Number.isNaN(moment.getTime()) ? "-" : moment.toISOString();
  };
  const smaller = async (file) => {
    const picture = await createImageBitmap(file).catch(() => null);
    if (!picture) return { file, picture };
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", 0.82); });
    if (!blob || blob.size >= file.size) return { file, picture };
    return { file: new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }), picture };
  };
  const thumbnail = (picture) => {
    const drawn = document.createElement("canvas");
    drawn.className = "thumb";
    drawn.width = drawn.height = 144;
    if (picture) {
      const side = Math.min(picture.width, picture.height);
      drawn.getContext("2d").drawImage(picture, (picture.width - side) / 2, (picture.height - side) / 2, side, side, 0, 0, 144, 144);
    }
    return drawn;
  };
  for (const part of document.querySelectorAll("[data-photos]")) {
    const [camera, gallery] = part.querySelectorAll("input[type=file]");
    const list = part.querySelector(".shots");
    const { form } = camera;
    const shots = [];
    part.classList.add("live");
    part.querySelector("[data-live]").hidden = false;
    const settle = () => {
      const files = new DataTransfer();
      for (const shot of shots) files.items.add(shot.file);
      gallery.files = files.files;
      camera.value = "";
      if (form.elements.taken) form.elements.taken.value = shots.map((shot) => shot.taken).join(" ");
      list.replaceChildren(...shots.map((shot) => shot.row));
      list.hidden = !shots.length;
    };
    const add = async (file) => {
      const taken = await takenAt(file);
      const { file: sent, picture } = await smaller(file);
      const row = document.createElement("li");
      const words = document.createElement("span");
      const note = document.createElement("span");
      const button = document.createElement("button");
      const about = document.createElement("span");
      const shot = { file: sent, taken, row };
      note.className = "note d-block";
      const sizes = sent === file ? size(file.size) : part.dataset.shrunk.replace("{before}", size(file.size)).replace("{after}", size(sent.size));
      note.textContent = taken === "-" ? sizes : `${sizes} · ${when(new Date(taken))}`;
      words.append(file.name, note);
      Object.assign(button, { type: "button", className: "btn btn-link", textContent: part.dataset.remove });
      about.className = "visually-hidden";
      about.textContent = ` ${file.name}`;
      button.append(about);
      button.addEventListener("click", () => {
        shots.splice(shots.indexOf(shot), 1);
        settle();
        camera.focus();
      });
      row.append(thumbnail(picture), words, button);
      picture?.close();
      shots.push(shot);
    };
    let work = Promise.resolve();
    const take = (event) => {
      const chosen = [...event.target.files];
      if (event.target === gallery) gallery.value = "";
      work = work.then(async () => {
        for (const file of chosen) await add(file);
        settle();
      });
      form.photosReady = work;
    };
    camera.addEventListener("change", take);
    gallery.addEventListener("change", take);
    form.addEventListener("reset", () => { shots.length = 0; setTimeout(settle); });
  }

  /* Reports --------------------------------------------------------------------------------------------------- */
  for (const form of document.querySelectorAll("form[data-report]")) {
    const button = form.querySelector("button[data-offline]");
    const label = button.textContent;
    const absent = document.querySelector("[data-no-connection]");
    const connection = () => {
      absent.hidden = navigator.onLine;
      button.textContent = navigator.onLine ? label : button.dataset.offline;
    };
    addEventListener("online", connection);
    addEventListener("offline", connection);
    connection();
    form.elements.report_id.value = crypto.randomUUID?.() || "";
    let busy = false;
    form.addEventListener("submit", async (event) => {
      if (!person || !form.elements.report_id.value) return;
      event.preventDefault();
      if (busy) return;
      busy = true;
      await form.photosReady;
      const fields = [...new FormData(form)].filter(([name, value]) => name !== "csrf_token" && (typeof value === "string" || value.size));
      const { report: address, name, next } = form.dataset;
      const entry = { id: form.elements.report_id.value, person, address, name, next, fields, at: Date.now() };
      try {
        await keep(entry);
      } catch {
        HTMLFormElement.prototype.submit.call(form);
        return;
      }
      const { recorded, refused, signedOut } = await alone(() => send(entry));
      busy = false;
      if (refused) {
        await drop(entry.id);
        refuse(form, refused);
        return;
      }
      form.reset();
      if (recorded) {
        await drop(entry.id);
        location.assign(next);
        return;
      }
      form.hidden = absent.hidden = true;
      state(signedOut ? "signed-out" : "saved");
      await show();
      place.scrollIntoView({ block: "nearest" });
    });
  }
  const refuse = (form, message) => {
    const shown = form.querySelector("[data-refusal]") || document.createElement("p");
    Object.assign(shown, { className: "message", textContent: message });
    shown.setAttribute("role", "alert");
    shown.dataset.refusal = "";
    form.querySelector("button[data-offline]").closest(".does").before(shown);
  };

  if (!window.indexedDB) return;
  forget().then(deliver).catch(() => {});
  addEventListener("online", () => deliver().catch(() => {}));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) deliver().catch(() => {}); });
  setInterval(() => deliver().catch(() => {}), RETRY);
})();
