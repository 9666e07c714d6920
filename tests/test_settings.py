from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.errors import BadSettings
from routing.settings import PREFIX, Settings, read_settings

VARIABLES = [PREFIX + field.name.upper() for field in fields(Settings)]
FOLDERS = ["ADVISOR_CATALOGUE", "ADVISOR_ENCODER"]


def test_without_any_variable_the_defaults_hold():
    assert read_settings({}) == Settings()


def test_the_default_folders_are_those_that_ship():
    settings = Settings()
    assert (settings.catalogue / "organisation.yaml").is_file()
    assert Path(settings.models_url, "live.json").is_file()
    assert (settings.encoder / "encoder.onnx").is_file()


def test_every_setting_is_read_from_its_own_variable(tmp_path):
    read = read_settings(
        {
            "ADVISOR_CATALOGUE": str(tmp_path),
            "ADVISOR_MODELS_URL": f"file://{tmp_path}",
            "ADVISOR_ENCODER": f" {tmp_path} ",
            "ADVISOR_MANNER": str(tmp_path),
            "ADVISOR_DATABASE_URL": "postgresql://db/advisor",
            "ADVISOR_BIND": "[::1]:9000",
            "ADVISOR_WORKERS": "3",
            "ADVISOR_THREADS": " 8\n",
            "ADVISOR_CACHE_URL": f"file://{tmp_path}/new/cache",
            "ADVISOR_CACHE_REASONS": "0",
            "ADVISOR_RETENTION_DAYS": "90",
        }
    )
    cache = tmp_path / "new" / "cache"
    assert read == Settings(
        tmp_path, str(tmp_path), tmp_path, tmp_path, "postgresql://db/advisor", "[::1]:9000", 3, 8, cache, 0, 90
    )
    assert not cache.exists()


@given(others=st.dictionaries(st.text().filter(lambda name: not name.startswith(PREFIX)), st.text()))
def test_other_programs_variables_are_left_alone(others):
    assert read_settings(others) == Settings()


@pytest.mark.parametrize("variable", ["ADVISOR_PORT", "ADVISOR_", "ADVISOR_workers", "ADVISOR_WORKERS "])
def test_an_unknown_variable_is_refused_with_the_names_that_exist(variable):
    with pytest.raises(BadSettings) as refused:
        read_settings({variable: "1"})
    assert str(refused.value).startswith(f"{variable}: expected one of ")
    assert all(known in str(refused.value) for known in VARIABLES)


@pytest.mark.parametrize("variable", ["ADVISOR_WORKERS", "ADVISOR_THREADS"])
@given(number=st.integers(1, 64))
def test_a_number_in_range_is_accepted(variable, number):
    read = read_settings({variable: str(number)})
    assert getattr(read, variable.removeprefix(PREFIX).lower()) == number


@pytest.mark.parametrize("variable", ["ADVISOR_WORKERS", "ADVISOR_THREADS"])
@pytest.mark.parametrize("value", ["", "0", "65", "-1", "2.5", "1e1", "two", "0x2", "²"])
def test_another_number_is_refused_with_what_was_found(variable, value):
    with pytest.raises(BadSettings, match=rf"^{variable}: ") as refused:
        read_settings({variable: value})
    assert "expected a whole number from 1 to 64" in str(refused.value)
    assert repr(value) in str(refused.value)


@pytest.mark.parametrize("variable", FOLDERS)
@pytest.mark.parametrize("value", ["", "  ", "/no/such/folder", __file__, "s3://bucket/models"])
def test_what_is_no_folder_is_refused(variable, value):
    with pytest.raises(BadSettings, match=rf"^{variable}: expected a folder, found ") as refused:
        read_settings({variable: value})
    assert repr(value.strip()) in str(refused.value)


@pytest.mark.parametrize("value", ["", "  ", "/no/such/folder", __file__, "file:///no/such/folder"])
def test_versions_in_what_is_no_folder_are_refused(value):
    with pytest.raises(BadSettings, match=r"^ADVISOR_MODELS_URL: expected a folder, found "):
        read_settings({"ADVISOR_MODELS_URL": value})


@pytest.mark.parametrize(
    ("value", "words"),
    [("gopher://host/models", "Protocol not known: gopher"), ("oss://bucket/models", "Install ossfs")],
)
def test_versions_behind_a_protocol_that_is_unknown_or_not_installed_are_refused_with_what_to_do(value, words):
    with pytest.raises(BadSettings, match=r"^ADVISOR_MODELS_URL: expected a folder or a URL of") as refused:
        read_settings({"ADVISOR_MODELS_URL": value})
    assert repr(value) in str(refused.value)
    assert words in str(refused.value)


def test_versions_may_be_kept_behind_a_url_of_a_known_protocol():
    assert read_settings({"ADVISOR_MODELS_URL": "memory://models"}).models_url == "memory://models"


@pytest.mark.parametrize("value", ["", "  ", __file__, "s3://bucket/cache"])
def test_a_cache_that_can_be_no_folder_is_refused(value):
    with pytest.raises(BadSettings, match=r"^ADVISOR_CACHE_URL: expected a folder or a path for a new one, found"):
        read_settings({"ADVISOR_CACHE_URL": value})


@pytest.mark.parametrize(
    "value", ["", "8080", ":8080", "localhost", "localhost:", "localhost:http", "localhost:0", "localhost:65536"]
)
def test_an_address_without_a_host_or_a_port_is_refused(value):
    with pytest.raises(BadSettings, match=r"^ADVISOR_BIND: expected an address and a port"):
        read_settings({"ADVISOR_BIND": value})


@pytest.mark.parametrize("value", ["", "advisor.sqlite", "/var/lib/advisor.sqlite", "sqlite:"])
def test_a_database_that_is_no_url_is_refused(value):
    with pytest.raises(BadSettings, match=r"^ADVISOR_DATABASE_URL: expected an SQLAlchemy URL"):
        read_settings({"ADVISOR_DATABASE_URL": value})


@given(wrong=st.sets(st.sampled_from(VARIABLES), min_size=1))
def test_every_malformed_variable_is_named_on_a_line_of_its_own(wrong):
    with pytest.raises(BadSettings) as refused:
        read_settings(dict.fromkeys(wrong, __file__))
    assert [line.split(":")[0] for line in str(refused.value).splitlines()] == sorted(wrong)


def test_unknown_and_malformed_variables_are_named_together():
    with pytest.raises(BadSettings) as refused:
        read_settings(
            {"ADVISOR_WORKERS": "many", "ADVISOR_PORT": "80", "ADVISOR_BIND": "here", "HOME": str(Path.home())}
        )
    named = [line.split(":")[0] for line in str(refused.value).splitlines()]
    assert named == ["ADVISOR_BIND", "ADVISOR_PORT", "ADVISOR_WORKERS"]
