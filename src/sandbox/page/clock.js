// The clock of the story: ticks between the server's words, shows every place, moves on demand.

import { complain, load, make, post } from "./make.js";

let base = Date.now();
let heard = performance.now();
const ticking = new Set();

/** The server's "now" in milliseconds. */
export const now = () => base + (performance.now() - heard);

/** Takes the server's time. */
export function hear(ms) {
  const jump = Math.abs(ms - now()) > 1500;
  base = ms;
  heard = performance.now();
  if (jump) refreshNext();
  tick();
}

/** Calls `draw(now)` every second and after every jump; the result stops it. */
export function onTick(draw) {
  ticking.add(draw);
  draw(now());
  return () => ticking.delete(draw);
}

function tick() {
  for (const draw of ticking) draw(now());
}

const formats = new Map();

function format(zone, options) {
  const key = zone + JSON.stringify(options);
  if (!formats.has(key)) {
    formats.set(key, new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options }));
  }
  return formats.get(key);
}

export const hourMinute = (ms, zone) =>
  format(zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(ms);
export const weekdayDate = (ms, zone) =>
  format(zone, { weekday: "short", day: "numeric", month: "short" }).format(ms);
export const wholeDate = (ms, zone) =>
  format(zone, { weekday: "long", day: "numeric", month: "long" }).format(ms);

/** The city of an IANA zone name. */
export const city = (zone) => zone.split("/").pop().replaceAll("_", " ");

const zoneList = document.getElementById("zones");
let drawn = "";

/** One entry per place in the header. */
export function showZones(phones) {
  const zones = [...new Map(phones.map((p) => [p.zone, p])).values()];
  zones.sort((a, b) => a.offset_s - b.offset_s);
  const key = zones.map((p) => p.zone).join();
  if (key === drawn) return;
  drawn = key;
  zoneList.replaceChildren(
    ...zones.map((phone) => {
      const time = make("b");
      const day = make("span");
      onTick((ms) => {
        time.textContent = hourMinute(ms, phone.zone);
        day.textContent = `${city(phone.zone)}, ${weekdayDate(ms, phone.zone)}`;
      });
      return make("li", {}, time, day);
    }),
  );
}

const moves = document.querySelectorAll(".moves button");
const nextButton = document.getElementById("next");
const nextWhat = document.getElementById("next-what");
let home = "UTC";
let asked = 0;

export const setHome = (zone) => (home = zone);

function showNext(next) {
  nextButton.disabled = !next;
  nextWhat.textContent = next
    ? `${weekdayDate(next.at_ms, home)} ${hourMinute(next.at_ms, home)} ${city(home)}: ${next.label}`
    : "nothing is scheduled";
  nextButton.title = nextWhat.textContent;
}

/** Asks what comes next; many calls at once become one. */
export function refreshNext() {
  clearTimeout(asked);
  asked = setTimeout(async () => {
    try {
      showNext((await load("/page/clock")).next);
    } catch (error) {
      complain(error.message);
    }
  }, 150);
}

async function move(step) {
  moves.forEach((button) => (button.disabled = true));
  document.body.classList.add("moving");
  try {
    const after = await post("/page/clock", step);
    hear(after.now_ms);
    complain("");
    moves.forEach((button) => (button.disabled = false));
    showNext(after.next);
  } catch (error) {
    complain(error.message);
    moves.forEach((button) => (button.disabled = false));
  }
  document.body.classList.remove("moving");
}

document.getElementById("hour").addEventListener("click", () => move({ minutes: 60 }));
document.getElementById("day").addEventListener("click", () => move({ minutes: 24 * 60 }));
nextButton.addEventListener("click", () => move("next"));
setInterval(tick, 1000);
