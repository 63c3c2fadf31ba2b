"""What becomes of the SVG that Vega draws."""

import pytest

from app.charts.svg import cleaned, for_paper

KEY = "0123456789abcdef"


def svg(inside):
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="marks" width="10" height="5" viewBox="0 0 10 5">{inside}</svg>'
    )


def clean(inside, description="Tujuh kewajiban"):
    return cleaned(svg(inside), description=description, key=KEY)


def test_colours_become_tokens_with_the_light_value_for_paper():
    made = clean('<path fill="#FFF" stroke="#a11d1d" opacity="1" d="M0,0"/>')
    assert '<path fill="var(--s-page, #fff)" stroke="var(--s-bad, #a11d1d)" d="M0,0"/>' in made
    assert '<path fill="#fff" stroke="#a11d1d" d="M0,0"/>' in for_paper(made)


def test_a_drawing_is_named_and_a_name_is_no_markup():
    made = clean("<g/>", description='Data <b> & "mutu"')
    assert 'role="img" aria-label="Data &lt;b&gt; &amp; &#34;mutu&#34;"' in made
    assert "<title>Data &lt;b&gt; &amp; &#34;mutu&#34;</title>" in for_paper(made)


def test_identifiers_are_of_their_drawing():
    made = clean('<g clip-path="url(#clip1)"/><clipPath id="clip1"/>')
    assert "url(#c0123456789ab-clip1)" in made
    assert 'id="c0123456789ab-clip1"' in made


def test_words_stay_as_they_were_written():
    words = 'Rp1.500.000 &lt;b&gt; style="a" fill="#123456" opacity="1" url(#z)'
    label = words.replace('"', "&quot;")
    link = f'<a xlink:href="https://vega.github.io/vega-datasets/x"><path aria-label="{label}" d="M0.12345,0"/></a>'
    made = clean(f'<text transform="translate(6.54285,26)">{words}</text>{link}')
    assert f'<text transform="translate(6.54,26)">{words}</text>' in made
    assert f'<a href="/x" aria-label="{label}"><path d="M0.12,0"/></a>' in made


def test_links_stay_on_this_site_and_say_where_they_lead():
    link = '<a xlink:href="https://vega.github.io/vega-datasets/commitments/1"><path aria-label="Katalog" d="M0"/></a>'
    made = clean(link)
    assert '<a href="/commitments/1" aria-label="Katalog"><path d="M0"/></a>' in made
    assert 'role="group"' in made
    assert "<a" not in for_paper(made)
    with pytest.raises(ValueError, match="another site"):
        clean(link.replace("vega.github.io", "contoh.example"))


@pytest.mark.parametrize(
    "inside", ['<path fill="#123456"/>', '<path style="fill:red"/>', '<image xlink:href="x.png"/>']
)
def test_what_is_not_ours_is_refused(inside):
    with pytest.raises(ValueError):
        clean(inside)
