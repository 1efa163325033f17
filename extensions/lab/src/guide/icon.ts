import { LabIcon } from '@jupyterlab/ui-components';

import guideSvg from '../../style/icons/guide.svg';

/** Three steps, of which two are done. */
export const guideIcon = new LabIcon({ name: 'workbench:guide', svgstr: guideSvg });
