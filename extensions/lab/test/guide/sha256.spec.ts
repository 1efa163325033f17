import { createHash } from 'node:crypto';

import { expect, test } from 'vitest';

import { sha256 } from '../../src/guide/sha256';

// Of NIST's examples for FIPS 180-4, and of no text at all.
test.each([
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  [
    'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1'
  ],
  ['a'.repeat(1_000_000), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0']
])('the digest of a text is that of the standard', (text, digest) => {
  expect(sha256(text)).toBe(digest);
});

test('texts of every length about a block have the digest that Node gives', () => {
  for (let length = 0; length <= 200; length++) {
    const text = 'xyz'.repeat(67).slice(0, length);
    expect(sha256(text)).toBe(createHash('sha256').update(text).digest('hex'));
  }
});

test.each(['é', '€', '中文', '🙂', '\0', 'a\nb', '\ud800'])(
  'the text %j is taken in UTF-8',
  text => {
    expect(sha256(text)).toBe(createHash('sha256').update(text, 'utf-8').digest('hex'));
  }
);

test('a digest rests on no other text before it', () => {
  expect(sha256('abc')).toBe(sha256('abc'));
});
