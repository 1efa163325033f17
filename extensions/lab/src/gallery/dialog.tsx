/**
 * The form of a template, in a dialog of the browser's own: it keeps the focus inside, Enter creates and
 * Escape cancels. It steps aside while a file is looked for, since that is a dialog too.
 */
import { ReactWidget } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';
import * as React from 'react';

import { iconOf } from '../icons';
import type { IParameter } from '../templates/contract';
import type { ITemplateCard } from '../tokens';
import { ControlOf, isGroup } from './fields';
import type { IForm } from './form';
import { describeCard } from './launcher';
import { Preview } from './preview';
import { tellProblem } from './words';

export interface IDialogProps {
  readonly form: IForm;
  /** Where the notebook will be; empty at the top. */
  readonly folder: string;
  readonly trans: TranslationBundle;
  /** Let the person look for a file; its name as the notebook will see it. */
  readonly browse: (suffixes: readonly string[]) => Promise<string | null>;
}

/** Show the form; whether the notebook is wanted. */
export function showForm(props: IDialogProps): Promise<boolean> {
  return inDialog(end => <FormDialog {...props} end={end} />, false);
}

/** Let the person choose one of several templates; `null` if none. */
export function pickTemplate(
  title: string,
  cards: readonly ITemplateCard[],
  trans: TranslationBundle
): Promise<ITemplateCard | null> {
  return inDialog<ITemplateCard | null>(
    end => <Picker title={title} cards={cards} trans={trans} end={end} />,
    null
  );
}

/** Put a dialog on the page until it ends; where the page takes it away, that is `otherwise`. */
function inDialog<T>(
  make: (end: (result: T) => void) => React.JSX.Element,
  otherwise: T
): Promise<T> {
  const before = document.activeElement;
  return new Promise(resolve => {
    const end = (result: T) => {
      resolve(result);
      widget.dispose();
      if (before instanceof HTMLElement) {
        before.focus();
      }
    };
    const widget = ReactWidget.create(make(end));
    widget.addClass('workbench-dialog-host');
    widget.disposed.connect(() => resolve(otherwise));
    Widget.attach(widget, document.body);
  });
}

function FormDialog({
  form,
  folder,
  trans,
  browse,
  end
}: IDialogProps & { readonly end: (isWanted: boolean) => void }): React.JSX.Element {
  const [, again] = React.useReducer((n: number) => n + 1, 0);
  const [said, setSaid] = React.useState('');
  const [isTried, setIsTried] = React.useState(false);
  const box = React.useRef<HTMLDialogElement>(null);
  const id = React.useId();
  React.useEffect(() => {
    form.changed.connect(again);
    box.current?.showModal();
    return () => void form.changed.disconnect(again);
  }, [form]);

  const create = (event: React.FormEvent) => {
    event.preventDefault();
    const problems = form.check();
    if (problems.length === 0) {
      end(true);
      return;
    }
    setSaid('');
    setIsTried(true);
    focusOn(box.current, problems[0]?.name ?? '');
  };
  const stepAside = async (suffixes: readonly string[]) => {
    box.current?.close();
    try {
      return await browse(suffixes);
    } finally {
      box.current?.showModal();
    }
  };
  const { card } = form;
  const n_wrong = card.parameters.filter(({ name }) => form.told(name) !== null).length;
  const wrong = trans._n('%1 answer has to be changed.', '%1 answers have to be changed.', n_wrong);
  const Icon = iconOf(card.icon);
  return (
    <dialog
      ref={box}
      className="workbench-dialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-purpose`}
      onCancel={event => {
        event.preventDefault();
        end(false);
      }}
    >
      <form
        noValidate
        onSubmit={create}
        onKeyDown={event => {
          // Browsers do this from every field but a list to choose from.
          if (event.key === 'Enter' && event.target instanceof HTMLSelectElement) {
            event.preventDefault();
            event.currentTarget.requestSubmit();
          }
        }}
      >
        <header>
          <span aria-hidden="true">
            <Icon.react tag="span" width="32px" height="32px" />
          </span>
          <h2 id={`${id}-title`}>{card.title}</h2>
          <p id={`${id}-purpose`}>{trans.__('%1.', describeCard(card, trans))}</p>
        </header>
        <div className="workbench-form-fields" key={card.id}>
          {card.parameters.map(one => (
            <Field key={one.name} {...{ form, one, trans, id }} browse={stepAside} />
          ))}
          {card.unknown.length > 0 && (
            <p>
              {trans.__(
                'Set in the notebook itself, as this version of Workbench has no field for it: %1',
                card.unknown.join(', ')
              )}
            </p>
          )}
        </div>
        <p role="status" className="workbench-form-said">
          {isTried && n_wrong > 0 ? wrong : said}
        </p>
        <footer>
          <span>
            {folder === ''
              ? trans.__('The notebook goes into the top folder.')
              : trans.__('The notebook goes into %1.', folder)}
          </span>
          <button
            type="button"
            className="jp-Button"
            onClick={() => {
              form.reset();
              setIsTried(false);
              setSaid(trans.__('All answers are as the template has them.'));
            }}
          >
            {trans.__('Reset')}
          </button>
          <button type="button" className="jp-Button" onClick={() => end(false)}>
            {trans.__('Cancel')}
          </button>
          <button type="submit" className="jp-Button workbench-primary">
            {trans.__('Create')}
          </button>
        </footer>
      </form>
    </dialog>
  );
}

