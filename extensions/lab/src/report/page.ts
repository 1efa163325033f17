/** What a report may do in the tab that shows it. */

/**
 * The exceptions to the sandbox of a report's page: scripts alone, and only where the page has one.
 *
 * #### Notes
 * Never `allow-same-origin`: beside scripts it would give the page all that JupyterLab may do.
 */
export function sandboxFor(html: string): string {
  const page = new DOMParser().parseFromString(html, 'text/html'); // read, not run
  const scripts = [...page.querySelectorAll('script')];
  return scripts.some(({ type }) => isCode(type)) ? 'allow-scripts' : '';
}

function isCode(type: string): boolean {
  return type === '' || type === 'module' || /(java|ecma)script/i.test(type);
}
