from hypothesis import given
from hypothesis import strategies as st

from app.web.markdown import plain_text
from forums.phrases.rules import Speaker, escaped, phrases_in, speakers


def test_phrases_are_one_per_line_and_each_once():
    assert phrases_in(" Mufakat. \n\nTidak ada keberatan.\nMufakat.\n") == ["Mufakat.", "Tidak ada keberatan."]


def test_organisations_come_before_people_and_each_once():
    seated = [("DPMPTSP", "Dinas Penanaman Modal"), ("Bappeda", "Bappeda"), ("Bappeda", "Bappeda")]
    assert speakers(seated, [("Narahubung", "DPMPTSP")]) == [
        Speaker("DPMPTSP · Dinas Penanaman Modal", "**DPMPTSP**"),
        Speaker("Bappeda", "**Bappeda**"),
        Speaker("Narahubung · DPMPTSP", "**Narahubung** (DPMPTSP)"),
    ]


@given(st.text(alphabet=st.sampled_from("aB *_`[]<>|\\().&"), max_size=30))
def test_a_name_is_shown_as_it_is_written(middle):
    name = f"x{middle}x"
    assert plain_text(f"**{escaped(name)}** hadir") == f"{name} hadir"
