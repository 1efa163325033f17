import type { IDocumentManager } from '@jupyterlab/docmanager';
import { FileDialog } from '@jupyterlab/filebrowser';
import type { ITranslator, TranslationBundle } from '@jupyterlab/translation';

/** Let a person look for a file that ends in one of these ways; its path on the server. */
export async function browse(
  manager: IDocumentManager,
  folder: string,
  suffixes: readonly string[],
  translator: ITranslator | null,
  trans: TranslationBundle
): Promise<string | null> {
  const { button, value } = await FileDialog.getOpenFiles({
    manager,
    ...(translator === null ? {} : { translator }),
    title: trans.__('Choose a file'),
    defaultPath: folder,
    filter: ({ type, name }) =>
      type === 'directory' ||
      suffixes.length === 0 ||
      suffixes.some(suffix => name.toLowerCase().endsWith(suffix))
        ? {}
        : null
  });
  const [file] = value ?? [];
  return button.accept && file !== undefined && file.type !== 'directory'
    ? manager.services.contents.localPath(file.path)
    : null;
}
