/** The dialog in which a person says what report they wish. */
import { Dialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { HTMLSelect, ReactWidget } from '@jupyterlab/ui-components';
import * as React from 'react';

import { nameFor } from './offers';
import type { IChosen, IOffers, IStanding, ITitled, IWish } from './tokens';

/** What the dialog shows. */
export interface IAsking {
  readonly offers: IOffers;
  readonly standing: IStanding;
  readonly before: IChosen & Partial<IWish>;
  readonly trans: TranslationBundle;
}

/** Ask what report is wished; `null` if none. */
export async function askForWish(asking: IAsking): Promise<IWish | null> {
  const { trans } = asking;
  const dialog = new Dialog<IWish>({
    title: trans.__('Export report'),
    body: new WishForm(asking),
    buttons: [Dialog.cancelButton(), Dialog.okButton({ label: trans.__('Export') })],
    focusNodeSelector: 'select'
  });
  dialog.addClass('workbench-export-dialog');
  const { button, value } = await dialog.launch();
  return button.accept ? value : null;
}

export class WishForm extends ReactWidget implements Dialog.IBodyWidget<IWish> {
  constructor(private readonly _asking: IAsking) {
    super();
    this.addClass('workbench-export');
    const { before, standing } = _asking;
    this._wish = {
      path: '',
      replace: false,
      runFirst: standing.toRun.length > 0 && standing.late.length > 0,
      ...before
    };
  }

  getValue(): IWish {
    const { format } = this._wish;
    const formats = this._asking.offers.formats.map(({ value }) => value);
    return { ...this._wish, path: nameFor(this._wish.path, format, formats) };
  }

  protected override render(): React.JSX.Element {
    const { offers, standing, trans } = this._asking;
    const set = (part: Partial<IWish>) => {
      this._wish = { ...this._wish, ...part };
      this.update();
    };
    return (
      <Form offers={offers} standing={standing} trans={trans} wish={this.getValue()} set={set} />
    );
  }

  private _wish: IWish;
}

interface IFormProps {
  readonly offers: IOffers;
  readonly standing: IStanding;
  readonly trans: TranslationBundle;
  readonly wish: IWish;
  readonly set: (part: Partial<IWish>) => void;
}

function Form({ offers, standing, trans, wish, set }: IFormProps): React.JSX.Element {
  const contents = offers.audiences.find(({ value }) => value === wish.audience)?.contents ?? '';
  const [typed, type] = React.useState(wish.path);
  return (
    <>
      <Standing standing={standing} trans={trans} wish={wish} set={set} />
      <Choice
        label={trans.__('For whom')}
        help={contents}
        all={offers.audiences}
        value={wish.audience}
        choose={audience => set({ audience })}
      />
      <div className="workbench-export-pair">
        <Choice
          label={trans.__('Format')}
          all={offers.formats}
          value={wish.format}
          choose={format => set({ format })}
        />
        <Choice
          label={trans.__('Language')}
          all={offers.languages}
          value={wish.language}
          choose={language => set({ language })}
        />
      </div>
      <Choice
        label={trans.__('Small groups')}
        all={offers.disclosure}
        value={wish.disclosure}
        choose={disclosure => set({ disclosure })}
      />
      <Field
        label={trans.__('File name')}
        help={
          wish.path === ''
            ? trans.__('Left empty, it is a new file among the reports of the study, or here.')
            : trans.__('It will be %1, as seen from the folder of the notebook.', wish.path)
        }
      >
        {ids => (
          <input
            {...ids}
            type="text"
            className="jp-mod-styled"
            value={typed}
            spellCheck={false}
            onChange={({ target }) => {
              type(target.value);
              set({ path: target.value });
            }}
          />
        )}
      </Field>
      {wish.path !== '' && (
        <Tick
          label={trans.__('Replace the file if it is there already')}
          value={wish.replace}
          tick={replace => set({ replace })}
        />
      )}
    </>
  );
}

/** What it is made from, and what of that is not up to date. */
function Standing({ standing, trans, wish, set }: Omit<IFormProps, 'offers'>): React.JSX.Element {
  const { late, toRun } = standing;
  return (
    <section className="workbench-export-standing" aria-label={trans.__('What it is made from')}>
      {late.length > 0 && (
        <>
          <p>
            {trans._n(
              '%1 step of the notebook is not up to date:',
              '%1 steps of the notebook are not up to date:',
              late.length
            )}
          </p>
          <ul>
            {late.map(({ title, why }) => (
              <li key={title}>
                <b>{title}</b> {why}
              </li>
            ))}
          </ul>
        </>
      )}
      {toRun.length > 0 && (
        <Tick
          label={
            late.length > 0
              ? trans._n('Run it first (%1 cell)', 'Run them first (%1 cells)', toRun.length)
              : trans._n(
                  'Run the notebook first (%1 cell)',
                  'Run the notebook first (%1 cells)',
                  toRun.length
                )
          }
          value={wish.runFirst}
          tick={runFirst => set({ runFirst })}
        />
      )}
      <p>{madeFrom(standing, wish.runFirst, trans)}</p>
    </section>
  );
}

function madeFrom(
  { names, gathered, kept }: IStanding,
  runFirst: boolean,
  trans: TranslationBundle
): string {
  if (runFirst) {
    return trans.__('The report is made from what the notebook then holds in memory.');
  }
  if (gathered.length > 0) {
    return trans.__('The report is made from what a step of the notebook gathered.');
  }
  if (names === null) {
    return trans.__('The report is made from the results in memory, else from the study.');
  }
  if (names.length > 0) {
    return trans.__('The report is made from what is in memory: %1.', names.join(', '));
  }
  return kept.length > 0
    ? trans.__(
        'Not all of it is in memory. The report is made from the study: %1.',
        kept.join(', ')
      )
    : trans.__('There is no result yet, neither in memory nor in a study. Run the notebook first.');
}

interface IFieldProps {
  readonly label: string;
  readonly help?: string;
  readonly children: (ids: { id: string; 'aria-describedby'?: string }) => React.JSX.Element;
}

function Field({ label, help = '', children }: IFieldProps): React.JSX.Element {
  const id = React.useId();
  return (
    <div className="workbench-export-field">
      <label htmlFor={id}>{label}</label>
      {children(help === '' ? { id } : { id, 'aria-describedby': `${id}-help` })}
      {help !== '' && (
        <p id={`${id}-help`} className="workbench-export-help" aria-live="polite">
          {help}
        </p>
      )}
    </div>
  );
}

interface IChoiceProps {
  readonly label: string;
  readonly help?: string;
  readonly all: readonly ITitled[];
  readonly value: string;
  readonly choose: (value: string) => void;
}

function Choice({ label, help = '', all, value, choose }: IChoiceProps): React.JSX.Element {
  return (
    <Field label={label} help={help}>
      {ids => (
        <HTMLSelect {...ids} value={value} onChange={({ target }) => choose(target.value)}>
          {all.map(one => (
            <option key={one.value} value={one.value}>
              {one.title}
            </option>
          ))}
        </HTMLSelect>
      )}
    </Field>
  );
}

interface ITickProps {
  readonly label: string;
  readonly value: boolean;
  readonly tick: (value: boolean) => void;
}

function Tick({ label, value, tick }: ITickProps): React.JSX.Element {
  return (
    <label className="workbench-export-tick">
      <input
        type="checkbox"
        className="jp-mod-styled"
        checked={value}
        onChange={({ target }) => tick(target.checked)}
      />
      {label}
    </label>
  );
}
