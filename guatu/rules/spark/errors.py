"""Why rules are not decided on Spark. Each says what to install, start or correct.

RuleRefusal
└── SparkRefused           at `where`
    ├── SparkMissing       pyspark, or a Java that runs it, is not installed
    ├── MasterUnreachable  nobody answers at the address of Spark, or it is none
    ├── WorkersUnfit       no worker is there, or Guatu on the workers is not that of this machine
    └── ResultInTheWay     where the result belongs there is something else
"""

from typing import ClassVar, Final

from guatu.rules.errors import RuleRefusal

NOT_THERE: Final = "找不到这个文件或文件夹，请核对路径"
NO_PARQUET: Final = "不是完好的 Parquet 文件；Spark 引擎只读 Parquet，CSV 和 xlsx 请用 local"


class SparkRefused(RuleRefusal):
    """Nothing is decided on Spark: `where` is the place, `why` says what to do."""

    code: ClassVar[str] = "spark_refused"

    def __init__(self, where: str, why: str) -> None:
        super().__init__(where, why)
        self.where, self.why = where, why

    def __str__(self) -> str:
        return f"{self.where}：{self.why}"

    def details(self) -> dict[str, str | int | None]:
        return {"where": self.where}


class SparkMissing(SparkRefused):
    """pyspark, or a Java that runs it, is not installed."""

    code = "spark_missing"


class MasterUnreachable(SparkRefused):
    """Nobody answers at the address of Spark, or it is none."""

    code = "master_unreachable"


class WorkersUnfit(SparkRefused):
    """No worker is there, or Guatu on the workers is not that of this machine."""

    code = "workers_unfit"


class ResultInTheWay(SparkRefused):
    """Where the result belongs there is something else."""

    code = "result_in_the_way"
