import json
import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest

from routing.errors import BadSettings
from training.encode import encode_all
from training.encodings import Encodings

REASONS = ["lost my card", "what is my pin", "LOST  my card", "£50 is missing", "🙂"]
ROOT = Path(__file__).parents[2]


class Forbidden:
    """An encoder whose vectors must all be kept already."""

    def __init__(self, encoder):
        self.folder = encoder.folder

    def encode(self, text):
        raise AssertionError(f"{text!r} was encoded again")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "made" / "cache"


@pytest.fixture
def cache(folder, encoder):
    with_file = Encodings(folder, encoder)
    yield with_file
    with_file.close()


def some(count, seed=0):
    found = np.random.default_rng(seed).normal(size=(count, 384)).astype(np.float32)
    return {f"text {number}": vector for number, vector in enumerate(found)}


def test_vectors_are_the_encoders_bit_for_bit_with_and_without_a_cache(encoder, cache):
    alone = encode_all(encoder, REASONS)
    np.testing.assert_array_equal(encode_all(encoder, REASONS, cache=cache), alone)
    np.testing.assert_array_equal(encode_all(Forbidden(encoder), REASONS, cache=cache), alone)


def test_texts_known_in_part_come_back_in_the_order_asked(encoder, cache):
    encode_all(encoder, REASONS[:2], cache=cache)
    told = []
    found = encode_all(encoder, [*REASONS[3:], *REASONS[:3]], told.append, cache)
    np.testing.assert_array_equal(found, encode_all(encoder, [*REASONS[3:], *REASONS[:3]]))
    assert told == sorted(told)
    assert told[-1] == len(REASONS)


def test_a_later_process_finds_what_an_earlier_one_kept(cache, folder, encoder):
    vectors = some(1200)
    cache.keep(vectors)
    later = Encodings(folder, encoder)
    found = later.find([*vectors, "never seen"])
    later.close()
    assert set(found) == set(vectors)
    for text, vector in found.items():
        np.testing.assert_array_equal(vector, vectors[text])


def test_no_text_is_written_to_the_file_and_none_but_its_owner_may_read_it(cache):
    cache.keep({"my sister hides money in the piano": some(1)["text 0"]})
    assert b"piano" not in cache.path.read_bytes()
    assert cache.path.stat().st_mode & 0o777 == 0o600
    assert cache.path.parent.stat().st_mode & 0o777 == 0o700


def test_another_encoder_finds_nothing_of_this_one(cache, folder, encoder, tmp_path):
    other = tmp_path / "encoder"
    other.mkdir()
    (other / "encoder.onnx").write_bytes(b"another graph")
    (other / "tokenizer.json").write_bytes((encoder.folder / "tokenizer.json").read_bytes())
    cache.keep(some(3))
    beside = Encodings(folder, type(encoder)(other))
    assert beside.find(list(some(3))) == {}
    cache.path.replace(beside.path)
    renamed = Encodings(folder, type(encoder)(other))
    assert renamed.find(list(some(3))) == {}
    beside.close()
    renamed.close()


@pytest.mark.parametrize("damage", ["foreign", "empty", "first half", "other table"])
def test_a_file_that_is_no_cache_is_begun_anew(damage, folder, encoder):
    first = Encodings(folder, encoder)
    first.keep(some(300))
    first.close()
    content = first.path.read_bytes()
    first.path.write_bytes(
        {"foreign": b"reason,intent\n" * 900, "first half": content[: len(content) // 2]}.get(damage, b"")
    )
    if damage == "other table":
        with sqlite3.connect(first.path) as other:
            other.execute("CREATE TABLE vectors (name TEXT)")
        other.close()
    again = Encodings(folder, encoder)
    found = again.find(list(some(300)))
    for text, vector in found.items():
        np.testing.assert_array_equal(vector, some(300)[text])
    again.keep(some(300))
    assert len(again.find(list(some(300)))) == 300
    again.close()


def test_a_flipped_bit_costs_its_own_text_only(cache, folder, encoder):
    vectors = some(50)
    cache.keep(vectors)
    content = bytearray(cache.path.read_bytes())
    at = bytes(content).index(vectors["text 7"].tobytes()[:64])
    content[at] ^= 1
    cache.path.write_bytes(content)
    later = Encodings(folder, encoder)
    assert set(later.find(list(vectors))) == set(vectors) - {"text 7"}
    later.close()


def test_a_full_cache_forgets_some_and_stays_within_its_bound(folder, encoder):
    small = Encodings(folder, encoder, most_bytes=2**20)
    for batch in range(10):
        small.keep({f"{batch} {text}": vector for text, vector in some(200, batch).items()})
    kept = small.find([f"{batch} text {number}" for batch in range(10) for number in range(200)])
    assert 300 < len(kept) < 700
    assert small.path.stat().st_size <= 1.5 * 2**20
    small.close()


def test_processes_that_write_at_the_same_time_lose_nothing_and_a_killed_one_spoils_nothing(cache, folder, encoder):
    program = textwrap.dedent(
        """
        import json, sys
        from pathlib import Path
        import numpy as np
        from routing.text.encoder import Encoder
        from training.encodings import Encodings
        folder, encoder, name, endless = json.loads(sys.argv[1])
        cache = Encodings(Path(folder), Encoder(Path(encoder)))
        print("ready", flush=True)
        number = 0
        while endless or number < 20:
            cache.keep({f"{name} {number} {place}": np.full(384, number, np.float32) for place in range(20)})
            number += 1
            if number == 5:
                print("five", flush=True)
        """
    )

    def start(name, endless):
        arguments = json.dumps([str(folder), str(encoder.folder), name, endless])
        return subprocess.Popen(
            [sys.executable, "-c", program, arguments], stdout=subprocess.PIPE, cwd=ROOT, text=True,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )  # fmt: skip

    steady, killed = start("steady", False), start("killed", True)
    assert [killed.stdout.readline() for _ in range(2)] == ["ready\n", "five\n"]
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    steady.communicate()
    assert steady.returncode == 0
    assert len(cache.find([f"steady {number} {place}" for number in range(20) for place in range(20)])) == 400
    of_killed = cache.find([f"killed {number} {place}" for number in range(5) for place in range(20)])
    assert len(of_killed) == 100
    assert (of_killed["killed 4 19"] == 4).all()


def test_a_folder_that_cannot_be_made_is_named_with_what_to_do(tmp_path, encoder):
    (tmp_path / "file").write_text("")
    with pytest.raises(BadSettings, match=r"file/cache: expected a folder .* ADVISOR_CACHE_URL .* --no-cache"):
        Encodings(tmp_path / "file" / "cache", encoder)
