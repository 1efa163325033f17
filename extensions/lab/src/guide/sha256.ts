/**
 * SHA-256 (FIPS 180-4) of a text in UTF-8, as 64 hex digits.
 *
 * #### Notes
 * Answers at once. The browser's own answers later only, and not at all on a page without https.
 */
export function sha256(text: string): string {
  const blocks = padded(new TextEncoder().encode(text));
  const state = START.slice();
  for (let at = 0; at < blocks.length; at += 16) {
    addBlock(state, blocks.subarray(at, at + 16));
  }
  return Array.from(state, word => word.toString(16).padStart(8, '0')).join('');
}

/** The first 32 bits behind the point of a root of each of the first primes. */
function fractions(count: number, root: (prime: number) => number): Uint32Array {
  const primes: number[] = [];
  for (let one = 2; primes.length < count; one++) {
    if (primes.every(prime => one % prime !== 0)) {
      primes.push(one);
    }
  }
  return Uint32Array.from(primes, prime => (root(prime) % 1) * 2 ** 32);
}

const START = fractions(8, Math.sqrt);
const ROUNDS = fractions(64, Math.cbrt);

/** In whole blocks of sixteen words: the bytes, a one, noughts, and how many bits there were. */
function padded(bytes: Uint8Array): Uint32Array {
  const blocks = new Uint32Array(((bytes.length + 8) >> 6) * 16 + 16);
  bytes.forEach((byte, at) => (blocks[at >> 2]! |= byte << (24 - (at % 4) * 8)));
  blocks[bytes.length >> 2]! |= 0x80 << (24 - (bytes.length % 4) * 8);
  blocks[blocks.length - 2] = bytes.length / 2 ** 29;
  blocks[blocks.length - 1] = bytes.length << 3;
  return blocks;
}

const WORDS = new Uint32Array(64);

function addBlock(state: Uint32Array, block: Uint32Array): void {
  WORDS.set(block);
  for (let at = 16; at < 64; at++) {
    const [near, far] = [WORDS[at - 2]!, WORDS[at - 15]!];
    WORDS[at] =
      WORDS[at - 16]! +
      WORDS[at - 7]! +
      (turned(far, 7) ^ turned(far, 18) ^ (far >>> 3)) +
      (turned(near, 17) ^ turned(near, 19) ^ (near >>> 10));
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as Eight;
  for (let at = 0; at < 64; at++) {
    const chosen = (e & f) ^ (~e & g);
    const most = (a & b) ^ (a & c) ^ (b & c);
    const first =
      h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + chosen + ROUNDS[at]! + WORDS[at]!;
    const second = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + most;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, at) => (state[at]! += word));
}

type Eight = [number, number, number, number, number, number, number, number];

function turned(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}
