"""Addresses that a release can be pushed to."""

import pytest

from flows.errors import Refused
from flows.push.targets import HubDataset, Repository, target_of


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("hf://reader/speeches", HubDataset("reader/speeches")),
        ("hf://datasets/reader/speeches/", HubDataset("reader/speeches")),
        ("zenodo:", Repository("https://zenodo.org")),
        ("zenodo:https://sandbox.zenodo.org/", Repository("https://sandbox.zenodo.org")),
        ("zenodo:http://127.0.0.1:5000", Repository("http://127.0.0.1:5000")),
    ],
)
def test_an_address_names_a_dataset_or_a_repository(address: str, target: HubDataset | Repository) -> None:
    assert target_of(address) == target


@pytest.mark.parametrize(
    "address",
    [
        "hf://speeches",
        "hf://reader/speeches/data",
        "hf://reader/../speeches",
        "s3://bucket/rostra",
        "zenodo:http://zenodo.org",
        "zenodo:https://user@zenodo.org",
        "zenodo:https://zenodo.org/api",
        "zenodo:https://[",
        "",
    ],
)
def test_any_other_is_refused(address: str) -> None:
    with pytest.raises(Refused):
        target_of(address)
