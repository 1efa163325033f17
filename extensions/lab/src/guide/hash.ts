import { sha256 } from './sha256';

/**
 * 16 hex digits by which the source of a cell is known again, whatever white space ends its lines.
 *
 * #### Notes
 * Equal to `hash_of_source` in Python; both read tests/contracts/steps/hashes.json.
 */
export function hashOfSource(source: string): string {
  const lines = source.split('\n').map(line => line.replace(/[ \t\r\f\v]+$/, ''));
  return sha256(lines.join('\n').replace(/\n+$/, '')).slice(0, 16);
}
