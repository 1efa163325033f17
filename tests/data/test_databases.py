"""Tables and queries of databases: SQLite and DuckDB here, PostgreSQL where it can be started."""

import re
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import duckdb
import pytest
import sqlalchemy

from workbench.data.read import read_data
from workbench.data.sources import ReadOptions, database, read_table
from workbench.data.sources.statements import check_query
from workbench.errors import NotEnoughDataError, SourceError

from . import provide_postgres

TABLE = 'peo"ple; DROP TABLE x; --'


@pytest.fixture
def people(tmp_path):
    """The address of a SQLite database with a table of a hostile name, and a view."""
    path = tmp_path / "people.db"
    with closing(sqlite3.connect(path)) as made, made:
        made.execute("CREATE TABLE plain (id INTEGER, x, s TEXT)")
        rows = [(i, (i, i / 2, None, "n/a")[i % 4], ("a:b", "", None)[i % 3]) for i in range(40)]
        made.executemany("INSERT INTO plain VALUES (?, ?, ?)", rows)
        made.execute(f'CREATE TABLE "{TABLE.replace(chr(34), chr(34) * 2)}" AS SELECT id FROM plain')  # noqa: S608
        made.execute("CREATE VIEW older AS SELECT id FROM plain WHERE id > 30")
        made.execute("CREATE TABLE vacant (x)")
    return f"sqlite:///{path}"


