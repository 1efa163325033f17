"""The records of a text file, in parts of a stated size: every field as text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pacsv

from workbench.data.sources.bad_lines import LONGEST, not_decoded, ragged, too_long, unclosed_quote
from workbench.data.sources.text_stream import TextStream
from workbench.errors import SourceError

__all__ = ["TextRows"]

_BLOCK = 16 * 2**20
_BYTES_A_COLUMN = 2**14  # of a block: very wide tables come in larger parts


@dataclass
class TextRows:
    """A text file, record by record.

    Parameters
    ----------
    path : Path
        The file.
    encoding : str
        Its encoding.
    separator : str
        What separates the fields.
    n_fields : int
        How many fields the header seems to have.
    n_blank : int
        Blank lines between the records of a file whose records have one field; of others they are no matter.
    n_lines, n_records : int
        Ends of lines in the file, and records with the header, once it is read.
    """

    path: Path
    encoding: str
    separator: str
    n_fields: int
    n_blank: int = 0
    n_lines: int = 0
    n_records: int = 0

    def parts(self, block: int = _BLOCK) -> Iterator[list[pa.Array]]:
        """Return the fields of the records in their order, column by column; the first record is the header.

        Parameters
        ----------
        block : int
            About how many bytes of the file a part has.

        Raises
        ------
        SourceError
            If a record has more or fewer fields than the header, bytes are not in the encoding, or a
            text in quotes never ends: by line and column.
        """
        self.n_records = 0
        wide = min(self.n_fields * _BYTES_A_COLUMN, LONGEST)
        for size in (max(block, wide), LONGEST):
            skipped = 0
            try:
                for part in self._parsed(size):
                    n = len(part[0])
                    fresh = min(
                        max(skipped + n - self.n_records, 0), n
                    )  # what an attempt with smaller parts has not given
                    skipped += n
                    self.n_records += fresh
                    if fresh:
                        yield [column.slice(n - fresh) for column in part]
            except UnicodeError as error:
                raise not_decoded(self.path, self.encoding, self.separator) from error
            except pa.ArrowInvalid as error:
                if "straddling" not in str(error) or size == LONGEST:
                    raise self._refused(error) from error
            else:
                return

    def _parsed(self, block: int) -> Iterator[list[pa.Array]]:
        alone = self.n_fields == 1
        stream = TextStream(self.path, self.encoding, self.separator, alone=alone)
        self.n_blank, ended = 0, False

        def tell(record: Any) -> str:
            nonlocal ended
            ended |= record.text == stream.end
            return "skip" if record.text == stream.end or not record.text.strip(" ") else "error"

        with stream, self._reader(stream, block, tell) as reader:
            if len(reader.schema.names) != self.n_fields:  # Python's reader sees another header
                raise self._unclosed()
            for batch in reader:
                columns = batch.columns
                if alone:
                    self.n_blank += columns[0].null_count
                    columns = [columns[0].drop_null()]
                if len(columns[0]):
                    yield columns
            self.n_lines = stream.n_lines
        if not ended:
            raise self._unclosed()

    def _unclosed(self) -> SourceError:
        return unclosed_quote(self.path, self.encoding, self.separator)

    def _refused(self, error: pa.ArrowInvalid) -> SourceError:
        """Return the error that says where the file is damaged."""
        words = str(error)
        if "UTF8" in words:
            return not_decoded(self.path, self.encoding, self.separator)
        if "Empty CSV" in words:  # the header itself does not end
            return self._unclosed()
        if "straddling" in words:
            return too_long(self.path)
        found = ragged(self.path, self.encoding, self.separator, self.n_fields)
        return found or SourceError(
            f"{self.path.name!r} cannot be read as CSV: {words.splitlines()[0]!r}.\n"
            "Every line needs as many fields as the header; text that holds a separator needs quotes."
        )

    def _reader(self, stream: TextStream, block: int, tell: Any) -> pacsv.CSVStreamingReader:
        alone = self.n_fields == 1
        return pacsv.open_csv(
            pa.PythonFile(stream, mode="r"),
            read_options=pacsv.ReadOptions(block_size=block, autogenerate_column_names=True),
            parse_options=pacsv.ParseOptions(
                delimiter=self.separator,
                newlines_in_values=True,
                ignore_empty_lines=not alone,
                invalid_row_handler=tell,
            ),
            convert_options=pacsv.ConvertOptions(
                column_types={f"f{place}": pa.string() for place in range(self.n_fields)},
                null_values=[""],
                strings_can_be_null=alone,  # a line of nothing is a blank line; one of "" is a missing value
                quoted_strings_can_be_null=False,
            ),
        )
