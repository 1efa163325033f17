/** A control for each type of parameter. Each is labelled, says its help, and what is wrong with it. */
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { IParameter, Value } from '../templates/contract';
import type { IForm } from './form';
import type { IColumn } from './table';
import { sameValue } from './values';

/** So many answers stand side by side; more are a list to choose from. */
const MOST_RADIOS = 4;
/** From so many columns on they can be searched. */
const MANY_COLUMNS = 8;

export interface IFieldProps {
  readonly form: IForm;
  readonly one: IParameter;
  readonly trans: TranslationBundle;
  /** Of the control. */
  readonly id: string;
  /** What describes it, and whether it is wrong. */
  readonly aria: { readonly 'aria-describedby': string; readonly 'aria-invalid': boolean };
  readonly browse: (suffixes: readonly string[]) => Promise<string | null>;
}

type Control = (props: IFieldProps) => React.JSX.Element;

/** Whether a control is several, which a legend names and no label. */
export function isGroup(one: IParameter, form: IForm): boolean {
  return (
    (one.type === 'choice' && (one.choices?.length ?? 0) <= MOST_RADIOS) ||
    (one.type === 'list' && one.items === 'column' && form.columnsOf(one) !== null)
  );
}

/**
 * What a field shows. The person is its master: it is only written where it means something else than
 * what the form has, so that `1.50` may be on the way to `1.505`.
 */
function useText<T extends HTMLInputElement | HTMLTextAreaElement>(
  text: string,
  meaning: (written: string) => string = written => written
) {
  const field = React.useRef<T>(null);
  React.useEffect(() => {
    const { current } = field;
    if (current !== null && meaning(current.value) !== text) {
      current.value = text;
    }
  });
  return { ref: field, defaultValue: text };
}

const Text: Control = ({ form, one, id, aria }) => {
  const values = form.valuesOf(one);
  return (
    <>
      <input
        id={id}
        {...aria}
        type="text"
        list={values.length > 0 ? `${id}-values` : undefined}
        {...useText<HTMLInputElement>(textOf(form.values[one.name]))}
        onChange={({ target }) => form.set(one.name, orNull(one, target.value), true)}
      />
      <datalist id={`${id}-values`}>
        {values.map(value => (
          <option key={value} value={value} />
        ))}
      </datalist>
    </>
  );
};

const NumberField: Control = ({ form, one, id, aria }) => (
  <input
    id={id}
    {...aria}
    type="number"
    min={one.min}
    max={one.max}
    step={one.step ?? 'any'}
    {...useText<HTMLInputElement>(textOf(form.values[one.name]), sameNumber)}
    onChange={({ target }) => form.set(one.name, numberOf(one, target), true)}
  />
);

const DateField: Control = ({ form, one, id, aria }) => (
  <input
    id={id}
    {...aria}
    type="date"
    min={one.earliest}
    max={one.latest}
    {...useText<HTMLInputElement>(textOf(form.values[one.name]))}
    onChange={({ target }) => form.set(one.name, orNull(one, target.value), true)}
  />
);

const YesNo: Control = ({ form, one, id, aria }) => (
  <input
    id={id}
    {...aria}
    type="checkbox"
    checked={form.values[one.name] === true}
    onChange={({ target }) => form.set(one.name, target.checked)}
  />
);

const Choice: Control = props => {
  const { form, one, id, aria, trans } = props;
  const choices = one.choices ?? [];
  const place = choices.findIndex(({ value }) => sameValue(value, form.values[one.name] ?? null));
  const choose = (at: string) => form.set(one.name, choices[Number(at)]?.value ?? null);
  if (choices.length > MOST_RADIOS) {
    return (
      <select id={id} {...aria} value={place} onChange={({ target }) => choose(target.value)}>
        {place < 0 && <option value={-1}>{trans.__('Choose')}</option>}
        {choices.map(({ title }, at) => (
          <option key={at} value={at}>
            {title}
          </option>
        ))}
      </select>
    );
  }
  return (
    <>
      {choices.map(({ title }, at) => (
        <label key={at} className="workbench-form-option">
          <input
            type="radio"
            name={id}
            value={at}
            checked={at === place}
            onChange={({ target }) => choose(target.value)}
          />
          {title}
        </label>
      ))}
    </>
  );
};

const Column: Control = props => {
  const { form, one, id, aria, trans } = props;
  const columns = form.columnsOf(one);
  if (columns === null) {
    return <Text {...props} />;
  }
  const value = textOf(form.values[one.name]);
  const isThere = columns.some(({ name }) => name === value);
  return (
    <select
      id={id}
      {...aria}
      value={value}
      onChange={({ target }) => form.set(one.name, orNull(one, target.value))}
    >
      <option value="">{one.may_be_empty === true ? trans.__('None') : trans.__('Choose')}</option>
      {!isThere && value !== '' && (
        <option value={value}>{trans.__('%1 (not in this file)', value)}</option>
      )}
      {columns.map(column => (
        <option key={column.name} value={column.name}>
          {describeColumn(column, trans)}
        </option>
      ))}
    </select>
  );
};

