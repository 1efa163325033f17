/** Whether the page around is dark: its own text says so, whatever switched it. */

/** Marks the host as dark while the page's text is light; returns what stops following. */
export function followTheme(host: HTMLElement): () => void {
  const look = () => host.toggleAttribute('data-dark', isLight(getComputedStyle(host).color));
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  // JupyterLab names its theme on the body.
  const theme = new MutationObserver(look);
  theme.observe(document.body, { attributes: true });
  system.addEventListener('change', look);
  // A notebook draws what it shows before it is on the page, where no text has a colour yet.
  const place = 'ResizeObserver' in window ? new ResizeObserver(look) : null;
  place?.observe(host);
  look();
  return () => {
    place?.disconnect();
    theme.disconnect();
    system.removeEventListener('change', look);
  };
}

function isLight(color: string): boolean {
  const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).map(Number);
  return 0.3 * red + 0.6 * green + 0.1 * blue > 128;
}
