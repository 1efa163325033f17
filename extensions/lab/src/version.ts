/** The version of this extension, as package.json says it. */
export const VERSION = '0.1.0';
