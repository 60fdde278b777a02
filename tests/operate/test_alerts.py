"""Alerts reach a real receiver, and say nothing of where they went."""

import logging

import pytest

from flows.operate import alerts
from flows.operate.alerts import WEBHOOK, post_alert
from tests.operate.receiver import SECRET, Receiver

ALERT = {"text": "Rostra: run-failed", "event": "run-failed"}


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch, receiver: Receiver) -> None:
    monkeypatch.setattr(alerts.time, "sleep", lambda seconds: None)
    monkeypatch.setenv(WEBHOOK, receiver.address)


def test_an_alert_is_posted_as_json(receiver: Receiver) -> None:
    assert post_alert(ALERT)
    assert receiver.posted == [ALERT]
    assert receiver.paths == [f"/hooks/{SECRET}?key={SECRET}"]


def test_a_receiver_that_fails_is_tried_again(receiver: Receiver) -> None:
    receiver.statuses = [500, 429]
    assert post_alert(ALERT)
    assert (len(receiver.paths), receiver.posted) == (3, [ALERT])


@pytest.mark.parametrize(("statuses", "tries"), [([404], 1), ([302], 1), ([500] * 9, alerts.TRIES)])
def test_an_alert_that_cannot_be_delivered_is_logged_without_the_address(
    receiver: Receiver, caplog: pytest.LogCaptureFixture, statuses: list[int], tries: int
) -> None:
    receiver.statuses = list(statuses)
    with caplog.at_level(logging.DEBUG):
        assert not post_alert(ALERT)
    assert len(receiver.paths) == tries
    assert f"the webhook at 127.0.0.1 answers {statuses[0]}" in caplog.text and SECRET not in caplog.text


def test_a_receiver_that_is_not_there_is_no_failure(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setenv(WEBHOOK, f"http://127.0.0.1:9/{SECRET}")
    assert not post_alert(ALERT)
    monkeypatch.setenv(WEBHOOK, f"file:///{SECRET}")
    assert not post_alert(ALERT)
    monkeypatch.delenv(WEBHOOK)
    assert not post_alert(ALERT)
    assert SECRET not in caplog.text
