/* Selaras: changes the order of a list by dragging, or with the keyboard. Without script, buttons move one item at a time.

   <ol data-order="URL" data-token="CSRF token"><li data-item="id" data-name="name"><button data-handle hidden>
   <span data-up>, <span data-down>: hidden on the first and on the last item
   #order-status: live region with its texts as data-picked, data-moved, data-left, data-saved, data-refused
   Space picks an item up and puts it down, arrow keys move it, Escape leaves it where it was. The whole order is POSTed once,
   as the ids in the field `order`, when an item was put down elsewhere. */
"use strict";
(() => {
  const list = document.querySelector("ol[data-order]");
  const status = document.getElementById("order-status");
  if (!list || !status) return;
  const items = () => [...list.children];
  const ids = () => items().map((item) => item.dataset.item);
  let held = null; // the item that is moved
  let before = []; // the items in the order that was saved last

  const say = (text, item) => {
    const place = items().indexOf(item) + 1;
    status.textContent = status.dataset[text].replace("{item}", item.dataset.name).replace("{place}", place).replace("{all}", items().length);
    status.classList.toggle("visually-hidden", text !== "refused");
  };
  const showButtons = () => items().forEach((item, place) => {
    const up = item.querySelector("[data-up]");
    const down = item.querySelector("[data-down]");
    if (up) up.hidden = place === 0;
    if (down) down.hidden = place === items().length - 1;
  });
  const restore = () => list.append(...before);
  const pick = (item) => {
    held = item;
    before = items();
    item.classList.add("held");
  };
  const save = async (item) => {
    const sent = new FormData();
    sent.append("csrf_token", list.dataset.token);
    for (const id of ids()) sent.append("order", id);
    const answer = await fetch(list.dataset.order, { method: "POST", body: sent }).catch(() => null);
    if (!answer?.ok) restore();
    showButtons();
    say(answer?.ok ? "saved" : "refused", item);
  };
  const putDown = () => {
    const item = held;
    held = null;
    item.classList.remove("held");
    if (before.some((one, place) => one !== list.children[place])) save(item);
    else say("left", item);
  };
  const leave = () => {
    const item = held;
    held = null;
    item.classList.remove("held");
    restore();
    say("left", item);
  };
  const step = (handle, down) => {
    const other = down ? held.nextElementSibling : held.previousElementSibling;
    if (!other) return;
    if (down) other.after(held);
    else other.before(held);
    handle.focus();
    say("moved", held);
  };

  list.addEventListener("keydown", (event) => {
    const handle = event.target.closest("[data-handle]");
    if (!handle || event.ctrlKey || event.metaKey || event.altKey) return;
    const item = handle.closest("li");
    const moves = held === item;
    if (event.key === " " || event.key === "Enter") {
      if (moves) putDown();
      else if (!held) { pick(item); say("picked", item); }
      handle.focus();
    } else if (moves && event.key === "Escape") {
      leave();
      handle.focus();
    } else if (moves && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      step(handle, event.key === "ArrowDown");
    } else {
      return;
    }
    event.preventDefault();
  });

  list.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-handle]");
    if (!handle || held || event.button !== 0) return;
    event.preventDefault();
    handle.focus();
    pick(handle.closest("li"));
    const move = (at) => {
      const over = items().find((item) => item !== held && at.clientY >= item.getBoundingClientRect().top && at.clientY <= item.getBoundingClientRect().bottom);
      if (!over) return;
      const area = over.getBoundingClientRect();
      const follows = held.compareDocumentPosition(over) & Node.DOCUMENT_POSITION_FOLLOWING;
      if (follows && at.clientY > area.top + area.height / 2) over.after(held);
      if (!follows && at.clientY < area.top + area.height / 2) over.before(held);
    };
    const end = (how) => () => {
      document.removeEventListener("pointermove", move);
      document.removeEventListener("pointerup", up);
      document.removeEventListener("pointercancel", cancel);
      if (held) how();
    };
    const up = end(putDown);
    const cancel = end(leave);
    document.addEventListener("pointermove", move);
    document.addEventListener("pointerup", up);
    document.addEventListener("pointercancel", cancel);
  });

  for (const handle of list.querySelectorAll("[data-handle]")) handle.hidden = false;
})();
