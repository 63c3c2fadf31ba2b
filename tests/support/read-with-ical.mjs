// Reads a calendar from standard input with ical.js; writes [{uid, recurrence_id, starts_at, ends_at, summary, status, attendees}] up to argv[2] as JSON.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
const until = ICAL.Time.fromJSDate(new Date(process.argv[2]), true);
const instant = (time) => time.toJSDate().toISOString().replace(".000Z", "Z");

const components = calendar.getAllSubcomponents("vevent");
const masters = components.filter((one) => !one.hasProperty("recurrence-id"));
const exceptions = components.filter((one) => one.hasProperty("recurrence-id"));
const found = [];
const add = (event, slot, start, end) => found.push({
  uid: event.uid,
  recurrence_id: slot && instant(slot),
  starts_at: instant(start),
  ends_at: instant(end),
  summary: event.summary,
  status: event.component.getFirstPropertyValue("status"),
  attendees: event.attendees.map((one) => one.getFirstValue()),
});
for (const master of masters) {
  const event = new ICAL.Event(master, { exceptions: exceptions.filter((one) => one.getFirstPropertyValue("uid") === master.getFirstPropertyValue("uid")) });
  if (!event.isRecurring()) { add(event, null, event.startDate, event.endDate); continue; }
  const slots = event.iterator();
  for (let slot = slots.next(); slot && slot.compare(until) < 0; slot = slots.next()) {
    const details = event.getOccurrenceDetails(slot);
    add(details.item, slot, details.startDate, details.endDate);
  }
}
const known = new Set(masters.map((one) => one.getFirstPropertyValue("uid")));
for (const alone of exceptions) {
  const event = new ICAL.Event(alone);
  if (!known.has(event.uid)) add(event, event.recurrenceId, event.startDate, event.endDate);
}
process.stdout.write(JSON.stringify(found));
