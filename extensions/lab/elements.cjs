/** Loads a module of ours with a short name for what each element is made by: that name stands there by the hundred. */
module.exports = source =>
  source
    .replaceAll('React.createElement(', 'makeElement(')
    .replace(
      /^import .*\bReact\b.* from 'react';$/m,
      '$&\nconst makeElement = React.createElement;'
    );
