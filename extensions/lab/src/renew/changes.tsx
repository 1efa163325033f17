/** The tab that says what became of a notebook when it was renewed. */
import { MainAreaWidget } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import { UUID } from '@lumino/coreutils';
import * as React from 'react';

import { reportIcon } from '../icons';
import type { IRenewed } from './tokens';

export interface IChanges {
  readonly renewed: IRenewed;
  readonly oldPath: string;
  readonly newPath: string;
  /** What people call a parameter or a step. */
  readonly titleOf: (name: string) => string;
  readonly trans: TranslationBundle;
}

export function createChanges(changes: IChanges): MainAreaWidget<Changes> {
  const tab = new MainAreaWidget({ content: new Changes(changes) });
  tab.id = `workbench-changes-${UUID.uuid4()}`;
  tab.title.label = changes.trans.__('Changes in %1', PathExt.basename(changes.newPath));
  tab.title.icon = reportIcon;
  tab.title.closable = true;
  return tab;
}

export class Changes extends ReactWidget {
  constructor(private readonly _changes: IChanges) {
    super();
    this.addClass('workbench-changes');
    this.node.tabIndex = -1; // takes the focus when its tab does
  }

  protected override render(): React.JSX.Element {
    const { renewed, oldPath, newPath, titleOf, trans } = this._changes;
    const { carried, left, diff, version } = renewed;
    const kinds = new Map([
      ['parameter', trans.__('Parameter')],
      ['choices', trans.__('Choices')],
      ['cell', trans.__('Cell')]
    ]);
    return (
      <article aria-label={trans.__('What has changed')}>
        <h2>{trans.__('Version %1 of the template', version)}</h2>
        <p>{trans.__('%1 is the new copy. %2 is as it was.', newPath, oldPath)}</p>
        <h3>{trans.__('Taken over')}</h3>
        {carried.length === 0 ? (
          <p>{trans.__('Nothing was changed in the old copy that could be taken over.')}</p>
        ) : (
          <ul>
            {[...new Set(carried)].map(name => (
              <li key={name}>{titleOf(name)}</li>
            ))}
          </ul>
        )}
        <h3>{trans.__('Left behind')}</h3>
        {left.length === 0 ? (
          <p>{trans.__('Nothing.')}</p>
        ) : (
          <ul>
            {left.map(({ kind, name, because }, place) => (
              <li key={place}>
                {kinds.get(kind) ?? kind}{' '}
                <code>{kind === 'parameter' ? name : name || trans.__('without a name')}</code>:{' '}
                {because}
              </li>
            ))}
          </ul>
        )}
        <h3>{trans.__('Cell by cell')}</h3>
        {diff === '' ? (
          <p>{trans.__('The cells of both are the same.')}</p>
        ) : (
          <>
            <p>
              {trans.__(
                'A minus marks what only the old copy has, a plus what only the new one has.'
              )}
            </p>
            <pre tabIndex={0} aria-label={trans.__('What differs, cell by cell')}>
              {diff.split('\n').map((line, place) => (
                <span key={place} data-sign={signOf(line)}>
                  {line}
                  {'\n'}
                </span>
              ))}
            </pre>
          </>
        )}
      </article>
    );
  }
}

/** What a line of nbdime's says: `+`, `-`, `#` for where it is, or nothing. */
export function signOf(line: string): '+' | '-' | '#' | '' {
  const first = line[0];
  return first === '+' || first === '-' || (first === '#' && line.startsWith('## ')) ? first : '';
}
