// How long a browser's feedback loops are beyond their DelayNode.

const RATE = 44100;
const DELAY = 256; // frames

/**
 * Frames that a loop of the audio graph adds to the delay in it: 0 by the Web Audio API, a render quantum in browsers
 * that hand on what was rendered one quantum before. Measured with an impulse that goes round once.
 */
export async function loopLatency() {
  const context = new OfflineAudioContext(1, 4 * DELAY, RATE);
  const impulse = new AudioBuffer({ length: 1, sampleRate: RATE });
  impulse.getChannelData(0)[0] = 1;
  const source = new AudioBufferSourceNode(context, { buffer: impulse });
  const delay = new DelayNode(context, { delayTime: DELAY / RATE });
  const again = new GainNode(context, { gain: 0.5 });
  source.connect(delay).connect(again).connect(delay);
  delay.connect(context.destination);
  source.start();
  const heard = (await context.startRendering()).getChannelData(0);
  const second = heard.findIndex((x, i) => i > DELAY + 1 && Math.abs(x) > 0.2);
  return second - 2 * DELAY;
}
