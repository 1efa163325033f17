import { ServerConnection } from '@jupyterlab/services';
import { describe, expect, it } from 'vitest';

import {
  parseCatalogue,
  parseNotebook,
  requestCatalogue,
  requestNotebook
} from '../../src/templates/api';
import { MalformedAnswerError, ServerPartMissingError, TemplateGoneError } from '../../src/errors';
import { CARD, CATALOGUE, fakeServer, json, NOTEBOOK, type Answer } from '../server';

const LIST = '/user/ada/workbench/api/templates';
const ITEM = `${LIST}/00-first-report`;

const list = (answer: Answer) => requestCatalogue(fakeServer({ [LIST]: answer }).settings);
const read = (answer: Answer) =>
  requestNotebook('00-first-report', fakeServer({ [ITEM]: answer }).settings);

describe('requestCatalogue', () => {
  it('should give the cards in the order of the server', async () => {
    const { cards, problems } = await list(json(CATALOGUE));
    expect(cards).toEqual([
      {
        id: '00-first-report',
        title: 'First report',
        purpose: 'From a table to a report',
        minutes: 10,
        version: '1.0.0',
        audience: 'practitioner',
        icon: 'report',
        source: '',
        parameters: [],
        unknown: []
      }
    ]);
    expect(problems).toEqual([]);
  });

  it('should say that the server part is missing when there is no such route', async () => {
    await expect(list({ status: 404 })).rejects.toThrow(
      new ServerPartMissingError('The server has no route workbench/api/templates.')
    );
  });

  it('should refuse what is not JSON', async () => {
    await expect(list({ body: '<html>' })).rejects.toThrow(
      new MalformedAnswerError('Expected JSON.')
    );
  });

  it('should pass on that the server is down', async () => {
    await expect(list('down')).rejects.toBeInstanceOf(ServerConnection.NetworkError);
  });

  it('should pass on the refusal of the server', async () => {
    await expect(list({ status: 403 })).rejects.toBeInstanceOf(ServerConnection.ResponseError);
  });
});

describe('requestNotebook', () => {
  it('should give the notebook', async () => {
    const answer = json({ id: '00-first-report', notebook: NOTEBOOK });
    await expect(read(answer)).resolves.toEqual(NOTEBOOK);
  });

  it('should say that the template is gone', async () => {
    await expect(read({ status: 404 })).rejects.toThrow(new TemplateGoneError('00-first-report'));
  });

  it('should keep a hostile id inside its route', async () => {
    const { settings, asked } = fakeServer({});
    await expect(requestNotebook('../../contents', settings)).rejects.toThrow(TemplateGoneError);
    expect(asked).toEqual([`${LIST}/..%2F..%2Fcontents`]);
  });
});

describe('parseCatalogue', () => {
  const withCard = (change: object) => ({ ...CATALOGUE, templates: [{ ...CARD, ...change }] });

  it.each([
    [null, 'Expected the answer to be an object.'],
    [[CARD], 'Expected the answer to be an object.'],
    [
      { ...CATALOGUE, schema: 'workbench.templates/2' },
      'Expected the schema workbench.templates/1, got "workbench.templates/2".'
    ],
    [{ ...CATALOGUE, templates: {} }, 'Expected templates to be a list.'],
    [{ ...CATALOGUE, problems: [1] }, 'Expected problems to be a list of sentences.'],
    [{ ...CATALOGUE, templates: ['x'] }, 'Expected template 0 to be an object.'],
    [withCard({ id: '../x' }), 'Expected template 0 to have an id like first-report.'],
    [
      withCard({ title: '' }),
      'Expected the template 00-first-report to have a title and a purpose.'
    ],
    [
      withCard({ minutes: '10' }),
      'Expected the template 00-first-report to say how many minutes it takes.'
    ]
  ])('should refuse %j', (answer, message) => {
    expect(() => parseCatalogue(answer)).toThrow(new MalformedAnswerError(message));
  });
});

describe('parseNotebook', () => {
  const form = 'Expected a notebook of format 4 with a list of cells.';

  it.each([
    [{ id: 'other', notebook: NOTEBOOK }, 'Expected the template "first", got "other".'],
    [{ id: 'first' }, 'Expected the notebook to be an object.'],
    [
      { id: 'first', notebook: { ...NOTEBOOK, metadata: [] } },
      'Expected the metadata of the notebook to be an object.'
    ],
    [{ id: 'first', notebook: { ...NOTEBOOK, nbformat: 3 } }, form],
    [{ id: 'first', notebook: { ...NOTEBOOK, cells: null } }, form]
  ])('should refuse %j', (answer, message) => {
    expect(() => parseNotebook(answer, 'first')).toThrow(new MalformedAnswerError(message));
  });
});