def refusal(source, kind=SourceError, **options):
    with pytest.raises(kind) as refused:
        read_table(source, ReadOptions(**options))
    told, error = str(refused.value), refused.value
    while error is not None:  # no secret in what a traceback shows either
        assert provide_postgres.PASSWORD not in str(error)
        assert "s3cret" not in str(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return told


# SQLite.


@pytest.mark.parametrize("rows", [7, 20_000])
@pytest.mark.parametrize("lazy", [False, True])
def test_a_table_comes_in_parts(people, monkeypatch, rows, lazy):
    monkeypatch.setattr(database, "_ROWS_A_PART", rows)
    read = read_table(people, ReadOptions(table="plain", lazy=lazy))
    assert read.name == "plain"
    assert read.table["id"].to_pylist() == list(range(40))
    assert read.table["x"].to_pylist()[:8] == ["0", "0.5", None, "n/a", "4", "2.5", None, "n/a"]
    assert read.table["s"].to_pylist()[:3] == ["a:b", None, None]


def test_tables_views_and_queries(people):
    assert read_table(people, ReadOptions(table=TABLE)).table.num_rows == 40
    assert read_table(people, ReadOptions(table="older")).table["id"].to_pylist() == list(range(31, 40))
    query = "-- a; b\nSELECT id % 7 AS m, 'x:y; 50 %' AS t FROM plain WHERE s = 'a:b' AND t LIKE '%;%';"
    assert read_table(people, ReadOptions(query=query)).table.to_pydict() == {
        "m": [i % 7 for i in range(0, 40, 3)],
        "t": ["x:y; 50 %"] * 14,
    }


@pytest.mark.parametrize("as_source", [sqlalchemy.make_url, sqlalchemy.create_engine])
def test_urls_and_engines_of_sqlalchemy_are_sources(people, as_source):
    assert read_table(as_source(people), ReadOptions(table="older")).table.num_rows == 9


def test_a_database_file_is_a_source(people):
    path = Path(people.removeprefix("sqlite:///"))
    other = path.rename(path.with_name("what? 50 %20 #1.db"))
    assert read_data(other, table="older").columns == ("id",)
    assert read_data(other, table="older", lazy=True).name == "older"


def test_what_was_asked_and_when_is_the_fingerprint_and_does_not_vouch(people):
    reads = [
        read_table(people, ReadOptions(query=query)) for query in ("SELECT 1 AS a", "SELECT 1 AS a", "SELECT 2 AS a")
    ]
    fingerprints = {one.fingerprint for one in reads}
    assert len(fingerprints) == 3
    assert all(re.fullmatch("query:[0-9a-f]{64}", one) for one in fingerprints)
    [note] = reads[0].notes
    assert re.fullmatch(
        r"Read from a sqlite database at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\. "
        r"The fingerprint stands for the question and the time; it does not vouch for the rows\.",
        note,
    )
    data = read_data(people, table="plain")
    assert data.provenance.inputs[0].startswith("query:")
    assert "does not vouch" in str(data.provenance.settings["notes"])


def test_nothing_is_written(people):
    path = people.removeprefix("sqlite:///")
    assert refusal(people, query="WITH x AS (SELECT 1) DELETE FROM plain").startswith(
        f"{people.replace('sqlite:///', 'sqlite:///')!r} refuses: 'attempt to write a readonly database'."
    )
    with closing(sqlite3.connect(path)) as opened:
        assert opened.execute("SELECT count(*) FROM plain").fetchone() == (40,)


def test_refusals_say_what_to_do(people, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    unclear = (
        f"{people!r} is a database, and it is not clear which rows are meant.\n"
        "Give either query='SELECT …' or table='…'."
    )
    assert refusal(people) == refusal(people, table="plain", query="SELECT 1") == unclear
    assert refusal(people, table="plan").startswith("table is 'plan'.\nAllowed are: ")
    assert refusal("sqlite:///nowhere.db", table="x") == (
        f"There is no file 'nowhere.db'.\nCheck the name and the folder: {str(tmp_path)!r} is the current one."
    )
    assert not (tmp_path / "nowhere.db").exists()
    assert refusal(people, query="SELECT nope FROM plain") == (
        f"{people!r} refuses: 'no such column: nope'.\nCheck the address, the name of the table, or the query."
    )
    assert refusal(people, table="vacant", kind=NotEnoughDataError) == (
        "'vacant' has column names but no rows.\nGive a table with at least one row."
    )
    assert refusal(people, query="SELECT 1 AS a, 2 AS a") == (
        "'people' has more than one column called 'a'.\nRename all but one of them, so that it is clear which is meant."
    )
    assert refusal(people, query="SELECT x'00' AS a") == (
        "Column 'a' holds bytes, which has no place in a table of numbers, text and dates.\n"
        "Take it out, or turn it into one of these."
    )


@pytest.mark.parametrize(
    ("query", "n"),
    [("SELECT 1; SELECT 2", 2), ("SELECT 1; DROP TABLE plain;", 2), ("SELECT ';'; -- ;\n VALUES (1); ;", 2)],
)
def test_several_statements_are_refused(query, n):
    with pytest.raises(SourceError) as refused:
        check_query(query)
    assert str(refused.value) == f"query holds {n} statements.\nGive one that reads, with nothing behind it."


@pytest.mark.parametrize(
    ("query", "word"), [("DELETE FROM x", "DELETE"), (" /* SELECT */ drop table x", "DROP"), ("", "")]
)
def test_statements_that_do_not_read_are_refused(query, word):
    with pytest.raises(SourceError) as refused:
        check_query(query)
    assert str(refused.value) == (
        f"query begins with {word!r}, which does not read a table.\nGive one that reads, such as SELECT."
    )


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ';'",
        'SELECT ";" -- ;',
        "(SELECT 1)",
        "/* ; */ WITH a AS (SELECT 1) SELECT * FROM a;",
        "SELECT $a$;$a$ ;\n",
    ],
)
def test_signs_in_text_and_comments_mean_nothing(query):
    assert check_query(query) == query


# What is missing, and what must not be told.


def test_no_password_is_told():
    for host in ("ann:s3cret@127.0.0.1:1", "ann:s3cret@127.0.0.1:bad", "127.0.0.1:1/x?password=s3cret&user=ann"):
        told = refusal(f"postgresql+pg8000://{host}/people", table="x")
        assert "ann:" not in told
    assert refusal("postgresql+pg8000://ann:s3cret@127.0.0.1:1/people", table="x").startswith(
        "'postgresql://127.0.0.1/people' refuses: "
    )


