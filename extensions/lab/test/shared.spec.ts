import { createRequire } from 'node:module';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';

interface IShared {
  readonly shareKey: string;
  readonly shareScope: string;
  readonly singleton: boolean;
  readonly strictVersion: boolean;
  readonly eager: boolean;
  readonly fallback?: string;
}

interface IRuntimeModule {
  readonly name: string;
  readonly source: { source: Buffer };
}

interface ICompilation {
  readonly hooks: {
    readonly runtimeModule: { tap(name: string, heed: (module: IRuntimeModule) => void): void };
  };
}

type Plugin = new () => {
  apply(compiler: {
    hooks: { compilation: { tap(name: string, heed: (compilation: ICompilation) => void): void } };
  }): void;
};

const TakeShared = createRequire(import.meta.url)('../shared.cjs') as Plugin;

const REACT: IShared = {
  shareKey: 'react',
  shareScope: 'default',
  singleton: true,
  strictVersion: false,
  eager: false
};

/** What the bundler would deliver for these packages, of which chunk 9 needs the first. */
function written(shared: readonly IShared[], name = 'consumes_loading'): string {
  const data = {
    chunkMapping: { 9: ['0'] },
    moduleIdToConsumeDataMapping: { ...shared },
    initialConsumes: []
  };
  const module: IRuntimeModule = {
    name,
    source: {
      source: Buffer.from(
        `\n__webpack_require__.consumesLoadingData = ${JSON.stringify(data)};\nthe rest`
      )
    }
  };
  const compilation = {
    hooks: {
      runtimeModule: { tap: (_: string, heed: (one: IRuntimeModule) => void) => heed(module) }
    }
  };
  new TakeShared().apply({
    hooks: { compilation: { tap: (_, heed) => heed(compilation) } }
  });
  return module.source.source.toString();
}

/** Loads chunk 9 where JupyterLab has these versions of React; tells which one its code gets. */
async function taken(versions: Record<string, { loaded?: number }> | undefined): Promise<unknown> {
  const scope = Object.entries(versions ?? {}).map(([version, state]) => [
    version,
    { ...state, get: () => Promise.resolve(() => version) }
  ]);
  const bundler = {
    I: () => Promise.resolve(),
    S: { default: versions === undefined ? {} : { react: Object.fromEntries(scope) as unknown } },
    f: {} as { consumes: (chunk: string, promises: Promise<void>[]) => void },
    m: {} as Record<string, (module: { exports?: unknown }) => void>
  };
  runInNewContext(written([REACT]), { __webpack_require__: bundler });
  const promises: Promise<void>[] = [];
  bundler.f.consumes('9', promises);
  bundler.f.consumes('a chunk that needs nothing', promises);
  await Promise.all(promises);
  const module: { exports?: unknown } = {};
  bundler.m['0']?.(module);
  return module.exports;
}

it('takes the one version that JupyterLab has', async () => {
  expect(await taken({ '18.2.0': {} })).toBe('18.2.0');
});

it('takes the newest of several', async () => {
  expect(await taken({ '4.9.1': {}, '4.10.0': {}, '4.2.0': {} })).toBe('4.10.0');
});

it('takes the one that runs already, whatever others there are', async () => {
  expect(await taken({ '18.2.0': { loaded: 1 }, '19.0.0': {} })).toBe('18.2.0');
});

it('names a package that a JupyterLab lacks', async () => {
  await expect(taken(undefined)).rejects.toThrow('react is not in this JupyterLab');
});

it('ends the build where a package is brought along', () => {
  expect(() => written([{ ...REACT, fallback: 'ours' }])).toThrow('react is not shared');
  expect(() => written([{ ...REACT, singleton: false }])).toThrow('react is not shared');
});

it('leaves the rest of what the bundler writes as it is', () => {
  expect(written([REACT], 'load_script')).toContain('the rest');
});
