"""Redactions for programs."""

import pytest


@pytest.fixture
def body(it):
    part = {"sentences": [1], "basis": "personal_data", "until": "2027-03-31", "instead": "Keadaan pribadi"}
    return {"marks": [{"part": f"passage:{it.passage}"} | part]}


def test_parts_are_marked_proposed_and_approved(it, as_program, body):
    coordinator, second = as_program(it.coordinator), as_program(it.second)
    made = coordinator.post(f"/minutes/{it.minutes.id}/redactions", body, status=201).json
    assert (made["state"], made["marked_by"]["name"]) == ("draft", it.coordinator.name)
    assert made["marks"] == [{**body["marks"][0], "other_basis": ""}]
    asked = coordinator.post(
        f"/minutes/{it.minutes.id}/redactions", {"ask": True, "approver": str(it.second.id)}, status=201
    ).json
    assert (asked["id"], asked["state"]) == (made["id"], "proposed")
    assert asked["marks"] == made["marks"]
    coordinator.post(f"/redactions/{made['id']}/approve", {}, status=403)
    assert second.post(f"/redactions/{made['id']}/approve", {}).json["state"] == "in_force"
    (listed,) = coordinator.get(f"/minutes/{it.minutes.id}/redactions").json["items"]
    assert listed["decided_by"]["name"] == it.second.name
    texts = as_program(it.stranger).get(f"/minutes/{it.minutes.id}").json["content"]["items"][0]["passages"]
    assert [one["text"] for one in texts] == ["Dinkes melaporkan 12 layanan.", "", "Tindak lanjut disepakati."]


def test_a_refused_body_names_the_field(it, as_program, body):
    coordinator = as_program(it.coordinator)
    told = coordinator.post(f"/minutes/{it.minutes.id}/redactions", body | {"ask": True}, status=422).json
    assert [fault["path"] for fault in told["errors"]] == ["/approver"]
    body["marks"][0]["sentences"] = [9]
    told = coordinator.post(f"/minutes/{it.minutes.id}/redactions", body, status=422).json
    assert [fault["path"] for fault in told["errors"]] == ["/marks/0/sentences"]


def test_a_request_is_refused_and_withdrawn(it, as_program, body):
    coordinator, second = as_program(it.coordinator), as_program(it.second)
    ask = {"ask": True, "approver": str(it.second.id)}
    made = coordinator.post(f"/minutes/{it.minutes.id}/redactions", body | ask, status=201).json
    assert coordinator.post(f"/redactions/{made['id']}/withdraw", {}).json["state"] == "draft"
    coordinator.post(f"/minutes/{it.minutes.id}/redactions", ask, status=201)
    refused = second.post(f"/redactions/{made['id']}/refuse", {"reason": "Terlalu banyak"}).json
    assert (refused["state"], refused["answer"]) == ("refused", "Terlalu banyak")
    again = coordinator.post(f"/minutes/{it.minutes.id}/redactions", {}, status=201).json
    assert coordinator.post(f"/redactions/{again['id']}/discard", {}).json["state"] == "discarded"
