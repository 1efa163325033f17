"""Files elsewhere: of a server on the loopback, and of fsspec's memory."""

import functools
import http.server
import threading

import fsspec
import pyarrow as pa
import pyarrow.parquet as papq
import pytest

from workbench.data.read import read_data
from workbench.data.sources import ReadOptions, read_table
from workbench.data.sources.remote import fetch, scheme_of
from workbench.errors import SourceError

TABLE = pa.table({"sex": ["f", "m", "f"], "age": [31, 40, 25]})
CSV = b"sex,age\nf,31\nm,40\nf,25\n"


def refusal(source, **options):
    with pytest.raises(SourceError) as refused:
        read_table(source, ReadOptions(**options))
    error = refused.value
    while error is not None:  # no secret in what a traceback shows either
        assert "s3cret" not in str(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return str(refused.value)


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder without a word."""

    def do_GET(self):
        if self.path.startswith("/forbidden"):
            self.send_error(403)
        elif self.path.startswith("/moved"):
            self.send_response(302)
            self.send_header("Location", self.path.replace("moved", "people"))
            self.end_headers()
        else:
            super().do_GET()

    def log_message(self, *_):
        pass


@pytest.fixture
def server(tmp_path):
    """The address of a server on the loopback that serves a folder."""
    (tmp_path / "people.csv").write_bytes(CSV)
    papq.write_table(TABLE, tmp_path / "people.parquet")
    served = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=tmp_path))
    thread = threading.Thread(target=served.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{served.server_port}"
    served.shutdown()
    thread.join()
    served.server_close()


@pytest.fixture
def memory():
    """fsspec's memory with a table in several forms; empty afterwards."""
    system = fsspec.filesystem("memory")
    with system.open("/bucket/people.csv", "wb") as file:
        file.write(CSV)
    for place, sex in enumerate(("f", "m")):
        with system.open(f"/bucket/parts/sex={sex}/part.parquet", "wb") as file:
            papq.write_table(TABLE.slice(place, 1).drop(["sex"]), file)
    yield system
    system.store.clear()


@pytest.mark.parametrize("lazy", [False, True])
@pytest.mark.parametrize("name", ["people.csv", "people.parquet", "people.csv?signature=s3cret#x", "moved.csv"])
def test_a_file_of_a_server_is_read_as_one_that_is_here(server, tmp_path, name, lazy):
    read = read_table(f"{server}/{name}", ReadOptions(lazy=lazy))
    assert read.table.to_pydict() == TABLE.to_pydict()
    kind = "parquet" if "parquet" in name else "csv"
    assert read.fingerprint == read_table(tmp_path / f"people.{kind}").fingerprint
    assert "s3cret" not in repr(read)


def test_no_signature_is_in_what_is_recorded(server):
    data = read_data(f"{server.replace('//', '//ann:s3cret@')}/people.csv?token=s3cret", target=None)
    assert "s3cret" not in repr(data.provenance)
    assert data.name == "people"


def test_what_a_server_refuses_is_told_without_secrets(server):
    address = server.replace("//", "//ann:s3cret@")
    assert refusal(f"{address}/nowhere.csv?token=s3cret") == (
        f"There is no file '{server}/nowhere.csv'.\nCheck the address, and whether it may be read by you."
    )
    assert refusal(f"{address}/forbidden.csv?token=s3cret") == (
        f"'{server}/forbidden.csv' cannot be fetched: the answer is 403.\n"
        "Check the address, and whether it may be read by you."
    )
    told = refusal("http://ann:s3cret@127.0.0.1:1/a.csv?token=s3cret")
    assert told.startswith("'http://127.0.0.1:1/a.csv' cannot be fetched: ")
    assert refusal("http://127.0.0.1:1/a.csv?token=s3cret") == told


@pytest.mark.parametrize("lazy", [False, True])
def test_patterns_bring_every_file_with_its_folders(memory, lazy):
    del memory
    table = read_table("memory://bucket/parts/*/*.parquet", ReadOptions(lazy=lazy)).table
    assert table.to_pydict() == {"age": [31, 40], "sex": ["f", "m"]}


def test_the_memory_of_fsspec(memory):
    del memory
    assert read_table("memory://bucket/people.csv").table.equals(TABLE)
    assert refusal("memory://bucket/nowhere.csv").startswith("There is no file 'memory://bucket/nowhere.csv'.")
    assert refusal("memory://bucket/*.pq").startswith("There is no file 'memory://bucket/*.pq'.")


def test_addresses_of_files_that_are_here(tmp_path):
    (tmp_path / "a b.csv").write_bytes(CSV)
    assert read_table(f"file://{tmp_path}/a%20b.csv").table.equals(TABLE)


def test_what_is_fetched_goes_when_nobody_holds_it(memory):
    del memory
    fetched = fetch("memory://bucket/people.csv")
    folder = fetched.path.parent
    assert folder.is_dir()
    fetched.folder.cleanup()
    assert not folder.exists()
    lazy = read_table("memory://bucket/parts/*/*.parquet", ReadOptions(lazy=True))
    held = lazy.held.files[0]
    assert held.is_file()
    lazy.held.keep[0].cleanup()
    assert not held.exists()


@pytest.mark.parametrize(
    ("scheme", "package"),
    [("s3", "s3fs"), ("gs", "gcsfs"), ("abfs", "adlfs"), ("https", "aiohttp"), ("memory", "fsspec")],
)
def test_missing_packages_are_named(monkeypatch, scheme, package):
    monkeypatch.setattr(
        "workbench.data.sources.remote.importlib.util.find_spec", lambda name: None if name == package else object()
    )
    extra = "'notebook-workbench[remote]'" if package in ("aiohttp", "fsspec") else package
    assert refusal(f"{scheme}://bucket/a.csv?X-Amz-Signature=s3cret") == (
        f"Reading from {scheme}:// needs {package}, which is not installed.\nInstall it with: pip install {extra}"
    )


def test_unknown_addresses_are_refused():
    assert refusal("gopher://host/a.csv") == (
        "source begins with 'gopher://', which is no address known here.\n"
        "Known are: http://, https://, s3://, s3a://, gs://, gcs://, az://, abfs://, abfss://, memory://, file://; "
        "and databases, with query=… or table=…."
    )


@pytest.mark.parametrize("source", ["C:\\data\\a.csv", "a.csv", "://a.csv", "a b://c", "é\n://x", 5, None])
def test_what_is_no_address(source):
    assert scheme_of(source) == ""


@pytest.mark.parametrize("address", ["http://me:secret@localhost:1/?key=secret", "https://me:secret@localhost:1/a/b"])
def test_an_address_that_names_no_file_is_refused_without_its_password(address):
    place = "http://localhost:1/" if "?" in address else "https://localhost:1/a/b"
    assert refusal(address) == (
        f"'{place}' does not end in the name of a file, such as 'people.csv': its ending says what it holds.\n"
        "Known are: .csv, .tsv, .tab, .txt, .parquet, .pq, .jsonl, .ndjson, .json, .xlsx, .xlsm, .xls, .xlsb, .ods, "
        ".duckdb, .ddb. Give the address of such a file, or fetch it and give it such a name."
    )
