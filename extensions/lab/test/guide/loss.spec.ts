import type { NotebookPanel } from '@jupyterlab/notebook';
import type { Kernel } from '@jupyterlab/services';
import { nullTranslator } from '@jupyterlab/translation';
import { DisposableDelegate } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import { beforeEach, describe, expect, it } from 'vitest';

import { tellLoss } from '../../src/guide/loss';
import type { Activity, IGuideModel, INotice } from '../../src/guide/tokens';

type Panel = Pick<NotebookPanel, 'sessionContext'>;

describe('tellLoss', () => {
  let notices: INotice[];
  const activities: Activity[] = [];
  let stateChanged: Signal<object, void>;
  let statusChanged: Signal<object, Kernel.Status>;
  const become = (...now: Activity[]) => {
    activities.splice(0, activities.length, ...now);
    stateChanged.emit();
  };

  beforeEach(() => {
    notices = [];
    stateChanged = new Signal({});
    statusChanged = new Signal({});
    const model = {
      get steps() {
        return activities.map((activity, at) => ({ activity, title: `Step ${at}`, step: '' }));
      },
      stateChanged,
      addNotice: (notice: INotice) => {
        notices.push(notice);
        stateChanged.emit();
        return new DisposableDelegate(() => {
          notices = notices.filter(one => one !== notice);
          stateChanged.emit();
        });
      }
    } as unknown as IGuideModel;
    const trans = nullTranslator.load('workbench');
    tellLoss({ sessionContext: { statusChanged } } as unknown as Panel, model, trans);
  });

  it.each(['autorestarting', 'dead'] as const)('should name the step that %s cut off', status => {
    become(null, 'running', 'waiting');
    statusChanged.emit(status);
    become(null, null, null);
    expect(notices.map(({ said }) => said)).toEqual([
      'The kernel ended while “Step 1” ran. What was done before is kept: run this step again.'
    ]);
    become(null, 'running', null);
    expect(notices).toEqual([]);
  });

  it('should say nothing where nothing ran, and where a person has restarted the kernel', () => {
    become(null, null);
    statusChanged.emit('dead');
    become('running', null);
    statusChanged.emit('restarting');
    expect(notices).toEqual([]);
  });
});
