import { Clipboard } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import * as React from 'react';

import { explain } from '../errors';
import type { IHealth } from './api';
import {
  otherProblems,
  tellClash,
  tellFolder,
  tellKernel,
  troublesOf,
  versionsOf,
  type IHere
} from './facts';
import type { IHealthModel } from './model';
import { healthText } from './text';

export interface IHealthProps {
  readonly model: IHealthModel;
  readonly here: IHere;
  readonly trans: TranslationBundle;
}

/** The health page. */
export class HealthBody extends ReactWidget {
  constructor(private readonly _props: IHealthProps) {
    super();
    this.addClass('workbench-health');
    this.node.tabIndex = -1;
  }

  protected override render(): React.JSX.Element {
    return <Page {...this._props} />;
  }
}

function Page({ model, here, trans }: IHealthProps): React.JSX.Element {
  const [, again] = React.useReducer((n: number) => n + 1, 0);
  const [said, setSaid] = React.useState('');
  React.useEffect(() => {
    model.changed.connect(again);
    return () => void model.changed.disconnect(again);
  }, [model]);
  const { state } = model;
  const copy = (health: IHealth) => {
    Clipboard.copyToSystem(healthText(health, here, trans));
    setSaid(trans.__('Copied. It names no person and holds no data.'));
  };
  return (
    <section aria-label={trans.__('Health of Workbench')} aria-busy={state.name === 'asking'}>
      <header>
        <h1>{trans.__('Health of Workbench')}</h1>
        <button
          type="button"
          className="jp-Button"
          disabled={state.name === 'asking'}
          onClick={() => {
            setSaid('');
            void model.refresh();
          }}
        >
          {trans.__('Look Again')}
        </button>
        {state.name === 'known' && (
          <button type="button" className="jp-Button" onClick={() => copy(state.health)}>
            {trans.__('Copy for a Bug Report')}
          </button>
        )}
      </header>
      <p role="status">
        {state.name === 'asking' ? trans.__('Asking the server and each kernel’s Python …') : said}
      </p>
      {state.name === 'failed' && (
        <p role="alert">
          {explain(state.reason, trans) ??
            trans.__('The server gave no answer that can be read: %1', String(state.reason))}
        </p>
      )}
      {state.name === 'known' && <Known health={state.health} here={here} trans={trans} />}
    </section>
  );
}

interface IKnownProps {
  readonly health: IHealth;
  readonly here: IHere;
  readonly trans: TranslationBundle;
}

function Known({ health, here, trans }: IKnownProps): React.JSX.Element {
  const troubles = troublesOf(health, here, trans);
  return (
    <>
      <div className="workbench-health-sum">
        {troubles.length === 0 ? (
          <p>{trans.__('✓ Nothing is missing.')}</p>
        ) : (
          troubles.map(trouble => <p key={trouble}>▲ {trouble}</p>)
        )}
      </div>
      <h2>{trans.__('Versions')}</h2>
      <dl>
        {versionsOf(health, here, trans).map(({ name, version }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{version}</dd>
          </div>
        ))}
      </dl>
      <h2>{trans.__('Template folders')}</h2>
      <ul>
        {health.folders.map((folder, place) => (
          <li key={place}>
            <strong>{folder.source}</strong> <code>{folder.path}</code> {tellFolder(folder, trans)}
            <Sentences all={folder.problems} />
          </li>
        ))}
      </ul>
      <Sentences all={otherProblems(health)} />
      <h2>{trans.__('Kernels')}</h2>
      <ul>
        {health.kernels.map(kernel => (
          <li key={kernel.name}>
            <strong>{kernel.title}</strong> <span>{tellKernel(kernel, trans)}</span>{' '}
            {kernel.version !== '' && <span>{kernel.version}</span>}{' '}
            {kernel.python !== '' && <span>{trans.__('(Python %1)', kernel.python)}</span>}
            <Sentences all={kernel.said === '' ? [] : [kernel.said]} />
          </li>
        ))}
      </ul>
      <p>{tellClash(trans)}</p>
    </>
  );
}

/** Each line of each text in a paragraph of its own: what is wrong, and what to do. */
function Sentences({ all }: { readonly all: readonly string[] }): React.JSX.Element {
  return (
    <>
      {all
        .flatMap(text => text.split('\n'))
        .map((line, place) => (
          <p key={place} className="workbench-health-problem">
            {line}
          </p>
        ))}
    </>
  );
}
