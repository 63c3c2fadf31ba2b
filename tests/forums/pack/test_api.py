"""Programs circulate, read and download packs."""

from tests.forums.pack.conftest import document, pdf
from tests.forums.pack.test_pack import latest


def test_programs_circulate_and_read_versions(it, as_program):
    program = as_program(it.coordinator)
    made = program.post(f"/sessions/{it.session.id}/pack/circulate", status=201).json
    assert made["number"] == 1
    assert made["pages"] == 8
    assert made["sha256"] == latest().file.sha256
    parts = {part["title"]: (part["first"], part["count"]) for part in made["parts"] if part["kind"] == "document"}
    assert parts["Usul anggaran"][1] == 3
    assert parts["Rincian biaya"] == (None, None)
    document(it, it.opening, "Data puskesmas", pdf(2, 301), "data.pdf")
    reader = as_program(it.member)
    found = reader.get(f"/sessions/{it.session.id}/pack").json
    assert found["latest"]["id"] == made["id"]
    assert [change["kind"] for change in found["pending"]] == ["new"]
    assert (found["awaited"], found["opened"], found["seats"]) == (1, 0, 4)
    program.post(f"/sessions/{it.session.id}/pack/circulate", status=201)
    assert [one["number"] for one in reader.get(f"/sessions/{it.session.id}/pack-versions").json["items"]] == [1, 2]
    assert reader.get(f"/pack-versions/{latest().id}").json["changes"][0]["sentence"]
    assert reader.get(f"/pack-versions/{latest().id}/pdf").data.startswith(b"%PDF")
    assert reader.get(f"/pack-versions/{latest().id}/changes/pdf").data.startswith(b"%PDF")
    assert reader.get(f"/pack-versions/{made['id']}/changes/pdf").data == reader.get(made["href"][7:]).data
    program.post(f"/sessions/{it.session.id}/pack/circulate", status=409)
    reader.post(f"/sessions/{it.session.id}/pack/circulate", status=403)
