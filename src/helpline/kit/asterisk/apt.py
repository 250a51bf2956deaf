"""Debian's own client, with a state of its own: nothing of the machine's packages is read, changed or locked."""

import hashlib
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote

from helpline.kit.asterisk.lock import Package
from helpline.kit.refusal import Refused

HELPER = Path("/usr/lib/apt/apt-helper")
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
SOURCES = Path("/etc/apt/sources.list.d")

NETWORK_LIMIT = 20
"""Seconds a mirror may stay silent,"""
WHOLE_LIMIT = 900
"""and in which it has to be done with one request."""


class NoPackages(Refused):
    code, status = "no-packages", 503


class Apt:
    """apt, looking at `suite` of the machine's own mirror, with everything it keeps under `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._mirror = mirror()

    def fetch(self, packages: tuple[Package, ...], into: Path) -> None:
        """Download exactly these files; each is checked against its hash.

        Raises:
            NoPackages: the mirror is away, or has other versions by now.
        """
        command: list[str] = [str(HELPER), *self._options(), "download-file"]
        for package in packages:
            if not _is_whole(into / package.file, package.sha256):
                wanted = [
                    f"{self._mirror}/{package.path}",
                    str(into / package.file),
                    f"SHA256:{package.sha256}",
                ]
                command += wanted
        if len(command) > len(self._options()) + 2:
            _run(command, "没能从镜像取到锁定版本的软件包")

    def resolve(self, names: tuple[str, ...], suite: str) -> list[Package]:
        """What has to be installed for `names` on a machine with nothing on it, by the signed lists of `suite`.

        Raises:
            NoPackages: the mirror is away or does not carry the suite.
        """
        self._prepare(suite)
        options = self._options()
        _run(["apt-get", *options, "-qq", "update"], f"没能读到镜像的 {suite} 软件清单")
        asked = ["apt-get", *options, "-qq", "-y", "--print-uris", "install", *names]
        printed = _run(asked, f"镜像的 {suite} 中没有 {'、'.join(names)}")
        urls = [line.split("'")[1] for line in printed.splitlines() if line.startswith("'")]
        known = {package.path: package for package in self._lists()}
        return [known[unquote(url.removeprefix(f"{self._mirror}/"))] for url in urls]

    def _prepare(self, suite: str) -> None:
        for part in ("lists/partial", "cache/archives/partial", "etc"):
            (self._folder / part).mkdir(parents=True, exist_ok=True)
        # With an empty status apt brings everything, down to the C library: nothing of the host is linked against.
        (self._folder / "status").write_text("")
        (self._folder / "etc/sources.list").write_text(
            f"deb [signed-by={KEYRING}] {self._mirror} {suite} main\n"
        )

    def _options(self) -> list[str]:
        at = self._folder
        settings = (
            f"Dir::Etc::sourcelist={at}/etc/sources.list",
            "Dir::Etc::sourceparts=-",
            "Dir::Etc::preferences=/dev/null",
            "Dir::Etc::preferencesparts=/dev/null",
            f"Dir::State={at}",
            f"Dir::State::lists={at}/lists",
            f"Dir::State::status={at}/status",
            f"Dir::Cache={at}/cache",
            f"Dir::Log={at}",
            # Mirrors of a testing suite are often days behind; the signature is checked all the same.
            "Acquire::Check-Valid-Until=false",
            "APT::Install-Recommends=false",
            "APT::Sandbox::User=",
            "Debug::NoLocking=1",
            "Acquire::Languages=none",
            "Dir::Cache::pkgcache=",
            "Acquire::Retries=1",
            f"Acquire::http::Timeout={NETWORK_LIMIT}",
            f"Acquire::https::Timeout={NETWORK_LIMIT}",
        )
        return [word for setting in settings for word in ("-o", setting)]

    def _lists(self) -> list[Package]:
        """Every package the downloaded lists know."""
        printed = _run(["apt-cache", *self._options(), "dumpavail"], "没能读到软件清单")
        return [found for part in printed.split("\n\n") if (found := _described(part)) is not None]


def mirror() -> str:
    """The address from which this machine's packages come.

    Raises:
        NoPackages: the machine is not Debian-like, or does not tell.
    """
    missing = [tool for tool in ("apt-get", "apt-cache", "dpkg-deb", "tar") if shutil.which(tool) is None]
    missing += [str(path) for path in (HELPER, KEYRING) if not path.exists()]
    if missing:
        raise NoPackages(f"这台机器缺少 {'、'.join(missing)}，不能自动准备 Asterisk。")
    for file in sorted(SOURCES.glob("debian*.sources")):
        for line in file.read_text().splitlines():
            if line.startswith("URIs:"):
                return line.split()[1].rstrip("/")
    for line in _old_style():
        if line.startswith("deb ") and " main" in line:
            return next(word for word in line.split() if "://" in word).rstrip("/")
    raise NoPackages("没有在 /etc/apt 中找到 Debian 镜像地址，不能自动准备 Asterisk。")


def architecture() -> str:
    """This machine in Debian's word, such as `amd64`."""
    return _run(["dpkg", "--print-architecture"], "没能得知机器的架构").strip()


def unpack(archive: Path, into: Path) -> None:
    """Unpack a package's files, without manuals and translations; none of its scripts is run."""
    left_out = (
        "share/doc",
        "share/man",
        "share/locale",
        "share/perl*",
        "lib/*/perl*",
        "lib/python*",
        "share/info",
    )
    excluded = [f"--exclude=./usr/{name}" for name in left_out]
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", archive], stdout=subprocess.PIPE) as reading:
        done = subprocess.run(
            ["tar", "-x", "-C", into, "--no-same-owner", "--keep-directory-symlink", *excluded],
            stdin=reading.stdout,
            stderr=subprocess.PIPE,
            check=False,
        )
    if reading.returncode or done.returncode:
        raise NoPackages(f"软件包 {archive.name} 解不开：{done.stderr.decode(errors='replace')[-200:]}")


def _is_whole(file: Path, sha256: str) -> bool:
    """Whether it was downloaded wholly before."""
    return file.exists() and hashlib.sha256(file.read_bytes()).hexdigest() == sha256


def _old_style() -> list[str]:
    plain = Path("/etc/apt/sources.list")
    return plain.read_text().splitlines() if plain.exists() else []


def _described(part: str) -> Package | None:
    fields = dict(line.split(": ", 1) for line in part.splitlines() if ": " in line and line[0] != " ")
    if "Filename" not in fields:
        return None
    return Package(fields["Package"], fields["Version"], fields["SHA256"], fields["Filename"])


def _run(command: list[str], trouble: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=WHOLE_LIMIT)
    except subprocess.TimeoutExpired:
        raise NoPackages(f"{trouble}：镜像太慢") from None
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["没有说明原因"])[-1]
        raise NoPackages(f"{trouble}：{said}")
    return done.stdout
