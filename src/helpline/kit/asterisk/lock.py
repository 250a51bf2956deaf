"""Which packages Asterisk is made of: name, version, where a mirror has it, SHA-256. Made anew by `fetch(relock=True)`."""

from dataclasses import dataclass
from pathlib import Path

LOCK = Path(__file__).with_name("packages.lock")

PRODUCT = ("asterisk", "asterisk-moh-opsound-gsm", "asterisk-core-sounds-en-gsm")
FOR_TESTS = ("sip-tester",)
"""The tests' and the benchmark's telephone exchange; beside it they need nothing that the product does not."""


@dataclass(frozen=True, slots=True)
class Package:
    """One file of a distribution. `path` is its place below the mirror's root."""

    name: str
    version: str
    sha256: str
    path: str
    tests_only: bool = False

    @property
    def file(self) -> str:
        return self.path.rpartition("/")[2]


def locked(*, with_tests: bool = False) -> tuple[Package, ...]:
    """The packages of the lock file."""
    lines = [line for line in LOCK.read_text().splitlines() if line and not line.startswith("#")]
    packages = [_read(line) for line in lines]
    return tuple(package for package in packages if with_tests or not package.tests_only)


def write(packages: list[Package], architecture: str) -> None:
    """Write the lock file."""
    head = f"# architecture {architecture}; name, version, SHA-256, place below a mirror's root, for whom\n"
    lines = [
        f"{each.name} {each.version} {each.sha256} {each.path} {'tests' if each.tests_only else 'product'}\n"
        for each in sorted(packages, key=lambda each: each.path)
    ]
    LOCK.write_text(head + "".join(lines))


def architecture_of_lock() -> str:
    """For which machines the lock file was made, in Debian's word."""
    return LOCK.read_text().split(maxsplit=3)[2].rstrip(";")


def _read(line: str) -> Package:
    name, version, sha256, path, purpose = line.split()
    return Package(name, version, sha256, path, tests_only=purpose == "tests")
