import { describe, expect, it } from 'vitest';

import { nextOf } from '../../src/guide/onward';
import type { ITemplateCard } from '../../src/tokens';

const find = (id: string) => (id === '' ? undefined : ({ id } as ITemplateCard));

describe('nextOf', () => {
  it('should lead from the question to the report', () => {
    const way: (string | undefined)[] = ['00-first-report'];
    while (way.at(-1) !== undefined) {
      way.push(nextOf({ id: way.at(-1) }, { find })?.id);
    }
    expect(way.map(id => id?.slice(0, 2))).toEqual([
      '00',
      '10',
      '20',
      '30',
      '40',
      '50',
      '60',
      undefined
    ]);
  });

  it('should lead from an audit of decisions to the report', () => {
    expect(nextOf({ id: '55-audit-decisions' }, { find })?.id).toBe('60-write-report');
  });

  it('should lead nowhere from templates of others, notebooks of none, and where the next is missing', () => {
    expect(nextOf({ id: 'acme-check' }, { find })).toBeNull();
    expect(nextOf(undefined, { find })).toBeNull();
    expect(nextOf({ id: ['10-frame-the-decision'] }, { find })).toBeNull();
    expect(nextOf({ id: '10-frame-the-decision' }, { find: () => undefined })).toBeNull();
  });
});
