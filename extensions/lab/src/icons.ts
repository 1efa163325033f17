import { LabIcon } from '@jupyterlab/ui-components';

import reportSvg from '../style/icons/report.svg';

/** A page with two estimates and their intervals: what every template ends in. */
export const reportIcon = new LabIcon({ name: 'workbench:report', svgstr: reportSvg });
