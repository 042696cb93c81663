// Camera and microphone of this device, what is wrong with them, and how loud it is before them.
const PICTURE = { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 15, max: 20 } };
const VOICE = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

export class Devices {
  constructor() {
    this.stream = new MediaStream();
    this.camera = true; // whether its owner wants it on
    this.microphone = true;
    this.problem = "";
  }

  // Open what there is. Afterwards `problem` is the name of the sentence that tells what is missing.
  async open(chosen = {}) {
    this.close();
    if (!navigator.mediaDevices) { this.problem = "insecure"; return; }
    const video = { ...PICTURE, ...(chosen.camera && { deviceId: chosen.camera }) };
    const audio = { ...VOICE, ...(chosen.microphone && { deviceId: chosen.microphone }) };
    const tries = [[{ video, audio }, ""], [{ audio }, "no-camera"], [{ video }, "no-microphone"]];
    let first = null;
    for (const [asked, problem] of tries) {
      try {
        this.stream = await navigator.mediaDevices.getUserMedia(asked);
        this.problem = problem && first === "NotAllowedError" ? "denied-one" : problem;
        this.listen();
        return;
      } catch (fault) {
        first = first || fault.name;
      }
    }
    this.problem = { NotAllowedError: "denied", NotReadableError: "in-use" }[first] || "no-devices";
  }

  close() {
    this.stream.getTracks().forEach((track) => track.stop());
  }

  track(kind) { return this.stream.getTracks().find((track) => track.kind === kind); }

  // What the others are given: nothing of what its owner turned off.
  get tracks() {
    return {
      video: this.camera ? this.track("video") : null,
      audio: this.microphone ? this.track("audio") : null,
    };
  }

  // Turned off here means that it is black and silent here too.
  apply() {
    this.stream.getVideoTracks().forEach((track) => { track.enabled = this.camera; });
    this.stream.getAudioTracks().forEach((track) => { track.enabled = this.microphone; });
  }

  listen() {
    if (!this.track("audio")) return;
    this.sound = this.sound || new AudioContext();
    this.meter = this.sound.createAnalyser();
    this.sound.createMediaStreamSource(this.stream).connect(this.meter);
    this.wave = new Float32Array(this.meter.fftSize);
  }

  // From 0 to 1.
  level() {
    if (!this.meter || !this.microphone) return 0;
    this.meter.getFloatTimeDomainData(this.wave);
    return Math.min(1, Math.max(...this.wave.map(Math.abs)) * 1.5);
  }

  async list(kind) {
    if (!navigator.mediaDevices) return [];
    const found = await navigator.mediaDevices.enumerateDevices();
    return found.filter((one) => one.kind === kind && one.deviceId);
  }

  // Two notes out of the loudspeaker.
  ring() {
    this.sound = this.sound || new AudioContext();
    this.sound.resume();
    [523, 659].forEach((pitch, position) => {
      const note = this.sound.createOscillator();
      const volume = this.sound.createGain();
      volume.gain.value = 0.2;
      note.frequency.value = pitch;
      note.connect(volume).connect(this.sound.destination);
      note.start(this.sound.currentTime + position * 0.4);
      note.stop(this.sound.currentTime + position * 0.4 + 0.35);
    });
  }
}

// How good the way to the server is: "good", "fair", "poor", or "none".
export async function network(address) {
  const spent = [];
  try {
    for (let n = 0; n < 4; n += 1) {
      const begun = performance.now();
      const answer = await fetch(`${address}?${Date.now()}`, { cache: "no-store" });
      await answer.arrayBuffer();
      spent.push(performance.now() - begun);
    }
  } catch {
    return "none";
  }
  const middle = spent.sort((a, b) => a - b)[1];
  if (!window.RTCPeerConnection) return "old";
  return middle < 400 ? "good" : middle < 1500 ? "fair" : "poor";
}
