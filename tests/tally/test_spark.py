"""Spark counts what memory counts. Run by ``make test-spark``: Spark and Java are set up for that alone."""

import os
import sys

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from workbench.core.fingerprint import fingerprint_of_rows
from workbench.data.roles import ProtectedAttribute, bands
from workbench.data.sources import ReadOptions, read_table
from workbench.data.stored import StoredTable
from workbench.errors import InputError, NotEnoughDataError, SourceError
from workbench.tally.engines import open_table
from workbench.tally.request import Coded, Request, Scored, Weighted

from .same import check_same, check_same_columns, in_memory, tables

pytestmark = pytest.mark.spark

SEX = ProtectedAttribute("sex")


@pytest.fixture(scope="module")
def spark():
    """A Spark on two cores that nobody outside can reach, and that is gone afterwards."""
    sql = pytest.importorskip("pyspark.sql")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    settings = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": "1g",
        "spark.log.level": "ERROR",
        "spark.sql.shuffle.partitions": "2",
        "spark.ui.enabled": "false",
    }
    builder = sql.SparkSession.builder.master("local[2]").appName("workbench")
    session = builder.config(map=settings).getOrCreate()
    gateway = session.sparkContext._gateway
    yield session
    session.stop()
    gateway.shutdown()
    gateway.proc.stdin.close()  # Java ends when this does
    assert gateway.proc.wait(timeout=60) is not None


@settings(
    deadline=None,
    max_examples=12,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(drawn=tables())
def test_any_table_has_the_same_tally_on_spark(spark, drawn):
    table, request = drawn
    check_same(open_table(spark.createDataFrame(table)).tally(request), in_memory(table).tally(request))


def people():
    return pa.table(
        {
            "a.b`c": ["f", "m", None, "f", "", "unknown"] * 50,
            "age": [39, 40, None, 59, 60, 18] * 50,
            "size": [0.5, float("nan"), None, -0.0, 1e300, float("inf")] * 50,
            "hired": ["yes", "no", "yes", None, "no", "yes"] * 50,
            "good": [True, False, None, True, True, False] * 50,
            "score": [i / 299 for i in range(299)] + [None],
            "times": [1, 2, 3] * 100,
            "weight": [0.5, 1.5, 2.25] * 100,
        }
    )


@pytest.mark.parametrize("weight", [None, Weighted("times", "frequency"), Weighted("weight", "sampling")])
def test_a_score_and_weights_are_summed_alike(spark, weight):
    request = Request(
        (ProtectedAttribute("a.b`c", "sex"), bands("age", [40, 60])),
        outcome=Coded("good", {"False": 0, "True": 1}),
        decision=Coded("hired", {"no": 0, "yes": 1}),
        score=Scored("score", thresholds=(0.5, 0.123)),
        weight=weight,
    )
    opened = open_table(spark.createDataFrame(people()))
    assert (opened.kind, opened.fingerprint) == ("pyspark", None)
    check_same(opened.tally(request), in_memory(people()).tally(request))


def test_values_extents_and_medians_are_the_same(spark):
    check_same_columns(open_table(spark.createDataFrame(people())), in_memory(people()))


def test_groups_may_be_in_another_table(spark):
    data = pa.table({"id": [1, 2, 3, None], "hired": ["yes", "no", "yes", "no"]})
    groups = pa.table({"id": [1, 2, None], "sex": ["f", "m", "x"]})
    request = Request((SEX,), decision=Coded("hired", {"no": 0, "yes": 1}))
    expected = in_memory(data).joined(in_memory(groups), "id").tally(request)
    for other in (open_table(spark.createDataFrame(groups)), in_memory(groups)):
        check_same(open_table(spark.createDataFrame(data)).joined(other, "id").tally(request), expected)


def test_too_many_groups_are_refused(spark):
    table = pa.table({"id": [str(i) for i in range(3000)]})
    with pytest.raises(InputError, match=r"^id makes 3,000 groups; 2,000 is the most\.") as refused:
        open_table(spark.createDataFrame(table)).tally(Request((ProtectedAttribute("id"),)))
    assert type(refused.value) is InputError


def test_a_table_without_rows_is_refused(spark):
    with pytest.raises(NotEnoughDataError):
        open_table(spark.createDataFrame([], "sex string"))


@pytest.mark.parametrize("lazy", [False, True])
def test_rows_of_a_spark_frame_are_read_part_by_part(spark, lazy):
    table = people()
    named = table.rename_columns([f"a.b {place}`" for place in range(table.num_columns)])
    read = read_table(spark.createDataFrame(named).repartition(3), ReadOptions(lazy=lazy))
    assert isinstance(read.held, StoredTable) is lazy
    assert read.table.column_names == named.column_names
    assert fingerprint_of_rows(read.table) == fingerprint_of_rows(read_table(named).table)
    for wrong, text in (("SELECT array(1) AS a", "array<int>"), ("SELECT map(1, 2) AS a", "map<int,int>")):
        with pytest.raises(SourceError) as refused:
            read_table(spark.sql(wrong), ReadOptions(lazy=lazy))
        assert str(refused.value).startswith(f"Column 'a' holds {text}, which has no place")
    with pytest.raises(NotEnoughDataError):
        read_table(spark.createDataFrame([], "sex string"), ReadOptions(lazy=lazy))
