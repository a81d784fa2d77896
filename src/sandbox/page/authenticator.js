// The authenticator app of a phone: keeps the key its chat showed, and makes the six digits of this
// half minute (RFC 6238, SHA-1) on the story's clock.

import { now } from "./clock.js";

const KEY = /^(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}$/;
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const place = (person) => `authenticator-${person}`;

/** Takes the key out of a message with a picture, as scanning the picture would. */
export function scan(person, message) {
  if (!message.file) return;
  for (const { type, offset, length } of message.entities ?? []) {
    const words = message.text.slice(offset, offset + length);
    if (type === "code" && KEY.test(words)) localStorage.setItem(place(person), words.replaceAll(" ", ""));
  }
}

export const holdsKey = (person) => Boolean(localStorage.getItem(place(person)));

function bytes(key) {
  let [held, bits] = [0, 0];
  const out = [];
  for (const letter of key) {
    held = ((held << 5) | LETTERS.indexOf(letter)) & 0xffff;
    bits += 5;
    if (bits >= 8) out.push((held >> (bits -= 8)) & 255);
  }
  return new Uint8Array(out);
}

/** The six digits; null where the browser signs nothing (a page that came neither from this machine nor over TLS). */
export async function digits(person) {
  if (!crypto.subtle) return null;
  const step = new DataView(new ArrayBuffer(8));
  step.setBigInt64(0, BigInt(Math.floor(now() / 30_000)));
  const how = { name: "HMAC", hash: "SHA-1" };
  const key = await crypto.subtle.importKey("raw", bytes(localStorage.getItem(place(person))), how, false, ["sign"]);
  const hash = new DataView(await crypto.subtle.sign("HMAC", key, step.buffer));
  const number = hash.getUint32(hash.getUint8(19) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}
