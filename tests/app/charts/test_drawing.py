"""Drawings are made once, kept, forgotten, and missing where they cannot be made."""

import os
import re
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from app.charts import drawing
from app.charts.job import ChartJob
from app.charts.jobs import forget_unused_drawings
from app.charts.specs import INK, along, as_given, layer, specification


def bars(words="Laporan <mutu> & data", colour=INK):
    rows = [{"x": 0, "x2": 3, "y": 0.5, "t": words, "c": colour}]
    place = {"x": along("x", 0, 4), "y": along("y", 0, 1, reverse=True)}
    layers = [
        layer("rule", rows, {**place, "x2": {"field": "x2"}}, stroke=INK),
        layer("text", rows, {**place, "text": {"field": "t"}, "color": as_given("c")}, align="left"),
    ]
    return specification("Satu baris", layers, width=300, height=44)


def kept(app):
    return sorted(path for path in drawing.drawings().glob("*") if path.is_file())


def test_a_drawing_follows_the_theme_and_is_made_once(app, monkeypatch):
    made = drawing.drawn(bars(), bars("Laporan"))
    assert "Laporan &lt;mutu&gt; &amp; data" in made.wide
    assert 'stroke="var(--s-ink, #15211f)"' in made.slim
    assert not re.search(r"style=|xlink|font-family", made.wide)
    assert len(kept(app)) == 2
    monkeypatch.setattr("app.charts.job.ChartJob.print", lambda _job: 1 / 0)
    assert drawing.drawn(bars(), bars("Laporan")) == made
    assert drawing.drawn(bars("Lain"), bars("Laporan")) is None


def test_a_specification_that_cannot_be_drawn_is_no_error_of_the_page(app):
    assert drawing.drawn(bars(colour="#abcdef"), bars()) is None
    assert kept(app) == []


def test_texts_are_measured_with_the_font_of_the_page(tmp_path):
    long = bars("Laporan bulanan tingkat layanan 99 %, Sep 2026 (Mitra Solusi)")
    long["layer"][1]["mark"]["limit"] = 318
    with ProcessPoolExecutor(1, get_context("spawn")) as fresh:  # here other tests registered fonts that are gone
        svg = fresh.submit(ChartJob(spec=long, fonts=tmp_path).print).result().decode()
    assert "Laporan bulanan tingkat layanan 99 %, Sep 2026 (…" in svg


def test_the_process_of_documents_draws(app, monkeypatch):
    settings = app.extensions["settings"]
    monkeypatch.setattr(drawing, "PATIENCE", 60.0)
    monkeypatch.setitem(app.extensions, "settings", settings.__class__(**{**vars_of(settings), "paper_patience": 60}))
    with app.test_request_context("/"):
        assert "<svg" in drawing.drawn(bars("Proses"), bars("Proses")).wide


def vars_of(settings):
    return {name: getattr(settings, name) for name in settings.__dataclass_fields__}


def test_a_page_waits_once_for_all_its_drawings(app, monkeypatch):
    settings = app.extensions["settings"]
    patient = settings.__class__(**{**vars_of(settings), "paper_patience": 60})
    monkeypatch.setitem(app.extensions, "settings", patient)
    waited = []

    def busy(_job, _folder, *, seconds):
        waited.append(seconds)
        time.sleep(seconds)
        raise drawing.worker.BeingMade

    monkeypatch.setattr(drawing, "PATIENCE", 0.1)
    monkeypatch.setattr(drawing.worker, "obtain", busy)
    with app.test_request_context("/"):
        assert [drawing.drawn(bars(), bars()) for _chart in range(3)] == [None] * 3
    assert sum(waited) < 0.2


def test_drawings_that_nobody_asks_for_are_forgotten_and_fonts_stay(app, monkeypatch):
    drawing.drawn(bars(), bars("Laporan"))
    fonts = sorted((drawing.drawings() / "fonts").glob("*.ttf"))
    assert len(fonts) == 3
    first, _second = kept(app)
    os.utime(first, (time.time() - 40 * 24 * 60 * 60,) * 2)
    forget_unused_drawings()
    assert first not in kept(app)
    assert len(kept(app)) == 1
    monkeypatch.setattr(drawing, "MOST_KEPT", 0)
    forget_unused_drawings()
    assert kept(app) == []
    assert all(Path(font).exists() for font in fonts)
