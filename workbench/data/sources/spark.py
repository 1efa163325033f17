"""Spark frames: brought here a part at a time, and never whole to the driver."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from workbench.data.sources.options import ReadOptions
from workbench.data.sources.plain import check_names, no_place, no_rows, plain_column
from workbench.data.sources.reading import Reading
from workbench.data.sources.spool import Spool

__all__ = ["is_spark", "read_spark"]


def is_spark(frame: object) -> bool:
    """Return whether something is a frame of Spark, old or new."""
    kinds = {(kind.__module__.partition(".")[0], kind.__name__) for kind in type(frame).__mro__}
    return ("pyspark", "DataFrame") in kinds and "pandas" not in type(frame).__module__


def read_spark(frame: Any, options: ReadOptions) -> Reading:
    """Return the rows of a Spark frame, in the order of its partitions.

    Each worker packs its rows as Arrow; one partition after another comes here, and goes to disk once there are
    many. It needs pyarrow on the workers.

    Parameters
    ----------
    frame : pyspark.sql.DataFrame
        The frame.
    options : ReadOptions
        Whether the rows stay on disk.
    """
    names = list(frame.columns)
    check_names(names, "data")
    for field in frame.schema.fields:
        if field.dataType.typeName() in ("array", "map", "struct", "binary", "variant", "interval"):
            raise no_place(field.name, field.dataType.simpleString())

    def packed(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        # This function alone travels to the workers, which have pyarrow and no workbench.
        for batch in batches:
            sink = pa.BufferOutputStream()
            with pa.ipc.new_stream(sink, batch.schema) as writer:
                writer.write_batch(batch)
            rows = pa.array([sink.getvalue().to_pybytes()], pa.binary())
            yield pa.RecordBatch.from_arrays([rows], names=["rows"])

    spool = Spool(options)
    # Columns by place: Spark takes a name with a dot for a field of a record.
    for row in (
        frame.toDF(*(f"c{place}" for place in range(len(names)))).mapInArrow(packed, "rows binary").toLocalIterator()
    ):
        with pa.ipc.open_stream(bytes(row["rows"])) as reader:
            for batch in reader:
                columns = [pa.chunked_array([one]) for one in batch.columns]
                spool.add({name: plain_column(one, name) for name, one in zip(names, columns, strict=True)})
    if spool.n_rows == 0:
        raise no_rows("data")
    return Reading(spool.held(), "data", None)
