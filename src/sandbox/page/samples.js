// A voice note and a photo made here, so that the page needs no microphone, camera or file.

/** Two seconds of a quiet hum that rises and falls, as a WAV file. */
export function sampleVoice() {
  const rate = 8000;
  const count = rate * 2;
  const view = new DataView(new ArrayBuffer(44 + count * 2));
  const text = (at, word) => [...word].forEach((c, i) => view.setUint8(at + i, c.charCodeAt(0)));
  text(0, "RIFF");
  view.setUint32(4, 36 + count * 2, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, "data");
  view.setUint32(40, count * 2, true);
  const notes = [262, 330, 392, 330];
  let phase = 0;
  for (let i = 0; i < count; i += 1) {
    const place = (i / count) * notes.length;
    phase += (2 * Math.PI * notes[Math.floor(place)]) / rate;
    const swell = Math.sin(Math.PI * (place % 1));
    view.setInt16(44 + i * 2, Math.sin(phase) * swell * 7000, true);
  }
  return new Blob([view], { type: "audio/wav" });
}

/** A small landscape with geese, as a PNG file. */
export async function samplePhoto() {
  const canvas = document.createElement("canvas");
  canvas.width = 640;
  canvas.height = 420;
  const pen = canvas.getContext("2d");
  const sky = pen.createLinearGradient(0, 0, 0, 420);
  sky.addColorStop(0, "#8fb7d9");
  sky.addColorStop(1, "#f7e3c4");
  pen.fillStyle = sky;
  pen.fillRect(0, 0, 640, 420);
  pen.fillStyle = "#f6c667";
  pen.beginPath();
  pen.arc(480, 190, 46, 0, 7);
  pen.fill();
  const hill = (colour, base, height, wave, shift) => {
    pen.fillStyle = colour;
    pen.beginPath();
    pen.moveTo(0, 420);
    for (let x = 0; x <= 640; x += 8) pen.lineTo(x, base - height * Math.sin(x / wave + shift));
    pen.lineTo(640, 420);
    pen.fill();
  };
  hill("#8aa88c", 270, 34, 110, 0.4);
  hill("#5f8a6b", 320, 30, 90, 2.2);
  hill("#3f6b52", 372, 18, 70, 4);
  pen.strokeStyle = "#33413a";
  pen.lineWidth = 3;
  for (const [x, y] of [[150, 120], [190, 100], [232, 84], [270, 106], [306, 128]]) {
    pen.beginPath();
    pen.moveTo(x - 12, y - 6);
    pen.quadraticCurveTo(x - 4, y - 8, x, y);
    pen.quadraticCurveTo(x + 4, y - 8, x + 12, y - 6);
    pen.stroke();
  }
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

/** Records until `stop` is called; null when there is no microphone or no permission. */
export async function recorder() {
  if (!navigator.mediaDevices?.getUserMedia || !window.MediaRecorder) return null;
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    return null;
  }
  const parts = [];
  const machine = new MediaRecorder(stream);
  machine.addEventListener("dataavailable", (event) => parts.push(event.data));
  machine.start();
  return () =>
    new Promise((done) => {
      machine.addEventListener("stop", () => {
        stream.getTracks().forEach((track) => track.stop());
        done(new Blob(parts, { type: machine.mimeType }));
      });
      machine.stop();
    });
}
