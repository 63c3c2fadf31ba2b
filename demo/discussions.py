"""What was said in the demo's past sessions, item by item; texts of an item are used in turns."""

from __future__ import annotations

SAID: dict[str, tuple[str, ...]] = {
    "Perkenalan dan maksud": (
        "{organisation} memperkenalkan tim dan maksud audiensi: mengurangi berkas yang diminta berulang.",
        "{organisation} menjelaskan pengalamannya di dua kota lain dan batas tanggung jawab yang diinginkannya.",
    ),
    "Paparan mitra": (
        "{organisation} memaparkan purwarupa loket bersama. Peserta menanyakan biaya setelah tahun pertama.",
        "{organisation} menunjukkan penelusuran status izin dari ponsel; waktu tunggu turun menjadi 3 hari.",
        "{organisation} memaparkan analisis antrean. Angkanya berasal dari uji coba di satu kecamatan.",
    ),
    "Kebutuhan data dan antarmuka": (
        "{organisation} memerlukan daftar layanan beserta syaratnya dalam format yang dapat dibaca mesin.",
        "Peserta membedakan data terbuka dari data pribadi. {organisation} menyusun daftar antarmuka yang kurang.",
    ),
    "Langkah menuju kerja sama": (
        "Biro Kerja Sama menjelaskan tahapan sampai nota kesepahaman; {organisation} menyiapkan surat minat.",
        "{organisation} mengirim rancangan lampiran teknis; Biro Kerja Sama memeriksa kewenangan penanda tangan.",
    ),
    "Yang baru di JAKI": (
        "{organisation} memperagakan pelacakan laporan dan pemberitahuan saat petugas tiba di lokasi.",
    ),
    "Usulan warga": (
        "Warga mengusulkan peta jalan rusak dan jadwal truk sampah. {organisation} mencatat 14 usulan untuk dipilah.",
    ),
    "Dialog: laporan warga": (
        "Warga bertanya mengapa laporan ditutup tanpa foto. {organisation} menerangkan syarat penutupan yang baru.",
    ),
    "Tindak lanjut sesi sebelumnya": (
        "Sekretariat membacakan komitmen yang jatuh tempo. {organisation} melaporkan dua selesai dan satu terlambat.",
        "Komitmen yang terlambat dibahas satu per satu; {organisation} menyanggupi tanggal baru beserta alasannya.",
        "{organisation} meminta verifikator memeriksa bukti paling lambat lima hari kerja setelah diserahkan.",
    ),
    "Status integrasi perizinan": (
        "{organisation} melaporkan 31 dari 48 jenis izin sudah terhubung; sisanya menunggu surat keputusan.",
        "Uji sambungan gagal pada izin usaha mikro karena nomor induk ganda. {organisation} membersihkan datanya.",
        "{organisation} mengusulkan urutan integrasi menurut jumlah pemohon, bukan menurut kesiapan sistem.",
    ),
    "Pembukaan dan kuorum": (
        "Pimpinan rapat menyapa peserta luring dan daring; {organisation} hadir melalui wakilnya.",
        "Acara disetujui dengan satu tambahan dari {organisation}.",
    ),
    "Laporan warga yang dibuka kembali": (
        "Satu dari sembilan laporan dibuka kembali oleh pelapornya. {organisation} menelusurinya per kelurahan.",
        "{organisation} menunjukkan bahwa laporan lampu jalan paling sering dibuka kembali karena alamatnya keliru.",
        "Peserta membahas foto sebelum dan sesudah sebagai syarat penutupan. {organisation} menguji pada satu wilayah.",
    ),
    "Data sensor udara: katalog dan mutu": (
        "{organisation} menyerahkan katalog 20 titik; tiga sensor belum dikalibrasi.",
        "Angka dua jaringan sensor berselisih pada malam hari. {organisation} memeriksa letak pemasangan.",
        "{organisation} meminta satuan dan jeda pengukuran ditulis pada katalog sebelum data dibuka.",
    ),
    "Arahan dan penutup": (
        "Pimpinan meminta hambatan peraturan dipisahkan dari hambatan anggaran, dengan pemilik masing-masing.",
        "Pimpinan mengapresiasi {organisation} dan meminta daftar penerima manfaat pada laporan berikutnya.",
    ),
    "Integrasi pembayaran retribusi": (
        "{organisation} mengusulkan satu kode tagihan untuk semua retribusi; rekonsiliasi harian menjadi syaratnya.",
    ),
    "Aduan warga yang berulang": (
        "{organisation} mengelompokkan aduan menurut lokasi; tujuh titik mendapat lebih dari sepuluh aduan sebulan.",
    ),
    "Antarmuka data mitra": (
        "{organisation} memerlukan lingkungan uji yang terpisah dan batas permintaan yang diumumkan.",
    ),
    "Riset kepuasan pengguna": (
        "{organisation} mewawancarai 240 pengguna; kejelasan status lebih menentukan daripada kecepatan.",
    ),
    "Data terbuka untuk peneliti": (
        "{organisation} mengusulkan lisensi terbuka dan penyamaran koordinat rumah sebelum data dibagikan.",
    ),
    "Tindak lanjut pekan lalu": (
        "{organisation} menyelesaikan penggantian sertifikat; satu tindak lanjut dialihkan ke pekan depan.",
        "Dua tiket lama ditutup. {organisation} memastikan penyebabnya tertulis di catatan gangguan.",
        "{organisation} menunggu akses basis data; penanggung jawabnya dihubungi seusai rapat.",
        "Daftar periksa rilis dipakai untuk pertama kali; {organisation} menambahkan butir pemulihan.",
        "{organisation} menunda pemindahan peladen karena jendela pemeliharaan bentrok dengan pelaporan triwulan.",
        "Seluruh tindak lanjut selesai, kecuali dokumentasi antarmuka yang disusun {organisation}.",
    ),
    "Status integrasi layanan": (
        "{organisation} menghubungkan layanan kependudukan pada lingkungan uji; waktu jawab 1,8 detik.",
        "Sambungan pajak daerah terputus dua kali. {organisation} memasang percobaan ulang berjenjang.",
        "{organisation} memetakan kolom yang berbeda nama; 11 dari 64 belum disepakati.",
        "Layanan sekolah masih memakai unggahan berkas. {organisation} menghitung beban bila dialihkan.",
        "{organisation} menyelesaikan masuk tunggal untuk pegawai; akun mitra menyusul.",
    ),
    "Keamanan dan gangguan": (
        "Tidak ada gangguan besar. {organisation} menutup tiga celah yang ditemukan pemindaian mingguan.",
        "{organisation} melaporkan percobaan masuk dari luar negeri; alamatnya diblokir dan kata sandi diganti.",
        "Gangguan 42 menit berasal dari penuhnya cakram log. {organisation} menambah peringatan dini.",
        "{organisation} melatih pemulihan cadangan; data kembali dalam 50 menit.",
        "Uji penetrasi dijadwalkan; {organisation} menyiapkan salinan tanpa data pribadi.",
        "{organisation} mencabut 17 akun pegawai yang sudah pindah tugas.",
        "Laporan palsu beredar di aplikasi pesan. {organisation} menerbitkan klarifikasi.",
    ),
    "Rencana pekan depan": (
        "{organisation} merilis perbaikan pencarian hari Rabu, lalu mengamati keluhan selama dua hari.",
        "Prioritas pekan depan: cadangan luar lokasi. {organisation} memegang pelaksanaannya.",
        "{organisation} mengundang wali data untuk menyepakati kamus istilah.",
        "Rilis ditahan sampai hasil uji beban keluar; {organisation} memaparkannya Selasa depan.",
    ),
    "Umpan balik": (
        "Peserta menilai latihan terlalu cepat pada bagian rumus. {organisation} menambah contoh sehari-hari.",
        "{organisation} meminta bahan dibagikan sebelum pelatihan; ruang dan waktunya dinilai cukup.",
    ),
    "Praktik bersama": (
        "Peserta membersihkan tabel alamat berpasangan. {organisation} menemukan cara menandai duplikat.",
        "{organisation} menyusun kueri sederhana dan membandingkan hasilnya dengan laporan bulanan.",
    ),
    "Keterampilan dasar data": (
        "Pengajar membahas jenis data dan kesalahan umum; {organisation} mencoba pada tabelnya sendiri.",
        "Pengajar menunjukkan rata-rata yang menyesatkan. {organisation} mengganti grafiknya dengan median.",
    ),
    "Prioritas bulan ini": (
        "Prioritas: status izin, laporan dibuka kembali, dan aksesibilitas. {organisation} memimpin yang kedua.",
        "{organisation} mengusulkan penundaan fitur baru sampai penilaian aksesibilitas selesai.",
    ),
    "Hambatan yang perlu arahan": (
        "Verifikasi fisik masih diwajibkan peraturan tahun 2018. {organisation} memohon arahan tentang masa peralihan.",
        "Dua instansi memegang data yang sama. {organisation} meminta penetapan wali data.",
        "{organisation} kekurangan analis; perekrutan menunggu formasi.",
    ),
    "Capaian bulan lalu": (
        "Pengguna aktif naik 4 persen; {organisation} menjelaskan lonjakan saat banjir.",
        "{organisation} menyelesaikan 26 dari 30 sasaran; empat sisanya bergantung pada pihak lain.",
    ),
    "Anggaran dan sumber daya": (
        "Serapan mencapai 61 persen. {organisation} mengalihkan sisa perjalanan dinas ke lisensi pemetaan.",
        "{organisation} menghitung kebutuhan penyimpanan tahun depan: dua kali lipat bila foto disimpan lima tahun.",
    ),
}
"""Texts by the title of the item; `{organisation}` is the name of a party that attends."""

OTHERWISE = (
    "{organisation} menerangkan keadaan dan pilihan yang ada; peserta memberi tanggapan.",
    "Peserta membahas usul {organisation} dan mencatat pertanyaan yang belum terjawab.",
)
"""Texts of items that are not listed."""


def what_was_said(title: str, *, number: int, organisation: str) -> str:
    """Return what the minutes of the session with this number say about an item, with an organisation's name."""
    texts = SAID.get(title, OTHERWISE)
    return texts[number % len(texts)].format(organisation=organisation)
