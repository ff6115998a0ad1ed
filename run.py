"""Sets everything up and opens the program, or passes the tests. Needs nothing but Python 3.11 or newer.

    python3 run.py                 set up and open the program
    python3 run.py -- VERB ...     set up and run a verb in the terminal (python3 run.py -- --help lists them)
    python3 run.py test            set up and pass every check and test
    python3 run.py test ARGS...    set up and run only pytest, with these arguments
    python3 run.py lint            set up and run the checks without the tests
    python3 run.py translate ...   set up and bring the Chinese catalogue in step with the code

This script runs on a bare machine, so it is standard library only and carries its few sentences itself.
"""

import ctypes
import hashlib
import importlib.util
import json
import locale
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "climafin-stamp.json"
LINKS = ROOT / "build" / "links"
IS_WINDOWS = sys.platform == "win32"
PYTHON = VENV / ("Scripts/python.exe" if IS_WINDOWS else "bin/python")

# What Qt's wheels expect from a Linux system: the library's name, and the Debian and Ubuntu package that has it.
QT_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
}
WINDOW_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libcups.so.2": "libcups2",
}

SENTENCES = {
    "old_python": (
        "ClimaFin needs Python 3.11 or newer; this is Python {found}. Install a newer one and run: python3.11 run.py",
        "ClimaFin 需要 Python 3.11 或更新版本，当前为 Python {found}。请安装后运行：python3.11 run.py",
    ),
    "no_venv": (
        "This Python cannot make environments: venv and ensurepip are missing. Install them and run this again.",
        "这里的 Python 缺少 venv 和 ensurepip，无法创建环境。请安装后重试。",
    ),
    "no_packages": (
        "Some system packages are missing. Install them with this command, then run this again:\n    {command}",
        "缺少一些系统软件包。请运行下面的命令安装，然后重试：\n    {command}",
    ),
    "apt": ("Installing system packages: {names}", "正在安装系统软件包：{names}"),
    "making": ("Making the environment in .venv", "正在创建环境 .venv"),
    "installing": (
        "Downloading and installing the packages ClimaFin is built on (once, a minute or so)",
        "正在下载并安装依赖包（仅第一次，约需一分钟）",
    ),
    "pip_failed": (
        "The packages could not be installed; the lines above say why. Check the internet and run this again.",
        "依赖包安装未成功，原因见上方输出。请检查网络连接后重试。",
    ),
    "no_display": (
        "This machine has no display, so the window cannot open. The terminal does the same work; begin with:",
        "这台机器没有显示器，无法打开窗口。可以在终端中完成同样的工作，请从这里开始：",
    ),
    "checks_failed": ("Not passed: {names}", "未通过：{names}"),
    "below_floor": (
        "Coverage of {room} is {found} %, below its floor of {floor} % (tests/house/coverage_floor.json).",
        "{room} 的覆盖率为 {found} %，低于下限 {floor} %（tests/house/coverage_floor.json）。",
    ),
    "may_rise": (
        "Coverage of {room} is {found} %; its floor of {floor} % in tests/house/coverage_floor.json may rise.",
        "{room} 的覆盖率为 {found} %，tests/house/coverage_floor.json 中的下限 {floor} % 可以提高。",
    ),
}


