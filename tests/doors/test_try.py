import time, pytest, cProfile, pstats, json
from tests.doors.reading import *
from app.documents import pdf as pdfs
@pytest.mark.one_database
def test_it(app, clock, monkeypatch):
    from tests.doors.world_of_marks import built_with_marks
    real=pdfs.render
    def quick(html, **k):
        if SECRET in html: return real(html, **k)
        return (html+" ".join(a.content.decode("latin-1") for a in k.get("attachments",()))).encode()
    monkeypatch.setattr("app.documents.pdf.render", quick)
    p0=time.process_time()
    world, marks = built_with_marks()
    print("world", time.process_time()-p0)
    out=readings(app, world)
    for n,r in out.items():
        p0=time.process_time()
        r.read_everything(); p1=time.process_time(); r.look_for(w for w,m in marks.planted.items() if m.classification=="secret")
        print(n, p1-p0, time.process_time()-p1)
    got={n: {c: sorted(w) for c,w in r.found.items()} for n,r in out.items()}
    where={n: {w:a[:4] for w,a in r.where.items()} for n,r in out.items()}
    json.dump([got, where, {w:list(m) for w,m in marks.planted.items()}], open("/tmp/got.json","w"))
    assert 0