const Columns: Control = props => {
  const { form, one, id, trans } = props;
  const [wanted, setWanted] = React.useState('');
  const columns = form.columnsOf(one);
  if (columns === null) {
    return <Lines {...props} />;
  }
  const chosen = itemsOf(form.values[one.name]);
  const gone = chosen.filter(name => !columns.some(column => column.name === name));
  const shown = columns.filter(({ name }) => name.toLowerCase().includes(wanted.toLowerCase()));
  const turn = (name: string, isOn: boolean) => {
    // In the order of the file, so that the same choice is the same cell.
    const all = [...gone, ...columns.map(column => column.name)];
    form.set(
      one.name,
      all.filter(other => (other === name ? isOn : chosen.includes(other)))
    );
  };
  return (
    <>
      {columns.length >= MANY_COLUMNS && (
        <input
          type="search"
          aria-label={trans.__('Search the columns of "%1"', one.title)}
          placeholder={trans.__('Search %1 columns', columns.length)}
          value={wanted}
          onChange={({ target }) => setWanted(target.value)}
          onKeyDown={event => {
            if (event.key === 'Enter') {
              event.preventDefault(); // it searches already
            }
          }}
        />
      )}
      <div className="workbench-form-columns">
        {gone.map(name => (
          <label key={`gone-${name}`} className="workbench-form-option">
            <input type="checkbox" checked onChange={() => turn(name, false)} />
            {trans.__('%1 (not in this file)', name)}
          </label>
        ))}
        {shown.map(column => (
          <label key={column.name} className="workbench-form-option">
            <input
              type="checkbox"
              name={id}
              checked={chosen.includes(column.name)}
              onChange={({ target }) => turn(column.name, target.checked)}
            />
            {describeColumn(column, trans)}
          </label>
        ))}
        {shown.length === 0 && <p>{trans.__('No column is called so.')}</p>}
      </div>
    </>
  );
};

const Lines: Control = ({ form, one, id, aria }) => {
  const items = itemsOf(form.values[one.name]);
  return (
    <textarea
      id={id}
      {...aria}
      rows={Math.min(6, Math.max(2, items.length + 1))}
      {...useText<HTMLTextAreaElement>(items.join('\n'), written => linesIn(written).join('\n'))}
      onChange={({ target }) => form.set(one.name, linesOf(one, target.value), true)}
    />
  );
};

const FileField: Control = ({ form, one, id, aria, trans, browse }) => {
  const value = textOf(form.values[one.name]);
  const choose = async () => {
    const path = await browse(one.suffixes ?? []);
    if (path !== null) {
      form.set(one.name, path);
    }
  };
  return (
    <div className="workbench-form-file">
      <input
        id={id}
        {...aria}
        type="text"
        {...useText<HTMLInputElement>(value)}
        onChange={({ target }) => form.set(one.name, orNull(one, target.value), true)}
      />
      <button type="button" className="jp-Button" onClick={() => void choose()}>
        {trans.__('Browse…')}
      </button>
      {one.may_be_example && form.examples.length > 0 && (
        <select
          aria-label={trans.__('A bundled example for "%1"', one.title)}
          value={form.examples.includes(value) ? value : ''}
          onChange={({ target }) => target.value !== '' && form.set(one.name, target.value)}
        >
          <option value="">{trans.__('or an example')}</option>
          {form.examples.map(example => (
            <option key={example} value={example}>
              {example.slice(example.indexOf(':') + 1)}
            </option>
          ))}
        </select>
      )}
    </div>
  );
};

const CONTROLS: Readonly<Record<IParameter['type'], Control>> = {
  text: Text,
  number: NumberField,
  choice: Choice,
  column: Column,
  list: props => (props.one.items === 'column' ? <Columns {...props} /> : <Lines {...props} />),
  file: FileField,
  date: DateField,
  yes_no: YesNo
};

export function ControlOf(props: IFieldProps): React.JSX.Element {
  const Found = CONTROLS[props.one.type];
  return <Found {...props} />;
}

/** A column in a line: its name, its type, and a few values. */
export function describeColumn({ name, type, samples }: IColumn, trans: TranslationBundle): string {
  return samples.length === 0
    ? trans.__('%1 – %2', name, type)
    : trans.__('%1 – %2: %3', name, type, samples.join(', '));
}

function textOf(value: Value | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function itemsOf(value: Value | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function orNull({ default: usual, may_be_empty }: IParameter, text: string): Value {
  return text === '' && usual === null && may_be_empty !== true ? null : text;
}

/** A number, `null` where there is none and that is allowed, else a text, which is no number. */
function numberOf(one: IParameter, { value, validity }: HTMLInputElement): Value {
  if (value === '' || validity.badInput) {
    return one.default === null && !validity.badInput ? null : '';
  }
  return Number(value);
}

function linesOf({ default: usual }: IParameter, text: string): Value {
  const items = linesIn(text);
  return items.length === 0 && usual === null ? null : items;
}

/** The lines of a text that are not empty. */
function linesIn(text: string): readonly string[] {
  return text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '');
}

function sameNumber(written: string): string {
  return written === '' ? '' : String(Number(written));
}
