/** The tab in which a report comes to be and is read. */
import { MainAreaWidget } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import { UUID } from '@lumino/coreutils';
import * as React from 'react';

import { sandboxFor } from './page';
import type { IExport, IExported, IReportActions, IReportFile, Phase } from './tokens';
import { reportIcon } from '../icons';

export function createPreview(
  model: IExport,
  actions: IReportActions,
  trans: TranslationBundle
): MainAreaWidget<Preview> {
  const content = new Preview(model, actions, trans);
  const tab = new MainAreaWidget({ content });
  tab.id = `workbench-report-${UUID.uuid4()}`;
  tab.toolbar.hide(); // its buttons stand beside what is said
  tab.title.icon = reportIcon;
  tab.title.closable = true;
  const name = () => {
    const { phase } = model;
    tab.title.label = phase.is === 'done' ? phase.report.name : trans.__('Report');
    tab.title.caption = phase.is === 'done' ? phase.report.path : tab.title.label;
  };
  name();
  model.changed.connect(name);
  tab.disposed.connect(() => {
    model.changed.disconnect(name);
    model.cancel();
  });
  return tab;
}

export class Preview extends ReactWidget {
  constructor(
    private readonly _model: IExport,
    private readonly _actions: IReportActions,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('workbench-preview');
    this.node.tabIndex = -1; // takes the focus when its tab does
  }

  protected override render(): React.JSX.Element {
    return (
      <UseSignal signal={this._model.changed}>
        {() => <Body model={this._model} actions={this._actions} trans={this._trans} />}
      </UseSignal>
    );
  }
}

interface IProps {
  readonly model: IExport;
  readonly actions: IReportActions;
  readonly trans: TranslationBundle;
}

function Body({ model, actions, trans }: IProps): React.JSX.Element {
  const { phase } = model;
  const file = useFile(phase, actions);
  return (
    <>
      <div className="workbench-preview-head">
        <div role="status" className="workbench-preview-said">
          {told(phase, file, trans)}
        </div>
        {phase.is === 'writing' && (
          <progress value={phase.progress} aria-label={trans.__('Writing the report')} />
        )}
        {phase.is === 'running' && (
          <progress
            value={phase.step - 1}
            max={phase.of}
            aria-label={trans.__('Running the notebook')}
          />
        )}
        <div className="workbench-preview-actions">
          <Buttons model={model} file={file} actions={actions} trans={trans} />
        </div>
      </div>
      {phase.is === 'done' && <Notes model={model} report={phase.report} trans={trans} />}
      {phase.is === 'done' && (
        <div className="workbench-preview-page jp-IFrame">
          <iframe
            title={trans.__('Preview of %1', phase.report.name)}
            sandbox={sandboxFor(phase.report.html)}
            referrerPolicy="no-referrer"
            srcDoc={phase.report.html}
          />
        </div>
      )}
    </>
  );
}

function Buttons({
  model,
  file,
  actions,
  trans
}: IProps & { readonly file: IReportFile | null }): React.JSX.Element {
  const { phase } = model;
  const [isLost, lose] = React.useState(false);
  switch (phase.is) {
    case 'done':
      return (
        <>
          {isLost && <span role="alert">{trans.__('It could not be downloaded.')}</span>}
          {file?.path !== null && file?.canOpen === true && (
            <Button label={trans.__('Open File')} act={() => actions.open(file.path!)} />
          )}
          {file !== null && (
            <Button
              label={trans.__('Download')}
              act={() => {
                actions.download(phase.report, file).then(
                  () => lose(false),
                  (reason: unknown) => {
                    console.error('[workbench] Could not download a report', reason);
                    lose(true);
                  }
                );
              }}
            />
          )}
          <Button label={trans.__('Export Again…')} act={() => actions.change()} />
        </>
      );
    case 'failed':
    case 'cancelled':
      return (
        <>
          <Button label={trans.__('Try Again')} act={() => void model.start()} />
          <Button label={trans.__('Change…')} act={() => actions.change()} />
        </>
      );
    default:
      return <Button label={trans.__('Cancel')} act={() => model.cancel()} />;
  }
}

/** What a reader of the report has to know of how it was made. */
function Notes({
  model,
  report,
  trans
}: {
  readonly model: IExport;
  readonly report: IExported;
  readonly trans: TranslationBundle;
}): React.JSX.Element | null {
  const late = model.late.map(({ title, why }) => `${title}: ${why}`);
  if (late.length + report.left.length + report.unsaid.length === 0) {
    return null;
  }
  return (
    <div className="workbench-preview-notes">
      <Listed title={trans.__('Steps that were not up to date')} lines={late} />
      <Listed title={trans.__('Left out of what the study keeps')} lines={report.left} />
      <Listed title={trans.__('Overruled, but not in this report')} lines={report.unsaid} />
    </div>
  );
}

function Listed({
  title,
  lines
}: {
  readonly title: string;
  readonly lines: readonly string[];
}): React.JSX.Element | null {
  return lines.length === 0 ? null : (
    <details>
      <summary>
        {title} ({lines.length})
      </summary>
      <ul>
        {lines.map(line => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </details>
  );
}

function Button({
  label,
  act
}: {
  readonly label: string;
  readonly act: () => void;
}): React.JSX.Element {
  return (
    <button type="button" className="jp-mod-styled workbench-preview-button" onClick={act}>
      {label}
    </button>
  );
}

function useFile(phase: Phase, actions: IReportActions): IReportFile | null {
  const [file, found] = React.useState<IReportFile | null>(null);
  const report = phase.is === 'done' ? phase.report : null;
  React.useEffect(() => {
    let isWanted = true;
    found(null);
    if (report !== null) {
      void actions.find(report).then(one => {
        if (isWanted) {
          found(one);
        }
      });
    }
    return () => {
      isWanted = false;
    };
  }, [report, actions]);
  return file;
}

function told(phase: Phase, file: IReportFile | null, trans: TranslationBundle): string {
  switch (phase.is) {
    case 'waiting':
      return trans.__('Waiting for the kernel, which runs a cell.');
    case 'running':
      return trans.__(
        'Running the notebook first: %1 (%2 of %3)',
        phase.title,
        phase.step,
        phase.of
      );
    case 'writing':
      return phase.said === '' ? trans.__('Asking the kernel for the report') : `${phase.said}…`;
    case 'cancelled':
      return trans.__('The export was cancelled.');
    case 'failed':
      return phase.said;
    case 'done': {
      const { path, source } = phase.report;
      const where = file?.path ?? path;
      const said = {
        gathered: trans.__(
          'The report is in %1. It was made from what the notebook gathered.',
          where
        ),
        memory: trans.__('The report is in %1. It was made from what was in memory.', where),
        study: trans.__('The report is in %1. It was made from what the study keeps.', where)
      };
      return said[source];
    }
  }
}