interface IFieldProps {
  readonly form: IForm;
  readonly one: IParameter;
  readonly trans: TranslationBundle;
  readonly id: string;
  readonly browse: (suffixes: readonly string[]) => Promise<string | null>;
}

/** A parameter: its title, its help, its control, what is wrong with it, and of a file what is in it. */
function Field({ form, one, trans, id, browse }: IFieldProps): React.JSX.Element {
  const own = `${id}-${one.name}`;
  const problem = form.told(one.name);
  const look = form.look(one.name);
  const aria = {
    'aria-describedby': `${own}-help ${own}-problem`,
    'aria-invalid': problem !== null
  };
  const control = <ControlOf {...{ form, one, trans, aria, browse }} id={own} />;
  const before = form.toldBefore(one.name);
  const help = (
    <p id={`${own}-help`} className="workbench-form-help">
      {one.help}
      {before !== '' && <strong> {trans.__('As you told “%1” in this folder.', before)}</strong>}
    </p>
  );
  const wrong = (
    <p id={`${own}-problem`} className="workbench-form-problem">
      {problem === null ? '' : tellProblem(problem, one, trans)}
    </p>
  );
  if (isGroup(one, form)) {
    return (
      <fieldset data-parameter={one.name} aria-describedby={aria['aria-describedby']}>
        <legend>{one.title}</legend>
        {help}
        {control}
        {wrong}
      </fieldset>
    );
  }
  return (
    <div className="workbench-form-field" data-parameter={one.name} data-type={one.type}>
      <label htmlFor={own}>{one.title}</label>
      {help}
      {control}
      {wrong}
      {one.type === 'file' && <Preview look={look} trans={trans} />}
    </div>
  );
}

function focusOn(box: HTMLElement | null, name: string): void {
  box
    ?.querySelector<HTMLElement>(`[data-parameter="${name}"] :is(input, select, textarea, button)`)
    ?.focus();
}

interface IPickerProps {
  readonly title: string;
  readonly cards: readonly ITemplateCard[];
  readonly trans: TranslationBundle;
  readonly end: (picked: ITemplateCard | null) => void;
}

function Picker({ title, cards, trans, end }: IPickerProps): React.JSX.Element {
  const box = React.useRef<HTMLDialogElement>(null);
  const id = React.useId();
  React.useEffect(() => box.current?.showModal(), []);
  return (
    <dialog
      ref={box}
      className="workbench-dialog"
      aria-labelledby={id}
      onCancel={event => {
        event.preventDefault();
        end(null);
      }}
    >
      <h2 id={id}>{title}</h2>
      <ul className="workbench-picker">
        {cards.map(card => {
          const Icon = iconOf(card.icon);
          return (
            <li key={card.id}>
              <button type="button" className="jp-Button" onClick={() => end(card)}>
                <span aria-hidden="true">
                  <Icon.react tag="span" width="24px" height="24px" />
                </span>
                <strong>{card.title}</strong>
                <span>{card.purpose}</span>
              </button>
            </li>
          );
        })}
      </ul>
      <footer>
        <button type="button" className="jp-Button" onClick={() => end(null)}>
          {trans.__('Cancel')}
        </button>
      </footer>
    </dialog>
  );
}
