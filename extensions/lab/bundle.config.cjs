/**
 * What the bundler does beside its own settings, so that the extension stays light: code that two parts
 * use is there once, and styles are without white space. tests/ui/test_weight.py says what all weighs.
 */
const path = require('node:path');

const { SwcJsMinimizerRspackPlugin } = require('@rspack/core');

const TakeShared = require('./shared.cjs');

module.exports = {
  target: ['web', 'es2022'],
  plugins: [new TakeShared()],
  module: {
    rules: [
      {
        test: /\.js$/,
        include: path.join(__dirname, 'lib'),
        loader: require.resolve('./elements.cjs')
      },
      { test: /\.raw\.css$/, loader: 'builtin:lightningcss-loader', options: { minify: true } }
    ]
  },
  optimization: {
    splitChunks: {
      chunks: 'all',
      cacheGroups: { defaultVendors: false, default: { minChunks: 2, minSize: 0 } }
    },
    minimizer: [
      new SwcJsMinimizerRspackPlugin({
        extractComments: false,
        minimizerOptions: {
          ecma: 2022,
          compress: {
            ecma: 2022,
            passes: 4,
            keep_fargs: false,
            pure_getters: true,
            unsafe_arrows: true
          },
          // Private members, which no other module reads; the linter has them begin with an underscore.
          mangle: { props: { regex: '^_[a-z][A-Za-z]{3,}$' } },
          format: { comments: false }
        }
      })
    ]
  }
};
