/** An open notebook and its kernel, as an export asks them. */
import type { ICodeCellModel } from '@jupyterlab/cells';
import { NotebookActions, type NotebookPanel } from '@jupyterlab/notebook';
import type { Kernel } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';

import { askStudy, greet } from '../guide/asking';
import { codeCell, type ICodeCell } from '../guide/steps';
import { askKernel, type Answer, type IProgress, type IQuestion } from '../kernel/bridge';
import { idle } from '../kernel/idle';
import { standingOf } from './standing';
import type { INotebookAsked, IStanding } from './tokens';

export class NotebookAsked implements INotebookAsked {
  constructor(
    private readonly _panel: NotebookPanel,
    private readonly _kernel: Kernel.IKernelConnection,
    private readonly _trans: TranslationBundle
  ) {}

  idle(unwanted: AbortSignal): Promise<void> {
    return idle(this._kernel, unwanted);
  }

  ask(question: IQuestion, onProgress?: (so_far: IProgress) => void): Promise<Answer> {
    return askKernel(this._kernel, question, onProgress);
  }

  async standing(): Promise<IStanding> {
    const kernel = await greet(this._kernel);
    const study = await askStudy(this._kernel);
    const { needs } = this._workbench;
    return standingOf(
      { cells: this._cells, needs: Array.isArray(needs) ? (needs as string[]) : [] },
      { kernel, study },
      this._trans
    );
  }

  async run(place: number): Promise<boolean> {
    const { content, sessionContext } = this._panel;
    const cell = content.widgets[place];
    return cell === undefined || NotebookActions.runCells(content, [cell], sessionContext);
  }

  titleOf(place: number): string {
    const step = this._cells[place]?.step;
    return step?.title || step?.step || this._trans.__('Cell %1', place + 1);
  }

  interrupt(): Promise<void> {
    return this._kernel.interrupt();
  }

  private get _workbench(): Readonly<Record<string, unknown>> {
    return (this._panel.content.model?.getMetadata('workbench') ?? {}) as Record<string, unknown>;
  }

  private get _cells(): readonly (ICodeCell | null)[] {
    return this._panel.content.widgets.map(({ model }) => {
      const source = model.sharedModel.getSource();
      if (model.type !== 'code' || source.trim() === '') {
        return null;
      }
      const outputs = (model as ICodeCellModel).outputs.toJSON();
      return codeCell(source, model.getMetadata('workbench'), outputs);
    });
  }
}