def test_missing_packages_are_named(monkeypatch):
    assert refusal("mysql://ann:s3cret@host/x", table="x") == (
        "Reading from mysql needs the driver 'MySQLdb', which is not installed.\n"
        "Install it with: pip install MySQLdb; or take pymysql, with an address that begins mysql+pymysql://…"
    )
    assert refusal("klingon://ann:s3cret@host/x", table="x") == (
        "SQLAlchemy knows no database 'klingon'.\n"
        "It knows: postgresql, mysql, mariadb, sqlite, oracle, mssql; others come with a package of theirs."
    )
    assert refusal("klingon://ann:s3cret@host/x").startswith("source begins with 'klingon://', which is no address")
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    assert refusal("postgresql://ann:s3cret@host/x", table="x") == (
        "Reading from a database needs SQLAlchemy, which is not installed.\n"
        "Install it with: pip install 'notebook-workbench[sql]'"
    )


# DuckDB's files.


@pytest.fixture
def duck(tmp_path):
    path = tmp_path / "people.duckdb"
    with duckdb.connect(path) as made:
        made.execute("""CREATE TABLE "t""1" AS SELECT range AS a, 1.5::DECIMAL(5,2) AS d, 'x' AS s FROM range(5)""")
    return path


def test_the_only_table_is_meant(duck):
    read = read_table(duck)
    assert (read.name, read.table.to_pydict()["d"]) == ("people", [1.5] * 5)
    assert read.table.equals(read_table(duck, ReadOptions(table='t"1', lazy=True)).table)
    assert read_table(duck, ReadOptions(query='SELECT sum(a)::HUGEINT AS n FROM "t""1"')).table.to_pydict() == {
        "n": [10.0]
    }


def test_of_several_tables_one_is_named(duck):
    with duckdb.connect(duck) as made:
        made.execute("CREATE SCHEMA s; CREATE VIEW s.v AS SELECT 1 AS one; CREATE TABLE empty (x INT)")
    assert refusal(duck) == (
        "'people.duckdb' has 3 tables: 'empty', 't\"1', 's.v'.\n"
        "Say which one is meant: table='empty' "
        "(in a form: Read with, table=empty). Or ask for rows with query='SELECT …'."
    )
    assert read_table(duck, ReadOptions(table="s.v")).table.to_pydict() == {"one": [1]}
    assert refusal(duck, table="v").startswith("table, one of those in 'people.duckdb', is 'v'.\nAllowed are: ")
    assert refusal(duck, table="empty", kind=NotEnoughDataError).startswith("'people' has column names but no rows.")


def test_a_view_of_somebody_else_s_reaches_no_other_file(duck, tmp_path):
    (tmp_path / "secret.csv").write_text("a\n1\n")
    with duckdb.connect(duck) as made:
        made.execute(f"CREATE VIEW v AS SELECT * FROM read_csv('{tmp_path / 'secret.csv'}')")  # noqa: S608
    for asked in (
        {"table": "v"},
        {"query": "SELECT * FROM v"},
        {"query": f"SELECT * FROM '{tmp_path / 'secret.csv'}'"},  # noqa: S608
    ):
        assert refusal(duck, **asked).startswith("DuckDB cannot read this from 'people.duckdb': ")


def test_files_that_are_no_database_are_refused(tmp_path):
    for name in ("a.duckdb", "a.db"):
        (tmp_path / name).write_bytes(b"junk" * 1000)
        assert refusal(tmp_path / name) == (
            f"{name!r} cannot be read as a DuckDB file.\n"
            "Check that it is whole, and written by a version of DuckDB that is not newer."
        )


# PostgreSQL.


@pytest.fixture(scope="module")
def postgres():
    programs = provide_postgres.find_programs()
    if programs is None:
        pytest.skip(provide_postgres.WHAT_TO_INSTALL)
    with provide_postgres.started(programs) as port:
        yield sqlalchemy.URL.create(
            "postgresql+pg8000", "ann", provide_postgres.PASSWORD, "127.0.0.1", port, "postgres"
        ).render_as_string(hide_password=False)


