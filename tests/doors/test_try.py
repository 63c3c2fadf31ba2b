import time, pytest
from tests.doors.reading import *
@pytest.mark.one_database
def test_it(app, clock):
    from tests.doors.world_of_marks import built_with_marks
    world, marks = built_with_marks()
    t=time.time()
    out=readings(app, world)
    for n,r in out.items():
        r.read_everything(); a=time.time(); r.look_for(marks); 
        print(n, round(a-t,1), round(time.time()-a,1), {c: len(w) for c,w in r.found.items()}); t=time.time()
        sec=[w for ws in r.found.values() for w in ws if marks.planted[w].classification=="secret"]
        if n not in NAMED: 
            for w in sorted(set(sec)): print("   LEAK", marks.planted[w], r.where[w][:3])
        else:
            missing=[w for w,m in marks.planted.items() if m.classification=="secret" and w not in sec]
            print("  missing", marks.columns(missing))
    assert 0
