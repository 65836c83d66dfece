from __future__ import annotations

from pathlib import Path

import pytest

import zhize.cli
from zhize.cli.language import language_of
from zhize.cli.messages import MESSAGES


def test_every_sentence_is_used() -> None:
    folder = Path(zhize.cli.__file__).parent
    files = [path for path in folder.rglob("*.py") if path.parent.name != "messages"]
    source = "".join(path.read_text(encoding="utf-8") for path in files)
    for key in MESSAGES:
        built = key.startswith(("help.", "option.", "os."))
        assert built or f'"{key}"' in source or key == "did-you-mean", key


@pytest.mark.parametrize(
    ("argv", "environ", "language"),
    [
        ([], {}, "zh"),
        ([], {"LANG": "zh_CN.UTF-8"}, "zh"),
        ([], {"LANG": "en_GB.UTF-8"}, "en"),
        ([], {"LANG": "C"}, "zh"),
        ([], {"LC_ALL": "POSIX", "LANG": "en_US"}, "zh"),
        ([], {"LC_ALL": "", "LC_MESSAGES": "en_US", "LANG": "zh_CN"}, "en"),
        ([], {"LANG": "C.UTF-8"}, "zh"),
        ([], {"LANG": "fr_FR.UTF-8"}, "zh"),
        (["--lang", "en"], {"LANG": "zh_CN"}, "en"),
        (["--lang", "en", "decide", "--lang=zh"], {}, "zh"),
        (["--lang", "fr"], {"LANG": "en_US"}, "en"),
        (["decide", "--", "--lang", "en"], {}, "zh"),
        (["decide", "--lang"], {}, "zh"),
    ],
)
def test_the_language_is_the_last_one_asked_for_or_the_locales(
    argv: list[str], environ: dict[str, str], language: str
) -> None:
    assert language_of(argv, environ) == language