@pytest.mark.slow
def test_postgresql_gives_every_kind_of_value(postgres):
    engine = sqlalchemy.create_engine(postgres)
    with engine.begin() as made:
        made.exec_driver_sql('CREATE SCHEMA "Hos;pital"')
        made.exec_driver_sql(
            'CREATE TABLE "Hos;pital"."Sta""ys" AS SELECT i AS id, i / 4.0 AS n, i::float8 / 4 AS x, i % 2 = 0 AS b, '
            "DATE '2024-01-01' + i AS d, TIMESTAMP '2024-01-01 12:00' AS m, TIMESTAMPTZ '2024-01-01 12:00+02' AS z, "
            "CASE WHEN i % 3 > 0 THEN 'a:b %' ELSE '' END AS t, gen_random_uuid() AS u FROM generate_series(0, 24999) i"
        )
    engine.dispose()
    read = [
        read_table(postgres, ReadOptions(table='Hos;pital.Sta"ys', lazy=False)),
        read_table(postgres, ReadOptions(query='SELECT * FROM "Hos;pital"."Sta""ys" WHERE t <> \'x;:y\'', lazy=True)),
    ]
    for one in read:
        assert one.table.num_rows == 25_000
        assert [str(kind) for kind in one.table.schema.types] == [
            "int64", "double", "double", "bool", "date32[day]", "timestamp[us]", "timestamp[us, tz=UTC]",
            "string", "string",
        ]  # fmt: skip
        assert one.table["n"].to_pylist() == one.table["x"].to_pylist() == [i / 4 for i in range(25_000)]
        assert str(one.table["z"][0].as_py()) == "2024-01-01 10:00:00+00:00"
        assert provide_postgres.PASSWORD not in repr(one) + repr(read_data(postgres, query="SELECT 1 AS a").provenance)
    assert read[0].table.equals(read[1].table)
    assert read_table(postgres, ReadOptions(query="SELECT 7 % 4 AS a, 'x'::text AS b")).table.to_pydict() == {
        "a": [3],
        "b": ["x"],
    }


@pytest.mark.slow
def test_postgresql_is_only_read(postgres, caplog):
    engine = sqlalchemy.create_engine(postgres)
    with engine.begin() as made:
        made.exec_driver_sql("CREATE TABLE kept AS SELECT 1 AS a")
        made.exec_driver_sql("CREATE SEQUENCE numbers")
    for query in (
        "WITH gone AS (DELETE FROM kept RETURNING a) SELECT a FROM gone",
        "SELECT a INTO other FROM kept",
        "SELECT nextval('numbers') AS n",  # which no rollback takes back
    ):
        told = refusal(postgres, query=query)
        assert told.startswith("'postgresql://127.0.0.1/postgres' refuses: ")
    with engine.connect() as asked:
        assert asked.exec_driver_sql("SELECT count(*) FROM kept").scalar() == 1
        assert asked.exec_driver_sql("SELECT is_called FROM numbers").scalar() is False
    engine.dispose()
    assert not caplog.records  # no traceback of a driver before the error


@pytest.mark.slow
def test_postgresql_says_itself_what_is_wrong(postgres):
    for query, said in (
        ("SELECT nope", 'column "nope" does not exist'),
        ("SELECT 1 / (i - 30000) AS a FROM generate_series(1, 50000) i", "division by zero"),  # in a later part
    ):
        assert refusal(postgres, query=query) == (
            f"'postgresql://127.0.0.1/postgres' refuses: {said!r}.\n"
            "Check the address, the name of the table, or the query."
        )
    assert refusal(postgres.replace("s3cret", "wrong"), table="kept") == (
        "'postgresql://127.0.0.1/postgres' refuses: 'password authentication failed for user \"ann\"'.\n"
        "Check the address, the name of the table, or the query."
    )
