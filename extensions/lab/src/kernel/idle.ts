/** When a kernel runs nothing. */
import type { Kernel } from '@jupyterlab/services';

/** What of a kernel is looked at. */
export type Watched = Pick<Kernel.IKernelConnection, 'status' | 'statusChanged' | 'disposed'>;

/**
 * Resolves when a kernel runs nothing, or when that is no more waited for.
 *
 * #### Notes
 * What is asked of a kernel that runs a cell of a person's cannot be taken back without interrupting
 * that cell. So nothing is sent before.
 */
export function idle(kernel: Watched, unwanted: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const look = () => {
      // A dead kernel is not waited for: whatever is asked of it then says so.
      if (['idle', 'dead', 'unknown'].includes(kernel.status) || unwanted.aborted) {
        end();
      }
    };
    const end = () => {
      kernel.statusChanged.disconnect(look);
      kernel.disposed.disconnect(end);
      unwanted.removeEventListener('abort', end);
      resolve();
    };
    kernel.statusChanged.connect(look);
    kernel.disposed.connect(end);
    unwanted.addEventListener('abort', end);
    look();
  });
}
