"""How fast the search is over many entries: `python -m tests.load.knowledge_search [entries] [questions]`.

Prints one JSON document: milliseconds p50 and p95 of a search, seconds to build the index, memory it takes.
"""

import random
import resource
import sys
import time
from pathlib import Path

import msgspec
import numpy as np

from helpline.kit.ids import new_id
from helpline.knowledge.model import EntryId
from helpline.knowledge.queries import SPARE
from helpline.knowledge.search import Searchable, SearchIndex, Wish

SYSTEMS = """电子税务局 扣缴客户端 通用开票软件 出口退税申报软件 单一窗口 网上认证软件
汇算清缴申报软件 税收调查直报软件"""
PLACES = """登录页面 申报表 附列资料 税款缴纳 发票开具 发票勾选 人员信息采集 专项附加扣除 财务报表
委托协议 明细采集 数据自检"""
DEEDS = """保存 提交 打印 导入 导出 作废 更正 撤销 查询 下载 上传 校验 授权 绑定 解锁 重置 升级 安装
备份 恢复"""
SIGNS = """没有反应 提示错误 显示空白 数据为空 按钮灰色 金额不符 网络超时 证书过期 权限不足 版本过低
端口被占用 驱动缺失"""
STEPS = (
    "打开{system}，进入{place}。",
    "点击右上角的{deed}按钮，等待页面刷新。",
    "如仍然{sign}，请清理浏览器缓存后重新{deed}。",
    "核对纳税人识别号和所属期是否与{place}一致。",
    "确认电脑已经{deed}最新的控件，并重启{system}。",
    "以法定代表人或者财务负责人的身份{deed}，再检查{place}。",
    "截取完整的界面，连同代码{code}联系技术咨询人员。",
    "每月申报期最后三天访问量较大，建议错开高峰办理。",
)
PLAIN = "".join(map(chr, range(0x4E00, 0x4E00 + 3000)))
"""Characters of names and places, so that the vocabulary grows as a real one does."""


class Figures(msgspec.Struct, frozen=True):
    """What was measured."""

    entries: int
    questions: int
    milliseconds_p50: float
    milliseconds_p95: float
    cpu_milliseconds_p95: float
    build_seconds: float
    index_megabytes: float
    peak_megabytes: float
    found: float
    """Share of questions whose entry stood among the first ten."""


class Writer:
    """Writes entries and questions, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def title(self) -> str:
        return self._filled("{system}的{place}{deed}时{sign}怎么办，" + self._name() + "{code}")

    def answer(self) -> str:
        steps = self._random.sample(STEPS, 5)
        lines = [f"{number}. {self._filled(step)}" for number, step in enumerate(steps, start=1)]
        return "\n".join([*lines, f"适用于{self._name()}等情形。"])

    def question_about(self, title: str) -> str:
        """A part of the title with something else around it, as people ask."""
        start = self._random.randrange(0, 8)
        return self._random.choice(["请问", "你好，", "为什么", ""]) + title[start : start + 18] + "怎么处理"

    def _name(self) -> str:
        return "".join(self._random.choices(PLAIN, k=8))

    def _filled(self, text: str) -> str:
        parts = {"system": SYSTEMS, "place": PLACES, "deed": DEEDS, "sign": SIGNS}
        chosen = {name: self._random.choice(words.split()) for name, words in parts.items()}
        code = f"{self._random.choice('ABCDEFGH')}{self._random.randrange(100_000):05d}"
        return text.format(code=code, **chosen)


def measure(entries: int, questions: int) -> Figures:
    """Build an index of `entries` and ask it `questions`, as `knowledge.queries.search` does."""
    searchable = _entries(Writer(seed=20), entries)
    before = _resident_megabytes()
    started = time.perf_counter()
    index = SearchIndex(searchable)
    built = time.perf_counter() - started
    after = _resident_megabytes()
    writer, seconds, busy, found = Writer(seed=21), [], [], 0
    for number in range(questions):
        meant = searchable[number * entries // questions]
        question = writer.question_about(meant.title)
        started, began = time.perf_counter(), time.thread_time()
        hits = index.find(question, Wish(limit=10 + SPARE))
        seconds.append(time.perf_counter() - started)
        busy.append(time.thread_time() - began)
        found += meant.entry_id in {hit.entry_id for hit in hits[:10]}
    p50, p95, cpu = (
        float(np.quantile(taken, share)) * 1000
        for taken, share in ((seconds, 0.5), (seconds, 0.95), (busy, 0.95))
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Figures(entries, questions, p50, p95, cpu, built, after - before, peak, found / questions)


def _entries(writer: Writer, count: int) -> list[Searchable]:
    return [
        Searchable(
            entry_id=EntryId(new_id()),
            system="etax_bureau",
            system_names=("电子税务局",),
            title=writer.title(),
            wordings=(),
            keywords=(),
            answer=writer.answer(),
        )
        for _ in range(count)
    ]


def _resident_megabytes() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20


if __name__ == "__main__":
    given = [int(text) for text in sys.argv[1:]]
    print(msgspec.json.encode(measure(*(given + [100_000, 500][len(given) :]))).decode())
