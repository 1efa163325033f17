/** What the server answers about itself. */
export const HEALTH = {
  schema: 'workbench.health/1',
  versions: { 'notebook-workbench': '0.1.0', jupyterlab: '4.6.6', ipykernel: '7.4.0' },
  server: { python: '3.11.7', system: 'Linux x86_64' },
  folders: [
    {
      path: '~/lib/workbench/templates/library',
      source: 'Workbench',
      n_templates: 8,
      problems: []
    },
    {
      path: '/home/ada/templates',
      source: 'Folder bank',
      n_templates: 1,
      problems: ['broken.ipynb is no notebook.\nSave it again in JupyterLab.']
    }
  ],
  templates: [{ id: '00-first-report', version: '0.1.0', source: 'Workbench' }],
  problems: [
    'broken.ipynb is no notebook.\nSave it again in JupyterLab.',
    "The folder 'gone', named in WORKBENCH_TEMPLATES, is not there.\nMake it, or take it out of there."
  ],
  kernels: [
    {
      name: 'python3',
      title: 'Python 3',
      state: 'ready',
      python: '3.11.7',
      version: '0.1.0',
      said: ''
    },
    {
      name: 'old',
      title: 'Old',
      state: 'missing',
      python: '3.9.2',
      version: '',
      said: 'It does not have the workbench.\nRun in a cell of that kernel: %pip install notebook-workbench==0.1.0, then restart the kernel.'
    },
    {
      name: 'ir',
      title: 'R',
      state: 'other_language',
      python: '',
      version: '',
      said: 'It runs no Python; templates need it.'
    }
  ]
};
