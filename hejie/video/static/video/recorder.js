// Records what the host sees and hears, while the server says that everybody here agrees. Parts of
// a few seconds go to the server at once; nothing is kept on this device.
const EVERY = 3000; // milliseconds
const SIZE = { width: 960, height: 540 };
const FRAMES = 12;

export class Recorder {
  constructor({ act, upload, faces, fault }) {
    Object.assign(this, { act, upload, faces, fault, wanted: false, busy: Promise.resolve() });
  }

  // Follow what the server allows now.
  set(state, streams) {
    this.streams = streams;
    if (!this.wanted) return;
    if (state.allowed && !this.media) this.start();
    if (!state.allowed && this.media) this.cut();
    if (this.media) this.mix();
  }

  start() {
    this.media = true;
    this.busy = this.busy.then(async () => {
      const made = await this.act("begin-recording");
      if (!made) { this.media = null; return; }
      this.stretch = made.stretch;
      this.number = 0;
      this.canvas = Object.assign(document.createElement("canvas"), SIZE);
      this.brush = this.canvas.getContext("2d");
      this.drawing = setInterval(() => this.draw(), 1000 / FRAMES);
      this.sound = new AudioContext();
      this.desk = this.sound.createMediaStreamDestination();
      this.mixed = new Set();
      const whole = new MediaStream([
        ...this.canvas.captureStream(FRAMES).getTracks(),
        ...this.desk.stream.getTracks(),
      ]);
      this.media = new MediaRecorder(whole, {
        mimeType: "video/webm;codecs=vp8,opus", videoBitsPerSecond: 600000,
      });
      this.media.ondataavailable = ({ data }) => this.send(data);
      this.mix();
      this.media.start(EVERY);
    }).catch((fault) => this.fault(fault));
  }

  mix() {
    if (!this.desk) return;
    this.streams().forEach((stream) => {
      if (this.mixed.has(stream.id) || !stream.getAudioTracks().length) return;
      this.mixed.add(stream.id);
      this.sound.createMediaStreamSource(stream).connect(this.desk);
    });
  }

  draw() {
    const tiles = [...this.faces.tiles.values()];
    const across = Math.ceil(Math.sqrt(tiles.length));
    const down = Math.ceil(tiles.length / across);
    const [width, height] = [SIZE.width / across, SIZE.height / down];
    this.brush.fillStyle = "#182433";
    this.brush.fillRect(0, 0, SIZE.width, SIZE.height);
    tiles.forEach((tile, position) => {
      const left = (position % across) * width;
      const top = Math.floor(position / across) * height;
      const video = tile.querySelector("video");
      if (video.videoWidth) {
        const scale = Math.min(width / video.videoWidth, height / video.videoHeight);
        const [w, h] = [video.videoWidth * scale, video.videoHeight * scale];
        this.brush.drawImage(video, left + (width - w) / 2, top + (height - h) / 2, w, h);
      }
      this.brush.font = "20px sans-serif";
      this.brush.fillStyle = "#fff";
      this.brush.fillText(tile.querySelector("[data-names]").textContent, left + 8, top + height - 10);
    });
  }

  send(data) {
    if (!data.size || this.refused) return;
    const [stretch, number] = [this.stretch, this.number];
    this.number += 1;
    this.busy = this.busy.then(async () => {
      this.refused = !(await this.upload(stretch, number, data));
    });
  }

  // Somebody here has not agreed: stop at once; what was recorded until then is kept.
  cut() { this.finish(false); }

  // The host ends it.
  stop() {
    this.wanted = false;
    return this.finish(true);
  }

  finish(forGood) {
    const media = this.media instanceof MediaRecorder ? this.media : null;
    clearInterval(this.drawing);
    this.refused = this.refused || !forGood;
    this.media = null;
    const ended = media && media.state !== "inactive"
      ? new Promise((done) => { media.onstop = done; media.stop(); }) : Promise.resolve();
    const sound = this.sound;
    this.desk = null;
    this.sound = null;
    return ended.then(() => {
      this.busy = this.busy.then(() => this.act("end-recording", { for_good: forGood }));
      return this.busy;
    }).then(() => { this.refused = false; if (sound) sound.close(); });
  }
}
