import { afterEach, describe, expect, it } from 'vitest';

import { mount } from '../src/index';
import { contract, type ICase } from './contracts';

/** Every text is its own id; that of the table names the figure. */
const TEXTS = new Proxy({} as Record<string, string>, {
  get: (_, name: string) => (name === 'table' ? '{metric}' : name)
});

function shown(name: string) {
  const element = document.body.appendChild(document.createElement('div'));
  const data = { ...contract<ICase>(name).data, texts: TEXTS };
  mount(element, data);
  const root = element.querySelector('.workbench-explorer')!.shadowRoot!;
  const reach = (goal: string) =>
    [...root.querySelectorAll('button')].find(one => one.textContent === `preset.${goal}`)!.click();
  const figure = root.querySelector<HTMLSelectElement>('.figure select')!;
  const caption = () => root.querySelector('.chart caption')!.textContent;
  return { data, reach, figure, caption };
}

afterEach(() => document.body.replaceChildren());

describe('a goal', () => {
  it('should show the figure that it makes equal', () => {
    const { data, reach, figure, caption } = shown('two_groups');
    const titleOf = (id: string) => data.metrics.find(one => one.id === id)!.title;
    reach('opportunity');
    expect(figure.value).toBe('true_positive_rate');
    expect(caption()).toBe(titleOf('true_positive_rate'));
    reach('selection');
    expect(figure.value).toBe('selection_rate');
    expect(caption()).toBe(titleOf('selection_rate'));
  });

  it('should leave the figure where it makes none equal', () => {
    const { reach, figure } = shown('two_groups');
    figure.value = 'accuracy_score';
    reach('cost');
    expect(figure.value).toBe('accuracy_score');
  });
});
