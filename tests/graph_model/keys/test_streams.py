"""Encrypted files: whole or not read at all."""

import json
from pathlib import Path

import pytest

from graph_model.keys.streams import CHUNK, EncryptedFile, decrypted, header_of
from knowledge.errors import BadInput

SECRET = bytes(range(32))
TEXT = b"the story of a child " * 120_000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with EncryptedFile(tmp_path / "x", SECRET, {"id": "1", "what": "database"}) as out:
        for start in range(0, len(TEXT), 100_000):
            out.write(TEXT[start : start + 100_000])
    return tmp_path / "x"


def test_what_was_written_is_read(path: Path, tmp_path: Path):
    assert b"".join(decrypted(path, SECRET)) == TEXT
    assert len(TEXT) > 2 * CHUNK
    assert b"child" not in path.read_bytes()
    assert header_of(path)["what"] == "database"
    assert path.stat().st_mode & 0o777 == 0o600
    with EncryptedFile(tmp_path / "empty", SECRET, {}):
        pass
    assert b"".join(decrypted(tmp_path / "empty", SECRET)) == b""


def test_another_key_or_a_changed_file_is_refused(path: Path):
    whole = path.read_bytes()
    begin = whole.index(b"\n") + 1
    length = 4 + CHUNK + 16
    first, second = whole[begin : begin + length], whole[begin + length : begin + 2 * length]
    rest = whole[begin + 2 * length :]
    header = json.loads(whole[:begin])
    changed = {
        "cut at a chunk": whole[: begin + 2 * length],
        "cut inside": whole[:-5],
        "one bit": whole[:-1] + bytes([whole[-1] ^ 1]),
        "order": whole[:begin] + second + first + rest,
        "longer": whole + b"x",
        "first chunk lost": whole[:begin] + second + rest,
        "header": json.dumps(header | {"what": "keys"}, sort_keys=True).encode() + b"\n" + whole[begin:],
        "nothing": whole[:begin],
    }
    for what, content in changed.items():
        path.write_bytes(content)
        with pytest.raises(BadInput) as caught:
            b"".join(decrypted(path, SECRET))
        assert caught.value.message.code == "backup.not_opened", what
    path.write_bytes(whole)
    with pytest.raises(BadInput):
        b"".join(decrypted(path, bytes(32)))
    path.write_bytes(b"{}\n")
    with pytest.raises(BadInput) as caught:
        header_of(path)
    assert caught.value.message.code == "backup.no_file"


def test_a_file_that_is_broken_off_does_not_appear(tmp_path: Path):
    def broken_off() -> None:
        with EncryptedFile(tmp_path / "x", SECRET, {}) as out:
            out.write(b"x" * 3 * CHUNK)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()
    assert list(tmp_path.iterdir()) == []
