import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { explain } from '../errors';
import type { Look } from './form';
import type { ITable } from './table';

export interface IPreviewProps {
  readonly look: Look;
  readonly trans: TranslationBundle;
}

/** What is known of a file: that it is being read, its columns, or why they cannot be shown. */
export function Preview({ look, trans }: IPreviewProps): React.JSX.Element {
  return (
    <>
      <div role="status" className="workbench-form-look" data-state={look.state}>
        {tellLook(look, trans)}
      </div>
      {look.state === 'read' && <Columns table={look.table} trans={trans} />}
    </>
  );
}

export function tellLook(look: Look, trans: TranslationBundle): string {
  switch (look.state) {
    case 'none':
      return '';
    case 'reading':
      return look.said === ''
        ? trans.__('Starting Python to look into the file …')
        : `${look.said} …`;
    case 'read':
      return tellRows(look.table, trans);
    case 'failed':
      return trans.__(
        'The columns cannot be shown. %1',
        explain(look.reason, trans) ?? trans.__('Write their names yourself.')
      );
  }
}

function tellRows({ n_rows, counted, columns }: ITable, trans: TranslationBundle): string {
  const rows = trans._n('%2 row', '%2 rows', n_rows, n_rows.toLocaleString());
  const all = trans._n('%2, %1 column', '%2, %1 columns', columns.length, rows);
  return counted < n_rows
    ? trans.__('%1. Counted in %2 rows drawn at random.', all, counted.toLocaleString())
    : trans.__('%1.', all);
}

function Columns({ table, trans }: { table: ITable; trans: TranslationBundle }): React.JSX.Element {
  return (
    <div
      className="workbench-form-table"
      role="region"
      aria-label={trans.__('Columns of the file')}
      tabIndex={0}
    >
      <table>
        <thead>
          <tr>
            <th scope="col">{trans.__('Column')}</th>
            <th scope="col">{trans.__('Type')}</th>
            <th scope="col">{trans.__('Missing')}</th>
            <th scope="col">{trans.__('Some values')}</th>
          </tr>
        </thead>
        <tbody>
          {table.columns.map(({ name, type, n_missing, samples }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{type}</td>
              <td>{n_missing.toLocaleString()}</td>
              <td>{samples.join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
