import type { TranslationBundle } from '@jupyterlab/translation';

import { LIMITS, type IParameter } from '../templates/contract';
import type { IProblem } from './values';

/** What is wrong with a value and what to do, in a sentence that stands under its field. */
export function tellProblem(
  { code, about }: IProblem,
  one: IParameter | undefined,
  trans: TranslationBundle
): string {
  const what = typeof about === 'string' ? about : JSON.stringify(about);
  switch (code) {
    case 'unknown':
      return trans.__('The template has no "%1".', what);
    case 'type':
      return tellType(one, trans);
    case 'empty':
      return tellEmpty(one, trans);
    case 'characters':
      return trans.__('Take out the line breaks and the characters that cannot be seen.');
    case 'too_long':
      return trans.__('Write at most %1 characters.', one?.max_length ?? LIMITS.text);
    case 'pattern':
      return trans.__('"%1" is not written in the form that is needed: %2', what, one?.help ?? '');
    case 'too_small':
      return trans.__('Give a number of at least %1.', one?.min ?? Number.MIN_SAFE_INTEGER);
    case 'too_large':
      return trans.__('Give a number of at most %1.', one?.max ?? Number.MAX_SAFE_INTEGER);
    case 'step':
      return one?.step === 1
        ? trans.__('Give a whole number.')
        : trans.__('Give a number in steps of %1 from %2.', one?.step ?? 1, one?.min ?? 0);
    case 'choice':
      return trans.__('Choose one of the answers.');
    case 'column':
      return trans.__('The file has no column "%1". Choose one that it has.', what);
    case 'value':
      return trans.__('The column has no "%1". Choose one that it has.', what);
    case 'twice':
      return trans.__('"%1" is there twice. Name it once.', what);
    case 'too_many':
      return trans.__('Give at most %1.', one?.max_items ?? LIMITS.items);
    case 'suffix':
      return trans.__(
        'Choose a file whose name ends in one of: %1',
        one?.suffixes?.join(' ') ?? ''
      );
    case 'example':
      return one?.may_be_example
        ? trans.__('There is no such example. Write it as example:loans.')
        : trans.__('Choose a file; this needs data of your own.');
    case 'date':
      return trans.__('Give a day as 2026-01-31.');
    case 'too_early':
      return trans.__('Give a day from %1 on.', one?.earliest ?? '');
    case 'too_late':
      return trans.__('Give a day up to %1.', one?.latest ?? '');
  }
}

function tellType(one: IParameter | undefined, trans: TranslationBundle): string {
  return one?.type === 'number' ? trans.__('Give a number.') : trans.__('Give another value.');
}

function tellEmpty(one: IParameter | undefined, trans: TranslationBundle): string {
  switch (one?.type) {
    case 'column':
      return trans.__('Choose a column.');
    case 'file':
      return trans.__('Choose a file.');
    case 'date':
      return trans.__('Choose a day.');
    case 'list':
      return one.items === 'column'
        ? trans.__('Choose at least one.')
        : trans.__('Write at least one.');
    default:
      return trans.__('Write something here.');
  }
}
