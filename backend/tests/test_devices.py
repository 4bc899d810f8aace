"""Several devices of one person, each with its own copy, offline and online, with processes that are killed.

Afterwards the feed alone brings every device to the server's state, each acknowledged write exists once, and nobody has
overwritten anything unnoticed.
"""

import itertools
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx2
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from tests.faults import Api
from tests.service import PATIENCE, token_for

DEVICES = st.integers(0, 2)
CHOICE = st.integers(0, 1000)
LOST = st.booleans()  # whether the first answer is lost, so that the request is sent again


class Processes:
    """Two processes of the service, one of which may have been killed."""

    def __init__(self, database_url: str) -> None:
        self._database_url = database_url
        self._apis = [Api(database_url) for _ in range(2)]
        self.turn = 0

    @property
    def url(self) -> str:
        """The address for the next request: each process in turn."""
        self.turn += 1
        return self._apis[self.turn % 2].url

    def kill(self, number: int) -> None:
        dead = self._apis[number]
        dead.process.kill()
        dead.__exit__()
        self._apis[number] = Api(self._database_url, dead.port)

    def stop(self) -> None:
        for api in self._apis:
            api.__exit__()


@pytest.fixture(scope="module")
def processes(database_url: str) -> Iterator[Processes]:
    both = Processes(database_url)
    yield both
    both.stop()


@dataclass
class Device:
    """A copy of the tasks, its token, and the changes that it has not sent yet."""

    processes: Processes
    token: str
    copy: dict[str, dict[str, Any]] = field(default_factory=dict)
    state: str | None = None
    queue: list[dict[str, Any]] = field(default_factory=list)
    seqs: list[int] = field(default_factory=list)

    def send(self, method: str, path: str, *, lost: bool = False, **request: Any) -> httpx2.Response:
        """Send the request; if the answer is lost, send the same request to the other process."""
        headers = {"Authorization": f"Bearer {self.token}", **request.pop("headers", {})}
        for _ in range(2 if lost else 1):
            answer = httpx2.request(
                method, self.processes.url + path, headers=headers, trust_env=False, timeout=PATIENCE, **request
            )
        return answer

    def pull(self) -> None:
        """Read the changes, page by page."""
        has_more = True
        while has_more:
            query = {} if self.state is None else {"since": self.state}
            answer = self.send("GET", "/api/tasks/changes", params=query)
            assert answer.status_code == 200, answer.text
            news = answer.json()
            for task in news["data"]:
                known = self.copy.get(task["id"])
                assert known is None or known["version"] < task["version"], "sent twice, or too late"
                self.copy[task["id"]] = task
            for gone in news["deleted"]:
                self.copy.pop(gone["id"], None)
            self.state, has_more = news["next"], news["has_more"]


