import { describe, expect, it, vi } from 'vitest';

import { downloadReport, findReport } from '../../src/report/files';
import { chosenBefore, nameFor, readExported, readOffers } from '../../src/report/offers';
import { sandboxFor } from '../../src/report/page';
import { readFileSync } from 'node:fs';

interface ICase {
  readonly name: string;
  readonly answer: Record<string, unknown>;
}

const read = (name: string) =>
  JSON.parse(readFileSync(`../tests/contracts/bridge/${name}.json`, 'utf-8')) as ICase[];

const OFFERS = readOffers({
  audiences: [
    { value: 'brief', title: 'Brief', contents: 'All.' },
    { value: 'audit', title: 'Audit' }
  ],
  formats: [
    { value: 'html', title: 'HTML' },
    { value: 'pdf', title: 'PDF' }
  ],
  languages: [{ value: 'en', title: 'English' }],
  disclosure: [{ value: 'internal', title: 'Internal' }, 7, { value: 1, title: 'x' }]
});

describe('readOffers', () => {
  it('should read what the contract says', () => {
    const [{ answer }] = read('audiences') as [ICase];
    expect(readOffers(answer).audiences[0]).toEqual({
      value: 'brief',
      title: 'Brief: one page',
      contents: 'What the data say.'
    });
  });

  it('should drop what has no value or title, and refuse a kernel that offers nothing', () => {
    expect(OFFERS.disclosure).toEqual([{ value: 'internal', title: 'Internal', contents: '' }]);
    expect(() => readOffers({ audiences: [] })).toThrow('Expected audiences to choose from.');
  });
});

describe('chosenBefore', () => {
  it('should remember what is still offered, and else take the first', () => {
    const before = { audience: 'audit', format: 'xls', language: 7 };
    expect(chosenBefore(before, OFFERS)).toEqual({
      audience: 'audit',
      format: 'html',
      language: 'en',
      disclosure: 'internal'
    });
    expect(chosenBefore(undefined, OFFERS).audience).toBe('brief');
  });
});

describe('nameFor', () => {
  it.each([
    ['', 'html', ''],
    ['  ', 'pdf', ''],
    ['brief', 'html', 'brief.html'],
    ['brief.pdf', 'html', 'brief.html'],
    ['out/Brief.HTML', 'html', 'out/Brief.html'],
    ['v1.2', 'pdf', 'v1.2.pdf'],
    ['mine.txt', 'html', 'mine.txt.html']
  ])('should end %j for %s as %j', (typed, format, name) => {
    expect(nameFor(typed, format, ['html', 'pdf'])).toBe(name);
  });
});

describe('readExported', () => {
  it('should read what the contract says', () => {
    const [{ answer }] = read('export') as [ICase];
    expect(readExported(answer)).toEqual({
      path: '/work/out/brief.html',
      relative: 'out/brief.html',
      name: 'brief.html',
      bytes: 81_234,
      html: '<!doctype html>',
      source: 'memory',
      left: ["dataset 'main' is stale: …"],
      unsaid: ['WB513: what is reported has no such finding.']
    });
    const bare = { path: 'a', name: 'a', html: '' };
    expect(readExported({ ...bare, source: 'gathered' }).source).toBe('gathered');
    expect(readExported({ ...bare, source: 'study' }).source).toBe('study');
    expect(readExported({ ...bare, source: 'elsewhere', unsaid: 7 })).toMatchObject({
      source: 'memory',
      unsaid: []
    });
  });

  it('should refuse a report without a page', () => {
    expect(() => readExported({ path: 'a', name: 'a' })).toThrow(
      'Expected a report with its path, its name and a page.'
    );
  });
});

describe('sandboxFor', () => {
  it.each([
    ['<p>plain</p>', ''],
    ['<script type="application/json">{}</script>', ''],
    ['<script>1</script>', 'allow-scripts'],
    ['<script type="module">1</script>', 'allow-scripts'],
    ['<script type="text/javascript">1</script>', 'allow-scripts']
  ])('should give %j no more than %j', (html, sandbox) => {
    expect(sandboxFor(html)).toBe(sandbox);
  });
});

describe('findReport', () => {
  const report = readExported({
    path: '/w/a/out/b.html',
    relative: 'out/b.html',
    name: 'b.html',
    n_bytes: 5,
    html: ''
  });
  const files = (size: number | null) => ({
    get: vi.fn((path: string) =>
      size === null
        ? Promise.reject(new Error('404'))
        : Promise.resolve({ path, size, type: 'file' })
    ),
    getDownloadUrl: vi.fn((path: string) => Promise.resolve(`/files/${path}`))
  });
  type Files = Parameters<typeof findReport>[2];

  it('should find it beside the notebook', async () => {
    const there = files(5);
    expect(await findReport(report, 'a/n.ipynb', there as unknown as Files)).toEqual({
      path: 'a/out/b.html',
      canOpen: true
    });
  });

  it.each([
    ['of another size', files(6), report],
    ['not there', files(null), report],
    ['elsewhere', files(5), { ...report, relative: '' }],
    ['above everything', files(5), { ...report, relative: '../../b.html' }]
  ])('should take no file for it that is %s', async (_, there, one) => {
    expect(await findReport(one, 'a/n.ipynb', there as unknown as Files)).toEqual({
      path: null,
      canOpen: false
    });
  });

  it('should not have a Word file shown as text', async () => {
    const word = { ...report, relative: 'b.docx' };
    expect(await findReport(word, 'n.ipynb', files(5) as unknown as Files)).toEqual({
      path: 'b.docx',
      canOpen: false
    });
  });

  it('should download the file itself', async () => {
    const clicked = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (
      this: HTMLAnchorElement
    ) {
      expect([this.getAttribute('href'), this.download]).toEqual(['/files/a/b.html', 'b.html']);
    });
    await downloadReport(report, { path: 'a/b.html', canOpen: true }, files(5) as unknown as Files);
    expect(clicked).toHaveBeenCalledOnce();
    clicked.mockRestore();
  });
});
