/** What only those need who export: brought when they do. */
export { askForWish } from './dialog';
export { Export } from './export';
export { downloadReport, findReport } from './files';
export { NotebookAsked } from './notebook';
export { chosenBefore, readOffers } from './offers';
export { createPreview } from './preview';