def speaks_chinese() -> bool:
    """Tell whether the machine's language is Chinese."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return os.environ[name].lower().startswith("zh")
    return (locale.getlocale()[0] or "").lower().startswith(("zh", "chinese"))


def say(key, **values):  # noqa: ANN001, ANN003, ANN201 - read by every Python 3 before the version is known
    """Print one of the sentences on standard error."""
    print(SENTENCES[key][1 if speaks_chinese() else 0].format(**values), file=sys.stderr, flush=True)


if sys.version_info < (3, 11):  # noqa: UP036 - this script tells those who have an older one
    say("old_python", found=platform.python_version())
    sys.exit(1)


def main(arguments: list[str]) -> int:
    """Do what the command line asks; return the exit code."""
    verb, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    window = {**QT_LIBRARIES, **WINDOW_LIBRARIES} if has_display() else {}
    verbs: dict[str, Callable[[], int]] = {
        "": lambda: set_up(window) or open_window(),
        "--": lambda: set_up({}) or start(rest),
        "test": lambda: set_up(QT_LIBRARIES, "test") or (run_pytest(rest) if rest else run_tests()),
        "lint": lambda: set_up({}, "test") or run_checks(),
        "translate": lambda: set_up({}, "test") or call([PYTHON, ROOT / "resources/build/translations.py", *rest]),
    }
    if verb in verbs:
        return verbs[verb]()
    is_asked = verb in ("-h", "--help")
    print(__doc__, file=sys.stdout if is_asked else sys.stderr)
    return 0 if is_asked else 2


def set_up(libraries: dict[str, str], extra: str = "") -> int:
    """Make the environment and see to system libraries; return 0 when everything is there.

    Args:
        libraries: the system libraries needed, with the packages that have them.
        extra: the optional dependencies of pyproject.toml that are needed.
    """
    return see_to_libraries(libraries) or see_to_packages(extra)


def see_to_libraries(libraries: dict[str, str]) -> int:
    """Install missing system libraries, or say how to; return 0 when all can be loaded."""
    if not sys.platform.startswith("linux"):
        return 0
    missing = missing_packages(libraries)
    if missing and can_install():
        install_with_apt(missing)
        importlib.invalidate_caches()
        missing = missing_packages(libraries)
    if missing:
        say("no_packages", command="sudo apt-get install -y " + " ".join(missing))
        return 1
    return 0


def missing_packages(libraries: dict[str, str]) -> list[str]:
    """Return the packages of the libraries that cannot be loaded, and the one that makes environments."""
    missing = []
    if not PYTHON.exists() and importlib.util.find_spec("ensurepip") is None:
        missing.append(f"python{sys.version_info[0]}.{sys.version_info[1]}-venv")
    for name, package in libraries.items():
        try:
            ctypes.CDLL(name)
        except OSError:
            missing.append(package)
    return missing


def can_install() -> bool:
    """Tell whether system packages can be installed from here."""
    return not IS_WINDOWS and os.geteuid() == 0 and shutil.which("apt-get") is not None


def install_with_apt(packages: list[str]) -> None:
    """Install system packages; what is still missing afterwards is told by the caller."""
    say("apt", names=" ".join(packages))
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    for command in (["apt-get", "update", "-qq"], install):
        done = subprocess.run(command, env=quiet, capture_output=True, text=True, check=False)
        if done.returncode:  # what it chats on success (locales, debconf) helps nobody
            print(done.stderr, file=sys.stderr)


def see_to_packages(extra: str) -> int:
    """Make .venv with the program and its packages in it, unless it is there already; return 0 when it is."""
    wanted = {
        "pyproject": hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest(),
        "python": f"{platform.python_version()} {sys.base_prefix}",
        "folder": str(ROOT),
    }
    stamp = read_stamp()
    extras = set(stamp.get("extras", "").split())
    is_same = all(stamp.get(key) == value for key, value in wanted.items())
    if is_same and PYTHON.exists() and (not extra or extra in extras):
        return 0
    if stamp.get("python") not in (None, wanted["python"]) or not PYTHON.exists():
        failed = make_environment()
        if failed:
            return failed
        extras = set()
    say("installing")
    extras |= {extra} if extra else set()
    target = f".[{','.join(sorted(extras))}]" if extras else "."
    calm = [] if sys.stderr.isatty() else ["--quiet"]
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input", "install", *calm]
    if call([*pip, "--root-user-action=ignore", "--editable", target], folder=ROOT, to_error=True):
        say("pip_failed")
        return 1
    STAMP.write_text(json.dumps({**wanted, "extras": " ".join(sorted(extras))}), encoding="utf-8")
    return 0


def read_stamp() -> dict[str, str]:
    """Return what the environment was last made from; empty when there is none."""
    try:
        kept = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def make_environment() -> int:
    """Make an empty .venv; return 0 when it is there."""
    if importlib.util.find_spec("ensurepip") is None:
        say("no_venv")
        return 1
    say("making")
    return call([sys.executable, "-m", "venv", "--clear", VENV], to_error=True)


def has_display() -> bool:
    """Tell whether a window could be shown, or was asked for on a platform without one."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def open_window() -> int:
    """Open the desktop program, or point to the terminal where there is no display."""
    if not has_display():
        say("no_display")
        for words in ("-- new my-library --sample", "-- --help"):
            print(f"    {Path(sys.executable).name} run.py {words}", file=sys.stderr)
        return 1
    return start([])


def start(arguments: list[str]) -> int:
    """Run the program in the caller's folder; on POSIX it takes this process's place."""
    # -P: in the folder that holds a checkout named climafin, that folder would be taken for the package.
    command = [str(PYTHON), "-P", "-m", "climafin", *arguments]
    if not IS_WINDOWS:
        os.execv(command[0], command)  # noqa: S606 - the program itself
    return call(command)


