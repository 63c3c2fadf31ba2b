import json, pytest
from tests.doors import test_reach
from tests.doors.test_reach import *
def test_dump(told):
    got={n: {c: sorted(w) for c,w in r.found.items()} for n,r in told.first.items()}
    where={n: {w:a[:4] for w,a in r.where.items()} for n,r in told.first.items()}
    json.dump([got, where, {w:list(m) for w,m in told.marks.planted.items()}], open("/tmp/got.json","w"))
    json.dump([[str(k),sorted(v)] for k,v in told.mails.items()], open("/tmp/mails.json","w"))
