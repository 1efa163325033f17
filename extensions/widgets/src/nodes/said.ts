/** Sentences, lists of them, verdicts and terms: the parts of a document that are text. */
import { make, tell } from '../../../explorer/src/dom';
import type { IPart } from '../part';
import type { ICallout, IItems, ISaid, ITerms } from '../protocol';
import { TEXTS } from '../texts';

export function said(node: ISaid): IPart<ISaid> {
  const before = make('strong');
  const text = make('span');
  const element = make('p', { class: 'said' }, before, text);
  const update = (now: ISaid) => {
    element.dataset['tone'] = now.tone;
    const word =
      now.tone === 'caution' ? TEXTS.caution : now.tone === 'problem' ? TEXTS.problem : '';
    tell(before, word && `${word} `);
    tell(text, now.text);
  };
  if (node.live) {
    element.setAttribute('role', 'status');
  }
  update(node);
  return { element, update };
}

export function items(node: IItems): IPart<IItems> {
  const element = make('ul');
  const update = (now: IItems) =>
    element.replaceChildren(...now.items.map(item => make('li', {}, item)));
  update(node);
  return { element, update };
}

export function callout(node: ICallout): IPart<ICallout> {
  const mark = make('span', { class: 'mark', attributes: { 'aria-hidden': 'true' } });
  const word = make('strong');
  const text = make('span');
  const element = make('p', { class: 'callout' }, mark, make('span', {}, word, ' ', text));
  const update = (now: ICallout) => {
    element.dataset['verdict'] = now.verdict;
    tell(mark, now.mark);
    tell(word, `${now.word}:`);
    tell(text, now.text);
  };
  update(node);
  return { element, update };
}

export function terms(node: ITerms): IPart<ITerms> {
  const element = make('dl');
  const update = (now: ITerms) =>
    element.replaceChildren(
      ...now.terms.flatMap(one => [
        make('dt', {}, one.term),
        ...one.meaning.map(text => make('dd', {}, text))
      ])
    );
  update(node);
  return { element, update };
}
