/** The notice above a notebook whose template has a newer version. */
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import * as React from 'react';

import type { IRenewal, Phase } from './tokens';

export class Banner extends ReactWidget {
  constructor(
    private readonly _model: IRenewal,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('workbench-renewal');
  }

  override dispose(): void {
    this._observer.disconnect();
    super.dispose();
  }

  /** Take as much height as the words need: the panel around gives no more than what is demanded. */
  private readonly _observer = new ResizeObserver(([words]) => {
    const needed = `${words!.target.scrollHeight + 1}px`; // its border is no part of it
    if (this.node.style.minHeight !== needed) {
      this.node.style.minHeight = needed;
      this.parent?.fit();
    }
  });

  private readonly _watch = (words: HTMLElement | null): void => {
    this._observer.disconnect();
    if (words !== null) {
      this._observer.observe(words);
    }
  };

  protected override render(): React.JSX.Element {
    const trans = this._trans;
    return (
      <section ref={this._watch} aria-label={trans.__('A newer version of the template')}>
        <UseSignal signal={this._model.changed}>
          {() => <Notice model={this._model} trans={trans} />}
        </UseSignal>
      </section>
    );
  }
}

function Notice({
  model,
  trans
}: {
  readonly model: IRenewal;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { newer, phase } = model;
  const canAct = phase.is === 'offered' || phase.is === 'failed';
  return (
    <>
      <div role="status" className="workbench-renewal-said">
        {told(newer.old, newer.version, phase, trans)}
      </div>
      {canAct && (
        <div className="workbench-renewal-actions">
          <button type="button" className="jp-mod-styled" onClick={() => void model.make()}>
            {phase.is === 'failed' ? trans.__('Try Again') : trans.__('Make a New Copy')}
          </button>
          <button type="button" className="jp-mod-styled" onClick={() => model.putOff()}>
            {trans.__('Not Now')}
          </button>
        </div>
      )}
    </>
  );
}

function told(old: string, version: string, phase: Phase, trans: TranslationBundle): string {
  switch (phase.is) {
    case 'making':
      return `${phase.said}…`;
    case 'failed':
      return phase.said;
    case 'made':
      return trans.__('The new copy is %1. This notebook is as it was.', phase.path);
    default:
      return old === ''
        ? trans.__(
            'There is version %1 of the template that this notebook comes from. A new copy takes over your parameters and choices, and this one stays as it is.',
            version
          )
        : trans.__(
            'This notebook comes from version %1 of its template, and there is version %2. A new copy takes over your parameters and choices, and this one stays as it is.',
            old,
            version
          );
  }
}
