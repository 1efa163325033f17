import { LabIcon } from '@jupyterlab/ui-components';

import auditSvg from '../style/icons/audit.svg';
import dataSvg from '../style/icons/data.svg';
import decisionsSvg from '../style/icons/decisions.svg';
import explainSvg from '../style/icons/explain.svg';
import frameSvg from '../style/icons/frame.svg';
import lawSvg from '../style/icons/law.svg';
import modelSvg from '../style/icons/model.svg';
import notebookSvg from '../style/icons/notebook.svg';
import reportSvg from '../style/icons/report.svg';
import writeSvg from '../style/icons/write.svg';

/** A page with two estimates and their intervals: what every template ends in. */
export const reportIcon = new LabIcon({ name: 'workbench:report', svgstr: reportSvg });

const notebookIcon = new LabIcon({ name: 'workbench:notebook', svgstr: notebookSvg });

/** The pictures that a template may name, as `ICONS` in workbench/templates/schema.py lists them. */
const ICONS: ReadonlyMap<string, LabIcon> = new Map([
  ['notebook', notebookIcon],
  ['report', reportIcon],
  ['frame', new LabIcon({ name: 'workbench:frame', svgstr: frameSvg })],
  ['data', new LabIcon({ name: 'workbench:data', svgstr: dataSvg })],
  ['model', new LabIcon({ name: 'workbench:model', svgstr: modelSvg })],
  ['explain', new LabIcon({ name: 'workbench:explain', svgstr: explainSvg })],
  ['audit', new LabIcon({ name: 'workbench:audit', svgstr: auditSvg })],
  ['decisions', new LabIcon({ name: 'workbench:decisions', svgstr: decisionsSvg })],
  ['law', new LabIcon({ name: 'workbench:law', svgstr: lawSvg })],
  ['write', new LabIcon({ name: 'workbench:write', svgstr: writeSvg })]
]);

/** The picture of a template; one that a newer server knows and we do not is a notebook. */
export function iconOf(name: string): LabIcon {
  return ICONS.get(name) ?? notebookIcon;
}
