/** The beta distribution, as far as exact limits of a rate need it. */

const LANCZOS = [
  0.99999999999999709182, 57.156235665862923517, -59.597960355475491248, 14.136097974741747174,
  -0.49191381609762019978, 0.33994649984811888699e-4, 0.46523628927048575665e-4,
  -0.98374475304879564677e-4, 0.15808870322491248884e-3, -0.21026444172410488319e-3,
  0.2174396181152126432e-3, -0.16431810653676389022e-3, 0.84418223983852743293e-4,
  -0.2619083840158140867e-4, 0.36899182659531622704e-5
];
const TINY = 1e-300;
const EPSILON = 2 ** -53;

/** The logarithm of the gamma function, above 0. */
function logGamma(x: number): number {
  const sum = LANCZOS.reduce((total, one, place) => total + one / (place === 0 ? 1 : x + place));
  const t = x + 5.2421875;
  return (x + 0.5) * Math.log(t) - t + Math.log((2.5066282746310005 * sum) / x);
}

/** The continued fraction of the incomplete beta function, by Lentz's method. */
function fraction(x: number, a: number, b: number): number {
  const away = (value: number) => (Math.abs(value) < TINY ? TINY : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let found = d;
  for (let m = 1; m <= 100_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    found *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    found *= d * c;
    if (Math.abs(d * c - 1) < EPSILON * 2) {
      break;
    }
  }
  return found;
}

/**
 * Returns the `x` below which the beta distribution has the probability `p`, by Halley's steps
 * inside a bracket that only shrinks.
 */
export function betaQuantile(p: number, a: number, b: number, guess: number): number {
  const logBeta = logGamma(a) + logGamma(b) - logGamma(a + b);
  let [low, high, last] = [0, 1, 1];
  let x = guess > 0 && guess < 1 ? guess : a / (a + b);
  for (let step = 0; step < 200; step++) {
    const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta);
    const below =
      x < (a + 1) / (a + b + 2)
        ? (front * fraction(x, a, b)) / a
        : 1 - (front * fraction(1 - x, b, a)) / b;
    if (below > p) {
      high = x;
    } else {
      low = x;
    }
    const slope = front / (x * (1 - x));
    const newton = (below - p) / slope;
    const bend = (a - 1) / x - (b - 1) / (1 - x);
    const move = newton / (1 - 0.5 * Math.max(-1, Math.min(1, newton * bend)));
    // Near the end a step is noise: it no longer shrinks.
    const isNoise = Math.abs(move) < 1e-9 * x && Math.abs(move) > Math.abs(last) / 2;
    if (isNoise || Math.abs(move) <= 2 * EPSILON * x) {
      break;
    }
    last = move;
    let next = x - move;
    if (!(next >= low && next <= high)) {
      next = (low + high) / 2;
    }
    x = next;
  }
  return x;
}
