/**
 * How the packages that JupyterLab shares are taken, in place of the bundler's own code for it.
 *
 * The bundler's own compares versions by ranges, for packages that an extension brings along. We bring none:
 * each is JupyterLab's, which has one version of it, and any that it has will do. What is written below
 * takes that one. A package of which this is not true ends the build.
 */
const vm = require('node:vm');

/** What stands in the bundle; `packages` and `chunks` are written before it. */
const take = `
const taken = {};
const takePackage = async id => {
  await __webpack_require__.I('default');
  const versions = __webpack_require__.S.default[packages[id]];
  if (!versions) {
    throw Error(packages[id] + ' is not in this JupyterLab');
  }
  const newest = Object.keys(versions)
    .sort((one, other) => other.localeCompare(one, 'en', { numeric: true }))
    .map(version => versions[version]);
  const shared = newest.find(({ loaded }) => loaded) ?? newest[0];
  shared.loaded = 1;
  const make = await shared.get();
  __webpack_require__.m[id] = module => {
    module.exports = make();
  };
};
__webpack_require__.f.consumes = (chunk, promises) =>
  promises.push(...(chunks[chunk] ?? []).map(id => (taken[id] ??= takePackage(id))));
`;

/** The names of the packages by their numbers, and the numbers that each chunk needs. */
function readConsumed(source) {
  const [line] = source.match(/^__webpack_require__\.consumesLoadingData = .*$/m);
  const bundler = {};
  vm.runInNewContext(line, { __webpack_require__: bundler });
  const { chunkMapping, moduleIdToConsumeDataMapping, initialConsumes } =
    bundler.consumesLoadingData;
  const packages = Object.entries(moduleIdToConsumeDataMapping).map(([id, shared]) => {
    const { shareKey, shareScope, singleton, strictVersion, eager, fallback } = shared;
    if (!singleton || strictVersion || eager || fallback || shareScope !== 'default') {
      throw new Error(`${shareKey} is not shared as shared.cjs supposes.`);
    }
    return [id, shareKey];
  });
  if (initialConsumes.length > 0) {
    throw new Error('A package is needed before the extension, which shared.cjs does not know.');
  }
  return { packages: Object.fromEntries(packages), chunks: chunkMapping };
}

module.exports = class TakeShared {
  apply(compiler) {
    compiler.hooks.compilation.tap('TakeShared', compilation => {
      compilation.hooks.runtimeModule.tap('TakeShared', module => {
        if (module.name === 'consumes_loading') {
          const { packages, chunks } = readConsumed(module.source.source.toString());
          module.source.source = Buffer.from(
            `const packages = ${JSON.stringify(packages)}, chunks = ${JSON.stringify(chunks)};${take}`
          );
        }
      });
    });
  }
};
