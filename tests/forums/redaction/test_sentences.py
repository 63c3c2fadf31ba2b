"""Splitting passages into sentences, and hints at personal data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forums.redaction.sentences import PersonalData, count_words, personal_data, sentences

WRITTEN = st.text(alphabet=st.sampled_from(list('abAB.!?…,;: \n\t"”()1290')) | st.characters(), max_size=120)


@given(WRITTEN)
def test_the_sentences_of_a_text_are_the_text(text):
    found = sentences(text)
    assert "".join(found) == text
    assert all(one.strip() for one in found) or not text.strip()


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Rapat dibuka. Kuorum terpenuhi.", ["Rapat dibuka.", "Kuorum terpenuhi."]),
        ("Hadir dr. Sari dan Drs. H. M. Nur dari PT. Maju.", ["Hadir dr. Sari dan Drs. H. M. Nur dari PT. Maju."]),
        ("Kantor di Jl. Sudirman No. 5. Ia pindah.", ["Kantor di Jl. Sudirman No. 5.", "Ia pindah."]),
        ("Biaya Rp. 500 ribu pukul 09.30 WIB. Selesai", ["Biaya Rp. 500 ribu pukul 09.30 WIB.", "Selesai"]),
        (
            "Buku, map, dll. dibawa. Setuju? Ya! “Siap.” Tutup…",
            ["Buku, map, dll. dibawa.", "Setuju?", "Ya!", "“Siap.”", "Tutup…"],
        ),
        ("1. Satu\n2. Dua. Lagi\n\nTiga", ["1. Satu", "2. Dua.", "Lagi", "Tiga"]),
        ("Ia pengurus RT. Laporan diterima.", ["Ia pengurus RT.", "Laporan diterima."]),
        ("", []),
    ],
)
def test_abbreviations_numbers_and_initials_do_not_end_a_sentence(text, expected):
    assert [one.strip() for one in sentences(text)] == expected


@pytest.mark.parametrize(
    "text, kinds",
    [
        ("Tulis ke sari@contoh.example", [PersonalData.EMAIL]),
        ("NIK 3171234567890001", [PersonalData.IDENTITY_NUMBER]),
        ("NIK 3171 2345 6789 0001", [PersonalData.IDENTITY_NUMBER]),
        ("Telepon 0812-3456-7890", [PersonalData.TELEPHONE]),
        ("Telepon +62 812 3456 789", [PersonalData.TELEPHONE]),
        ("Telepon (021) 555 1234", [PersonalData.TELEPHONE]),
        ("Sari Wulandari setuju", [PersonalData.NAME]),
        ("Sari Wulandari, 081234567890", [PersonalData.TELEPHONE, PersonalData.NAME]),
        ("Anggaran Rp1.000.000.000 pada 2026-11-30, pasal 12 ayat 3", []),
    ],
)
def test_personal_data_is_hinted_at(text, kinds):
    assert (
        personal_data(text, lambda said: ["Sari Wulandari"] if "Sari" in said and "Wulandari" in said else []) == kinds
    )


def test_words_are_counted():
    assert count_words("Tiga titik  akhir\nterbuka.") == 4
