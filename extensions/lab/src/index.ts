/** What JupyterLab loads: the plugins of each part, one folder a part. */
import { choicesPlugin, twinsPlugin } from './choices/plugin';
import { createPlugin } from './gallery/plugin';
import { onwardPlugin } from './guide/onward';
import { guidePlugin } from './guide/plugin';
import { healthPlugin } from './health/plugin';
import { renewPlugin } from './renew/plugin';
import { reportPlugin } from './report/plugin';
import { templatesPlugin } from './templates/plugin';

export * from './guide/tokens';
export * from './tokens';

export default [
  templatesPlugin,
  createPlugin,
  healthPlugin,
  choicesPlugin,
  twinsPlugin,
  guidePlugin,
  onwardPlugin,
  reportPlugin,
  renewPlugin
];
