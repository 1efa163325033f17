"""The folder that keeps results between notebooks, and knows which of them are out of date.

A result is one record of JSON, ``results/<stage>/<name>.json``, and beside it files named by the hash of what is in
them: tables as Parquet, arrays as NPZ, models as skops. The record is written last and names its files with their
hashes, so that a reader finds the old result or the new one and never half of either. Nothing is pickled, and a type
that a file names is looked up in a list of ours.

``writing`` and ``reading`` turn objects into JSON and back, ``folder`` keeps files, ``keeping`` results,
``freshness`` compares fingerprints, ``settings`` is ``study.toml``, and ``study`` is what a person holds in hand.
"""
