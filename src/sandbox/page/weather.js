// The weather on the line to Telegram: four kinds to choose from, and a sentence on what it means.

import { complain, load, make, put } from "./make.js";

const CROWDED = { flood_chat: 250, flood_bot: 50, longest_wait: 5, only: ["send"] };

const KINDS = [
  { name: "Clear", says: "Everything goes through at once.", is: {} },
  { name: "Slow", says: "Every answer takes one to three seconds.", is: { odds: { latency_ms: [1000, 3000] } } },
  { name: "Crowded", says: "Telegram often asks the bot to wait. Messages come a little later, in their order.", is: { odds: CROWDED } },
  { name: "Down", says: "Nothing goes through. What the bot has to say waits and comes when the line is back.", is: { outage: true } },
];

const OTHER = "Set by hand, not from this page.";

const panel = document.getElementById("weather");
const says = document.getElementById("weather-says");
const buttons = KINDS.map((kind) =>
  make("button", { type: "button", text: kind.name, "aria-pressed": "false", onclick: () => choose(kind) }));
document.getElementById("weather-kinds").replaceChildren(...buttons);

const usual = (value) => !value || (Array.isArray(value) && value.every((part) => !part));

/** What is not quiet, in one order: the server names everything, a kind only what it changes. */
const essence = ({ outage, odds, next }) => {
  const loud = Object.entries(odds ?? {}).filter(([, value]) => !usual(value));
  return JSON.stringify([Boolean(outage), loud.sort(), next ?? []]);
};

function show(weather) {
  const now = KINDS.findIndex((kind) => essence(kind.is) === essence(weather));
  buttons.forEach((button, index) => button.setAttribute("aria-pressed", String(index === now)));
  says.textContent = KINDS[now]?.says ?? OTHER;
  panel.hidden = false;
}

async function choose(kind) {
  try {
    show(await put("/sandbox/faults", kind.is));
    complain("");
  } catch (error) {
    complain(error.message);
  }
}

let asked = 0;

/** Asks how the weather is; many calls at once become one. */
export function refreshWeather() {
  clearTimeout(asked);
  asked = setTimeout(async () => {
    try {
      show(await load("/sandbox/faults"));
    } catch (error) {
      complain(error.message);
    }
  }, 150);
}