class Devices(RuleBasedStateMachine):
    processes: Processes

    def __init__(self) -> None:
        super().__init__()
        token = token_for(f"user-{uuid.uuid4()}")
        self.devices = [Device(self.processes, token) for _ in range(3)]
        self.created: Counter[str] = Counter()  # titles whose creation was acknowledged
        self.written: Counter[tuple[str, int]] = Counter()  # versions whose write was acknowledged

    # -- offline --

    @rule(device=DEVICES)
    def note_a_new_task(self, device: int) -> None:
        self.devices[device].queue.append({"kind": "create", "title": str(uuid.uuid4()), "key": str(uuid.uuid4())})

    @rule(device=DEVICES, which=CHOICE, kind=st.sampled_from(["patch", "complete", "delete"]))
    def note_a_change(self, device: int, which: int, kind: str) -> None:
        copy = list(self.devices[device].copy.values())
        if copy:
            task = copy[which % len(copy)]
            self.devices[device].queue.append({"kind": kind, "id": task["id"], "version": task["version"]})

    # -- online --

    @rule(device=DEVICES, lost=LOST)
    def tell_the_server(self, device: int, lost: bool) -> None:
        one = self.devices[device]
        while one.queue:
            self._tell(one, one.queue.pop(0), lost=lost)

    def _tell(self, device: Device, note: dict[str, Any], *, lost: bool) -> None:
        if note["kind"] == "create":
            answer = device.send(
                "POST", "/api/tasks", lost=lost, json={"title": note["title"]}, headers={"Idempotency-Key": note["key"]}
            )
            assert answer.status_code == 201, answer.text
            assert ("idempotency-replayed" in answer.headers) == lost
            self.created[note["title"]] += 1
            device.seqs.append(int(answer.headers["x-change-seq"]))
            return
        path, unseen = f"/api/tasks/{note['id']}", {"If-Match": f'"{note["version"]}"'}
        match note["kind"]:
            case "patch":
                answer = device.send("PATCH", path, lost=lost, json={"description": str(uuid.uuid4())}, headers=unseen)
            case "complete":
                answer = device.send("PATCH", f"{path}/complete", lost=lost, headers=unseen)
            case _:
                answer = device.send("DELETE", path, lost=lost, headers=unseen)
        assert answer.status_code in ({404, 412} if lost else {200, 204, 404, 412}), answer.text
        if answer.is_success:
            self.written[note["id"], note["version"] + 1] += 1
            device.seqs.append(int(answer.headers["x-change-seq"]))

    @rule(device=DEVICES)
    def read_what_is_new(self, device: int) -> None:
        self.devices[device].pull()

    @rule(device=DEVICES, which=CHOICE, lost=LOST)
    def undo(self, device: int, which: int, lost: bool) -> None:
        one = self.devices[device]
        if one.seqs:
            seq = one.seqs[which % len(one.seqs)]
            answer = one.send(
                "POST", "/api/undo", lost=lost, json={"seq": seq}, headers={"Idempotency-Key": str(uuid.uuid4())}
            )
            assert answer.status_code in {200, 409}, answer.text
            if answer.is_success:
                self.written[answer.json()["data"]["id"], answer.json()["data"]["version"]] += 1

    @rule(device=DEVICES, which=CHOICE, lost=LOST)
    def restore(self, device: int, which: int, lost: bool) -> None:
        one = self.devices[device]
        trash = one.send("GET", "/api/tasks", params={"deleted": "true"}).json()["data"]
        if trash:
            path = f"/api/tasks/{trash[which % len(trash)]['id']}/restore"
            answer = one.send("POST", path, lost=lost, headers={"Idempotency-Key": str(uuid.uuid4())})
            assert answer.status_code == 200, answer.text
            self.written[answer.json()["data"]["id"], answer.json()["data"]["version"]] += 1

    @rule(number=st.integers(0, 1), rarely=st.integers(0, 9))
    def kill(self, number: int, rarely: int) -> None:
        if rarely == 0:
            self.processes.kill(number)

    # -- afterwards --

    def teardown(self) -> None:
        for device in self.devices:
            while device.queue:
                self._tell(device, device.queue.pop(0), lost=False)
        for device in self.devices:
            device.pull()
        anyone = self.devices[0]
        live = {task["id"]: task for task in anyone.send("GET", "/api/tasks").json()["data"]}
        trash = anyone.send("GET", "/api/tasks", params={"deleted": "true"}).json()["data"]
        for device in self.devices:
            assert device.copy == live
        assert Counter(task["title"] for task in [*live.values(), *trash]) == self.created
        assert set(self.written.values()) <= {1}, "the same version was acknowledged to two devices"
        for task in [*live.values(), *trash]:
            self._check_history(anyone.send("GET", f"/api/tasks/{task['id']}/history").json()["data"], task)

    @staticmethod
    def _check_history(changes: list[dict[str, Any]], task: dict[str, Any]) -> None:
        assert changes[0]["after"] == task
        assert [change["after"]["version"] for change in changes] == list(range(task["version"], 0, -1))
        for later, earlier in itertools.pairwise(changes):
            assert later["before"] == earlier["after"]
            assert later["seq"] > earlier["seq"]


def test_devices_converge_whatever_happens(processes: Processes) -> None:
    machine = type("DevicesHere", (Devices,), {"processes": processes})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=25, stateful_step_count=40, suppress_health_check=list(HealthCheck), deadline=None
        ),
    )