def call(
    command: list[str | Path],
    *,
    folder: Path | None = None,
    environment: dict[str, str] | None = None,
    to_error: bool = False,
) -> int:
    """Run a command; return its exit code.

    Args:
        command: the program and its arguments.
        folder: where to run it; here when None.
        environment: its environment; ours when None.
        to_error: whether its standard output goes to standard error.
    """
    output = sys.stderr if to_error else None
    return subprocess.run(command, cwd=folder, env=environment, stdout=output, check=False).returncode


def run_tests() -> int:
    """Run the checks, the tests and the coverage ratchet; pytest's closing line comes last."""
    failed = run_checks()
    command = [PYTHON, "-m", "pytest", "--cov", "--cov-report="]
    command += ["--color=yes"] if sys.stdout.isatty() else []
    closing = ""
    # Into a pipe Windows would have pytest write in the system's code page, and us fail on what that page lacks.
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    sys.stdout.reconfigure(errors="replace")
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, encoding="utf-8", errors="replace"
    ) as running:
        for line in running.stdout or ():
            print(line, end="", flush=True)
            closing = line if line.strip() else closing
    failed |= running.returncode | check_coverage()
    print(closing, end="", flush=True)
    return 1 if failed else 0


def run_pytest(arguments: list[str]) -> int:
    """Run pytest alone with these arguments."""
    return call([PYTHON, "-m", "pytest", *arguments], folder=ROOT)


def run_checks() -> int:
    """Run every check that is not a test; return 1 when one does not pass."""
    make_links()
    environment = {**os.environ, "MYPYPATH": str(LINKS), "PYTHONPATH": str(LINKS)}
    tools = PYTHON.parent
    configuration = ["--config-file", ROOT / "pyproject.toml", "--cache-dir", ROOT / ".mypy_cache"]
    checks: list[tuple[str, list[str | Path], Path]] = [
        ("ruff check", [tools / "ruff", "check", "--quiet"], ROOT),
        ("ruff format", [tools / "ruff", "format", "--check", "--quiet"], ROOT),
        ("mypy", [PYTHON, "-m", "mypy", *configuration, "-p", "climafin"], LINKS),
        ("import-linter", [tools / "lint-imports", "--config", ROOT / "pyproject.toml"], LINKS),
        ("translations", [PYTHON, ROOT / "resources/build/translations.py", "--check"], ROOT),
    ]
    failed = []
    for name, command, folder in checks:
        print(f"-- {name}", flush=True)
        if call(command, folder=folder, environment=environment):
            failed.append(name)
    if failed:
        say("checks_failed", names=", ".join(failed))
    return 1 if failed else 0


def make_links() -> Path:
    """Make build/links/climafin, a tree with the wheel's shape that mypy and import-linter can follow.

    They cannot follow the finder of an editable install, and in the checkout `ui` lies beside `climafin`.
    """
    target = LINKS / "climafin"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    parts = [part for part in (ROOT / "climafin").iterdir() if part.name != "__pycache__"]
    for part in [*parts, ROOT / "ui", ROOT / "resources", ROOT / "scoring_rules"]:
        link = target / part.name
        try:
            link.symlink_to(part, target_is_directory=part.is_dir())
        except OSError:  # Windows lets only some accounts make links
            if part.is_dir():
                shutil.copytree(part, link, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy2(part, link)
    return LINKS


def check_coverage() -> int:
    """Compare each room's coverage with its floor, which only ever rises; return 1 when one is below."""
    report = ROOT / "build" / "coverage.json"
    if call([PYTHON, "-m", "coverage", "json", "--quiet", "-o", report], folder=ROOT):
        return 1
    floors = json.loads((ROOT / "tests/house/coverage_floor.json").read_text(encoding="utf-8"))
    counts: dict[str, list[int]] = {}
    for file, found in json.loads(report.read_text(encoding="utf-8"))["files"].items():
        parts = Path(file).parts
        room = parts[1] if parts[0] == "climafin" and len(parts) > 2 else Path(parts[0]).name
        summary = found["summary"]
        count = counts.setdefault(room, [0, 0])
        count[0] += summary["covered_lines"] + summary.get("covered_branches", 0)
        count[1] += summary["num_statements"] + summary.get("num_branches", 0)
    failed = 0
    for room, floor in floors.items():
        covered, total = counts.get(room, [0, 0])
        share = 100 * covered // total if total else 0
        if share < floor:
            failed = 1
            say("below_floor", room=room, found=share, floor=floor)
        elif share > floor + 1:
            say("may_rise", room=room, found=share, floor=floor)
    return failed


if __name__ == "__main__":
    try:
        code = main(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)
